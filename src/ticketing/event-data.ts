/** Recorded events as they are shown outside. */

const TIME_MEMBER = /(At|Until)$/;
const NESTED_MAX = 8;

/** Recorded events keep times as ms in members named after it (`expiresAt`, `graceUntil`); outside, times are RFC 3339. */
export function withTimes(data: Readonly<Record<string, unknown>>, depth = 0): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, withTime(name, value, depth)]));
}

function withTime(name: string, value: unknown, depth: number): unknown {
  if (typeof value === 'number') return TIME_MEMBER.test(name) ? new Date(value).toISOString() : value;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth === NESTED_MAX) return value;
  return withTimes(value as Readonly<Record<string, unknown>>, depth + 1);
}
