/**
 * How far the fan has come in line. It is measured from the number of people who were ahead when this place was first seen, which is kept, so that a reload
 * does not begin the bar anew, and it only grows when people ahead have gone: a bar that moves by itself would lie.
 */
import { readStored, removeStored, writeStored } from '../../api/stored.js';

const nameOf = (concertId: string): string => `line:${concertId}`;

/** Does nothing when this place, which `issuedAt` names, is known. */
export function noteStart(concertId: string, issuedAt: string, ahead: number): void {
  if (startOf(concertId, issuedAt) === null) writeStored(nameOf(concertId), { issuedAt, ahead });
}

export function forgetStart(concertId: string): void {
  removeStored(nameOf(concertId));
}

/** From 0 to 1. Whoever is next has the whole way behind them but for the door. */
export function progressOf(concertId: string, issuedAt: string, ahead: number): number {
  const start = startOf(concertId, issuedAt);
  if (start === null) return 0;
  const whole = start + 1;
  return Math.min(1, Math.max(0, (whole - (ahead + 1)) / whole));
}

function startOf(concertId: string, issuedAt: string): number | null {
  const stored = readStored(nameOf(concertId));
  if (typeof stored !== 'object' || stored === null) return null;
  const { issuedAt: storedFor, ahead } = stored as { readonly issuedAt?: unknown; readonly ahead?: unknown };
  return storedFor === issuedAt && typeof ahead === 'number' ? ahead : null;
}
