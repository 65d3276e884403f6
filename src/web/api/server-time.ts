/**
 * What time it is at the node, without trusting the phone's wall clock: the newest `Date` header, carried on by the browser's steady clock. A header is never
 * ahead of the node (it was written before it came, in whole seconds), so the greatest difference seen is the closest; a cached answer with an old header
 * changes nothing. The fraction that the header leaves out counts as past, so that nobody is promised time that is not there. Moments are kept as ms of
 * `performance.now()`.
 */
const FRACTION_MS = 999;
let wallMinusSteadyMs: number | null = null;
/** An answer that is older than this comes out of the browser's cache. */
const FRESH_MS = 5_000;

/** @returns Whether the node has answered just now. */
export function noteServerTime(response: Response): boolean {
  const wallMs = Date.parse(response.headers.get('date') ?? '') + FRACTION_MS;
  if (Number.isNaN(wallMs)) return true;
  const difference = wallMs - performance.now();
  if (wallMinusSteadyMs === null || difference > wallMinusSteadyMs) wallMinusSteadyMs = difference;
  return wallMinusSteadyMs - difference < FRESH_MS;
}

/** ms since 1970 at the node; before its first answer, the phone's guess. */
export function serverNow(): number {
  return wallMinusSteadyMs === null ? Date.now() : performance.now() + wallMinusSteadyMs;
}

/** The moment of `performance.now()` at which it is `time` (RFC 3339) at the node. */
export function momentOf(time: string): number {
  const wallMs = Date.parse(time);
  return wallMinusSteadyMs === null ? performance.now() + wallMs - Date.now() : wallMs - wallMinusSteadyMs;
}

/** The moment in so many seconds. */
export function momentIn(seconds: number): number {
  return performance.now() + seconds * 1_000;
}

/** Begun seconds until that moment; 0 when it is past. */
export function secondsUntil(moment: number): number {
  return Math.max(0, Math.ceil((moment - performance.now()) / 1_000));
}
