/**
 * What VALIDATION_FAILED says, field by field. The node names each fault with a pointer into the body; a field shows those at its own pointer, a group of fields
 * those at or below its own, and what no field has shown stands above the form. The node's words are English: those it uses often are said in the reader's language.
 */
import { problemOf } from '../../api/problems.js';
import type { Problem } from '../../api/problems.js';
import { t } from '../../i18n/i18n.js';
import type { FieldFault } from './faults.js';

export class FieldErrors {
  private readonly shown = new Set<FieldFault>();

  constructor(private readonly errors: readonly FieldFault[]) {}

  /** What is wrong with exactly this; undefined when nothing is. */
  at(...pointers: readonly string[]): string | undefined {
    return this.said(this.errors.filter(({ pointer }) => pointers.includes(pointer)));
  }

  /** What is wrong with this or with anything within it that no field has shown yet. */
  within(parent: string): string | undefined {
    return this.said(this.errors.filter((error) => !this.shown.has(error) && isWithin(parent, error.pointer)));
  }

  /** What is wrong within the items of that list, each fault with the name of its item. */
  items(list: string, nameOf: (index: number) => string): string | undefined {
    const faults = this.errors.filter(({ pointer }) => pointer.startsWith(`${list}/`));
    for (const fault of faults) this.shown.add(fault);
    const sentences = faults.map(({ pointer, message }) => {
      const index = Number(pointer.slice(list.length + 1).split('/')[0]);
      return t('faults.inRow', { row: nameOf(index), fault: sentenceOf(message) });
    });
    return sentences.length === 0 ? undefined : sentences.slice(0, ITEMS_TOLD_MAX).join(' ');
  }

  /** What is wrong with members of that name within this, wherever they are. */
  members(parent: string, name: string): string | undefined {
    return this.said(this.errors.filter(({ pointer }) => isWithin(parent, pointer) && pointer.endsWith(`/${name}`)));
  }

  /** To be asked when all fields have been: what is left, with the place it belongs to. */
  others(): readonly string[] {
    return this.errors.filter((error) => !this.shown.has(error)).map(({ pointer, message }) => `${pointer}: ${sentenceOf(message)}`);
  }

  private said(errors: readonly FieldFault[]): string | undefined {
    for (const error of errors) this.shown.add(error);
    return errors.length === 0 ? undefined : [...new Set(errors.map(({ message }) => sentenceOf(message)))].join(' ');
  }
}

/** More at once nobody reads. */
const ITEMS_TOLD_MAX = 3;

function isWithin(parent: string, pointer: string): boolean {
  return pointer === parent || pointer.startsWith(`${parent}/`);
}

/** What the page found before it asked the node; null when there is nothing. */
export function problemWith(faults: readonly FieldFault[]): Problem | null {
  return faults.length === 0 ? null : { ...problemOf('VALIDATION_FAILED', 400), members: { errors: faults } };
}

export function fieldErrorsOf(problem: Problem | null): FieldErrors {
  const errors: unknown = problem?.code === 'VALIDATION_FAILED' ? problem.members['errors'] : [];
  return new FieldErrors(Array.isArray(errors) ? errors.filter(isFieldError) : []);
}

function isFieldError(value: unknown): value is FieldFault {
  if (typeof value !== 'object' || value === null) return false;
  const { pointer, message } = value as Readonly<Record<string, unknown>>;
  return typeof pointer === 'string' && typeof message === 'string';
}

/** The node's words, with the numbers in them, and the key of ours. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/^required$/, 'faults.required'],
  [/^must NOT have fewer than 1 characters$/, 'faults.required'],
  [/^must NOT have more than (\d+) characters$/, 'faults.longest'],
  [/^must be >= (\d+)$/, 'faults.least'],
  [/^must be <= (\d+)$/, 'faults.most'],
  [/^must be integer$/, 'faults.whole'],
  [/^must be a whole number from (\d+)(?: \(no cap\))? to (\d+)$/, 'faults.between'],
  [/^must be 1 to (\d+) sections$/, 'faults.sections'],
  [/^must not have more than (\d+) rows together$/, 'faults.rows'],
  [/^must not have more than (\d+) seats together$/, 'faults.seats'],
  [/^must not be past$/, 'faults.past'],
  [/^must be after onSaleAt$/, 'faults.afterOnSale'],
  [/^must not be the name of another/, 'faults.twice'],
  [/^must have 1 to (\d+) characters/, 'faults.name'],
  [/is not a time zone/, 'faults.timeZone'],
  [/^must match format "date-time"$|^must be a moment since 1970$/, 'faults.moment'],
  [/^must be at least one row$|^must NOT have fewer than 1 items$/, 'faults.noRows'],
];

function sentenceOf(message: string): string {
  for (const [pattern, key] of KNOWN) {
    const match = pattern.exec(message);
    if (match !== null) return t(key, { first: Number(match[1] ?? 0), second: Number(match[2] ?? 0) });
  }
  return message;
}
