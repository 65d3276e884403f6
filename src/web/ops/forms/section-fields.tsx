/** The sections of a hall: a name, a price, and rows that are all alike or written line by line. */
import type { VNode } from 'preact';
import type { NewRow } from '../../api/operators-types.js';
import { t } from '../../i18n/i18n.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { formatCount } from '../format.js';
import type { FieldErrors } from './field-errors.js';
import { Choice, TextArea } from './inputs.js';
import { rowsOf, sectionDraft } from './schedule-draft.js';
import type { SectionDraft } from './schedule-draft.js';

interface SectionsProps {
  readonly sections: readonly SectionDraft[];
  readonly errors: FieldErrors;
  readonly onChange: (sections: readonly SectionDraft[]) => void;
}

export function SectionFields({ sections, errors, onChange }: SectionsProps): VNode {
  const wrong = errors.at('/sections');
  return (
    <div class="stack">
      <ol class="sections">
        {sections.map((section, index) => (
          <li key={section.id}>
            <OneSection
              section={section}
              index={index}
              errors={errors}
              onChange={(next) => onChange(sections.with(index, next))}
              onRemove={sections.length === 1 ? null : () => onChange(sections.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ol>
      {wrong === undefined ? null : (
        <p class="field-error" role="alert">
          {wrong}
        </p>
      )}
      <p>
        <Button icon="plus" onPress={() => onChange([...sections, sectionDraft({ price: sections.at(-1)?.price ?? '' })])}>
          {t('hall.addSection')}
        </Button>
      </p>
    </div>
  );
}

interface OneSectionProps {
  readonly section: SectionDraft;
  readonly index: number;
  readonly errors: FieldErrors;
  readonly onChange: (section: SectionDraft) => void;
  readonly onRemove: (() => void) | null;
}

function OneSection({ section, index, errors, onChange, onRemove }: OneSectionProps): VNode {
  const pointer = `/sections/${index}`;
  const rows = rowsOf(section);
  const seats = rows.reduce((sum, row) => sum + (Number.isFinite(row.seats) ? row.seats : 0), 0);
  return (
    <fieldset class="section-box">
      <legend>{t('hall.section', { number: index + 1 })}</legend>
      <div class="fields">
        <Field
          label={t('hall.name')}
          value={section.name}
          onChange={(name) => onChange({ ...section, name })}
          error={errors.at(`${pointer}/name`)}
        />
        <Field
          label={t('hall.price')}
          type="number"
          inputMode="numeric"
          min={0}
          value={section.price}
          onChange={(price) => onChange({ ...section, price })}
          error={errors.at(`${pointer}/price`)}
        />
      </div>
      <RowFields section={section} faults={faultsOf(section, rows, errors, pointer)} onChange={onChange} />
      <div class="spread">
        <p class="muted numbers">{t('hall.sum', { rows: formatCount(rows.length), seats: formatCount(seats) })}</p>
        {onRemove === null ? null : (
          <Button kind="plain" icon="close" onPress={onRemove}>
            {t('hall.remove')}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

interface RowFaults {
  readonly rows: string | undefined;
  /** Of rows that are all alike: with how many seats each has. */
  readonly seats: string | undefined;
}

function faultsOf({ shape }: SectionDraft, rows: readonly NewRow[], errors: FieldErrors, pointer: string): RowFaults {
  if (shape === 'even') {
    const seats = errors.members(`${pointer}/rows`, 'seats');
    return { seats, rows: errors.within(`${pointer}/rows`) ?? errors.at(pointer) };
  }
  const lines = errors.items(`${pointer}/rows`, (index) => lineName(rows, index));
  return { seats: undefined, rows: lines ?? errors.within(`${pointer}/rows`) ?? errors.at(pointer) };
}

/** What a row is called; without a name, by its place. */
function lineName(rows: readonly NewRow[], index: number): string {
  const name = rows[index]?.name ?? '';
  return name === '' ? String(index + 1) : name;
}

interface RowFieldsProps {
  readonly section: SectionDraft;
  readonly faults: RowFaults;
  readonly onChange: (section: SectionDraft) => void;
}

function RowFields({ section, faults, onChange }: RowFieldsProps): VNode {
  const shapes = [
    { value: 'even', text: t('hall.even') },
    { value: 'each', text: t('hall.each') },
  ];
  const toLines = (): SectionDraft => ({
    ...section,
    shape: 'each',
    rowLines:
      section.rowLines.trim() === ''
        ? rowsOf(section)
            .map((row) => `${row.name}: ${row.seats}`)
            .join('\n')
        : section.rowLines,
  });
  return (
    <>
      <Choice
        label={t('hall.shape')}
        value={section.shape}
        options={shapes}
        onChange={(shape) => onChange(shape === 'each' ? toLines() : { ...section, shape: 'even' })}
      />
      {section.shape === 'each' ? (
        <TextArea
          label={t('hall.lines')}
          hint={t('hall.linesHint')}
          rows={6}
          value={section.rowLines}
          onChange={(rowLines) => onChange({ ...section, rowLines })}
          error={faults.rows}
        />
      ) : (
        <EvenRows section={section} faults={faults} onChange={onChange} />
      )}
    </>
  );
}

function EvenRows({ section, faults, onChange }: RowFieldsProps): VNode {
  const names = [
    { value: 'letters', text: t('hall.letters') },
    { value: 'numbers', text: t('hall.numbers') },
  ];
  return (
    <div class="fields">
      <Field
        label={t('hall.rows')}
        type="number"
        inputMode="numeric"
        min={1}
        value={section.rowCount}
        onChange={(rowCount) => onChange({ ...section, rowCount })}
        error={faults.rows}
      />
      <Field
        label={t('hall.seatsPerRow')}
        type="number"
        inputMode="numeric"
        min={1}
        value={section.rowSeats}
        onChange={(rowSeats) => onChange({ ...section, rowSeats })}
        error={faults.seats}
      />
      <Choice
        label={t('hall.rowNames')}
        value={section.rowNames}
        options={names}
        onChange={(value) => onChange({ ...section, rowNames: value === 'numbers' ? 'numbers' : 'letters' })}
      />
    </div>
  );
}
