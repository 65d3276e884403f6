/** The settings of a waiting room, as fields. An empty field means that the node's default is taken. */
import type { VNode } from 'preact';
import type { QueueSettings } from '../../api/operators-types.js';
import { t } from '../../i18n/i18n.js';
import { Field } from '../../ui/field.js';
import type { FieldErrors } from './field-errors.js';

export const QUEUE_NAMES = ['maxActive', 'activeTimeoutSeconds', 'waitingTimeoutSeconds', 'sessionSeconds'] as const;

/** By name; what is typed, as it is typed. */
export type QueueTexts = Readonly<Record<(typeof QUEUE_NAMES)[number], string>>;

export const QUEUE_DEFAULTS: QueueTexts = {
  maxActive: '100',
  activeTimeoutSeconds: '600',
  waitingTimeoutSeconds: '300',
  sessionSeconds: '1800',
};

export function queueTexts(settings: QueueSettings): QueueTexts {
  return {
    maxActive: String(settings.maxActive),
    activeTimeoutSeconds: String(settings.activeTimeoutSeconds),
    waitingTimeoutSeconds: String(settings.waitingTimeoutSeconds),
    sessionSeconds: String(settings.sessionSeconds),
  };
}

/** What is to be sent: what is filled in, and what is not a number at all goes as it is, so that the node says what is wrong with it. */
export function queueSettingsOf(texts: QueueTexts): Partial<QueueSettings> {
  const filled = QUEUE_NAMES.filter((name) => texts[name].trim() !== '').map((name) => [name, Number(texts[name])] as const);
  return Object.fromEntries(filled);
}

interface QueueFieldsProps {
  readonly texts: QueueTexts;
  readonly errors: FieldErrors;
  /** Where the settings are within what is sent. */
  readonly pointer: string;
  readonly onChange: (texts: QueueTexts) => void;
}

export function QueueFields({ texts, errors, pointer, onChange }: QueueFieldsProps): VNode {
  return (
    <div class="fields">
      {QUEUE_NAMES.map((name) => (
        <Field
          key={name}
          label={t(`queue.${name}`)}
          hint={t(`queue.${name}Hint`)}
          type="number"
          inputMode="numeric"
          min={1}
          value={texts[name]}
          onChange={(value) => onChange({ ...texts, [name]: value })}
          error={errors.at(`${pointer}/${name}`)}
        />
      ))}
    </div>
  );
}
