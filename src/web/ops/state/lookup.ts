/** What an id is the id of, by its form; ids say so themselves. */
export type IdKind = 'user' | 'reservation' | 'payment' | 'schedule' | 'concert';

const FORMS: readonly (readonly [RegExp, IdKind])[] = [
  [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'user'],
  [/^[0-9a-f]{16}-[0-9a-f]{12}-r-[0-9a-f]{32}$/, 'reservation'],
  [/^[0-9a-f]{16}-[0-9a-f]{12}-p-[0-9a-f]{32}$/, 'payment'],
  [/^[0-9a-f]{16}-[0-9a-f]{12}$/, 'schedule'],
  [/^[0-9a-f]{16}$/, 'concert'],
];

export function kindOfId(id: string): IdKind | null {
  return FORMS.find(([form]) => form.test(id))?.[1] ?? null;
}

/** What people paste: with blanks around, in capitals. */
export function tidyId(text: string): string {
  return text.trim().toLowerCase();
}
