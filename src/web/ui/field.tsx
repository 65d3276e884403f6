/** A labelled input. Its hint and what is wrong with it belong to it for screen readers too. */
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';

export interface Labels {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

/** What ties an input to the words around it. */
interface Ties {
  readonly id: string;
  readonly 'aria-invalid': 'true' | undefined;
  readonly 'aria-describedby': string | undefined;
}

interface DescribedProps extends Labels {
  readonly children: (ties: Ties) => VNode;
}

export function Described({ label, hint, error, children }: DescribedProps) {
  const id = useId();
  const describedBy = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {children({
        id,
        'aria-invalid': error === undefined ? undefined : 'true',
        'aria-describedby': describedBy === '' ? undefined : describedBy,
      })}
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

interface FieldProps extends Labels {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'password' | 'number' | 'datetime-local' | 'search' | undefined;
  readonly inputMode?: 'text' | 'numeric' | undefined;
  readonly required?: boolean | undefined;
  readonly autoComplete?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

export function Field({ label, hint, error, value, onChange, type = 'text', ...rest }: FieldProps) {
  // Which roles an input may have depends on its type, so the types of JSX want one type at a time.
  const oneType = type as 'text';
  return (
    <Described label={label} hint={hint} error={error}>
      {(ties) => (
        <input
          {...ties}
          class="field-input"
          type={oneType}
          value={value}
          onInput={(event) => onChange(event.currentTarget.value)}
          inputMode={rest.inputMode}
          required={rest.required}
          autoComplete={rest.autoComplete}
          placeholder={rest.placeholder}
          min={rest.min}
          max={rest.max}
        />
      )}
    </Described>
  );
}
