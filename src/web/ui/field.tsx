/** A labelled input. Its hint and what is wrong with it belong to it for screen readers too. */
import { useId } from 'preact/hooks';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly type?: 'text' | 'password' | 'number' | 'datetime-local' | 'search' | undefined;
  readonly inputMode?: 'text' | 'numeric' | undefined;
  readonly required?: boolean | undefined;
  readonly autoComplete?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

export function Field({ label, value, onChange, hint, error, type = 'text', ...rest }: FieldProps) {
  const id = useId();
  // Which roles an input may have depends on its type, so the types of JSX want one type at a time.
  const oneType = type as 'text';
  const describedBy = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <input
        id={id}
        class="field-input"
        type={oneType}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
        aria-invalid={error === undefined ? undefined : 'true'}
        aria-describedby={describedBy === '' ? undefined : describedBy}
        inputMode={rest.inputMode}
        required={rest.required}
        autoComplete={rest.autoComplete}
        placeholder={rest.placeholder}
        min={rest.min}
        max={rest.max}
      />
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
