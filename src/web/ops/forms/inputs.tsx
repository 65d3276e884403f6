/** Fields that the foundation does not have: a choice from a list, several lines of text, and a few choices side by side. */
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';

interface Labels {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

interface Words extends Labels {
  readonly id: string;
  readonly children: (attributes: {
    readonly id: string;
    readonly 'aria-describedby': string | undefined;
    readonly invalid: boolean;
  }) => VNode;
}

function Described({ id, label, hint, error, children }: Words): VNode {
  const describedBy = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {children({ id, 'aria-describedby': describedBy === '' ? undefined : describedBy, invalid: error !== undefined })}
      {hint === undefined ? null : (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error === undefined ? null : (
        <p class="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

export interface Option {
  readonly value: string;
  readonly text: string;
}

interface SelectProps extends Labels {
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
}

export function Select({ value, options, onChange, ...words }: SelectProps): VNode {
  const id = useId();
  return (
    <Described id={id} {...words}>
      {({ invalid, ...attributes }) => (
        <select
          {...attributes}
          class="field-input"
          value={value}
          aria-invalid={invalid ? 'true' : undefined}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </select>
      )}
    </Described>
  );
}

interface TextAreaProps extends Labels {
  readonly value: string;
  readonly rows: number;
  readonly onChange: (value: string) => void;
}

export function TextArea({ value, rows, onChange, ...words }: TextAreaProps): VNode {
  const id = useId();
  return (
    <Described id={id} {...words}>
      {({ invalid, ...attributes }) => (
        <textarea
          {...attributes}
          class="field-input"
          rows={rows}
          value={value}
          spellcheck={false}
          aria-invalid={invalid ? 'true' : undefined}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
    </Described>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
  /** The label is for screen readers only. */
  readonly quiet?: boolean;
}

/** A few choices, all to be seen: radio buttons that look like one switch. */
export function Choice({ label, value, options, onChange, quiet = false }: ChoiceProps): VNode {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend class={quiet ? 'visually-hidden' : 'field-label'}>{label}</legend>
      <div class="choice-options">
        {options.map((option) => (
          <label key={option.value} class="choice-option">
            <input type="radio" name={name} value={option.value} checked={option.value === value} onChange={() => onChange(option.value)} />
            <span>{option.text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
