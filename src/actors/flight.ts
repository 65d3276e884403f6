/** Turns in flight: taken, and held back until what they saw and wrote is durable. */
import type { Effect } from '../domain/decider.js';
import type { AppendResult, NewRecord } from '../journal/port.js';
import type { HeldAnswer, Turn } from './turn.js';

/** What a turn leads to, worked out before anything of it leaves. */
export interface TurnEnd {
  /** null when there is nothing to write. */
  readonly record: NewRecord | null;
  /** What is pending now; null when it is what it was. */
  readonly effects: readonly Effect<object>[] | null;
  readonly wakeAt: number | null;
}

type Durable = Extract<AppendResult, { readonly status: 'durable' }>;
export const NOTHING_WRITTEN = 'nothing-written';

/** A turn that was taken and whose answers are held: until its record, if it has one, and those of the turns before it are durable. */
export interface Flight {
  readonly turn: Turn;
  readonly end: TurnEnd;
  /** null while the append is under way; a turn that wrote nothing only waits for those before it. */
  result: Durable | typeof NOTHING_WRITTEN | null;
}

/** How many of the flights, oldest first, wait for an append of their own. */
export function appendsUnderWay(flights: readonly Flight[]): number {
  let count = 0;
  for (const { result } of flights) if (result === null) count += 1;
  return count;
}

/** Takes the oldest flight away if it waits for nothing any more; null when it does, or there is none. */
export function takeLanded(flights: Flight[]): Flight | null {
  const [oldest] = flights;
  if (oldest === undefined || oldest.result === null) return null;
  flights.shift();
  return oldest;
}

/** Lets all of them go; whoever they held is answered this. */
export function giveUp(flights: Flight[], answer: unknown): void {
  for (const { turn } of flights.splice(0)) answerAll(turn.answers, answer);
}

export function answerAll(answers: readonly HeldAnswer[], answer: unknown): void {
  for (const { resolve } of answers) resolve(answer);
}
