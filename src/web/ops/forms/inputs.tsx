/** Fields that the foundation does not have: a choice from a list, several lines of text, and a few choices side by side. */
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { Described } from '../../ui/field.js';
import type { Labels } from '../../ui/field.js';

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
  return (
    <Described {...words}>
      {(ties) => (
        <select {...ties} class="field-input" value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
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
  return (
    <Described {...words}>
      {(ties) => (
        <textarea
          {...ties}
          class="field-input"
          rows={rows}
          value={value}
          spellcheck={false}
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
