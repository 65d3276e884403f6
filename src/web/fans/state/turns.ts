/**
 * The fan's places in line and turns inside, one per concert, for all pages: whoever looks at the wallet while waiting keeps the place as well. A place in line
 * is watched over a live connection for as long as the app is open; a turn inside is asked about now and then, because what other tabs do prolongs or ends it.
 *
 *   (none) -- get in line --> WAITING -- admitted --> ACTIVE -- paid, left, timed out --> EXPIRED
 *
 * The queue token in storage is the truth for all tabs: what another tab stores or removes is heard here. A token that has ended is dropped; why it ended stays
 * on the page until the fan gets in line again.
 */
import { signal } from '@preact/signals';
import { join, leave, openDates, tokenState } from '../../api/fans.js';
import { watchQueue } from '../../api/live.js';
import type { Connection, PlaceInLine } from '../../api/live.js';
import { isPassing } from '../../api/problems.js';
import type { Outcome, Problem } from '../../api/problems.js';
import { dropQueueToken, queueTokenOf } from '../../api/queue-tokens.js';
import { momentOf } from '../../api/server-time.js';
import { onStoredElsewhere, storedNames } from '../../api/stored.js';
import type { EndReason, TokenState } from '../../api/types.js';
import { forgetStart, noteStart } from './progress.js';

export type Turn = { readonly concertId: string } & (
  | { readonly status: 'WAITING'; readonly place: PlaceInLine; readonly issuedAt: string; readonly connection: Connection }
  /** `until`: the moment at which it ends if nothing more is done. */
  | { readonly status: 'ACTIVE'; readonly until: number }
  /** `isNews`: it was alive before the eyes of the fan. */
  | { readonly status: 'EXPIRED'; readonly reason: EndReason; readonly problem: Problem | null; readonly isNews: boolean }
);

const REFRESH_MS = 30_000;
/** So that the node has ended it too when it is asked. */
const AFTER_END_MS = 700;
/** The token is of no use any more. */
const GONE: ReadonlySet<string> = new Set([
  'QUEUE_TOKEN_EXPIRED',
  'QUEUE_TOKEN_INVALID',
  'QUEUE_TOKEN_MISMATCH',
  'QUEUE_TOKEN_REQUIRED',
  'CONCERT_NOT_FOUND',
]);

export const turns = signal<ReadonlyMap<string, Turn>>(new Map());
const watches = new Map<string, () => void>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();

export function turnOf(concertId: string): Turn | null {
  return turns.value.get(concertId) ?? null;
}

export function isInside(concertId: string): boolean {
  return turnOf(concertId)?.status === 'ACTIVE';
}

/** To be called once: finds the places that the fan has from before, and hears of other tabs. */
export function startTurns(): void {
  for (const name of storedNames('queue:')) void refreshTurn(concertIn(name));
  onStoredElsewhere((name) => {
    if (name === null || name === 'account') for (const concertId of turns.value.keys()) void refreshTurn(concertId);
    else if (name.startsWith('queue:')) void refreshTurn(concertIn(name));
  });
  const wake = (): void => {
    if (document.visibilityState === 'hidden') return;
    for (const { concertId, status } of turns.value.values()) if (status === 'ACTIVE') void refreshTurn(concertId);
  };
  document.addEventListener('visibilitychange', wake);
  addEventListener('pageshow', wake);
}

export async function getInLine(concertId: string): Promise<Outcome<TokenState>> {
  const token = await join(concertId);
  if (token.ok) note(token.value);
  return token;
}

/** Asks where the token stands. */
export async function refreshTurn(concertId: string): Promise<void> {
  if (queueTokenOf(concertId) === null) {
    forget(concertId);
    return;
  }
  const state = await tokenState(concertId);
  if (state.ok) note(state.value);
  else if (GONE.has(state.problem.code)) end(concertId, 'FORGOTTEN', state.problem);
  else if (isPassing(state.problem)) later(concertId, REFRESH_MS / 2);
}

/** Says that the fan is still there, which prolongs the turn up to the longest time inside. */
export async function stayInside(concertId: string): Promise<Outcome<unknown>> {
  const dates = await openDates(concertId);
  await refreshTurn(concertId);
  return dates;
}

export async function leaveLine(concertId: string): Promise<Outcome<void>> {
  const left = await leave(concertId);
  if (left.ok) forget(concertId);
  return left;
}

/** After a payment, or when the fan has read why a turn ended. */
export function forgetTurn(concertId: string): void {
  dropQueueToken(concertId);
  forget(concertId);
}

function note(state: TokenState): void {
  const { concertId, status } = state;
  switch (status) {
    case 'WAITING':
      noteStart(concertId, state.issuedAt, state.ahead);
      if (!watches.has(concertId)) {
        put({ concertId, status, place: state, issuedAt: state.issuedAt, connection: 'connecting' });
        watch(concertId, state.issuedAt);
      }
      return;
    case 'ACTIVE':
      admit(concertId, state.expiresAt);
      return;
    case 'EXPIRED':
      end(concertId, state.reason ?? 'FORGOTTEN', null);
  }
}

function watch(concertId: string, issuedAt: string): void {
  let place: PlaceInLine | null = null;
  let connection: Connection = 'connecting';
  const show = (): void => {
    const before = turnOf(concertId);
    const shown = place ?? (before?.status === 'WAITING' ? before.place : null);
    if (shown !== null) put({ concertId, status: 'WAITING', place: shown, issuedAt, connection });
  };
  const over = (then: () => void) => (): void => {
    watches.delete(concertId);
    then();
  };
  watches.set(
    concertId,
    watchQueue(concertId, {
      onWaiting: (next) => {
        place = next;
        show();
      },
      onConnection: (next) => {
        connection = next;
        show();
      },
      onAdmitted: ({ expiresAt }) => over(() => admit(concertId, expiresAt))(),
      onExpired: (reason) => over(() => end(concertId, reason, null))(),
      onProblem: (problem) => over(() => endWith(concertId, problem))(),
    }),
  );
}

function admit(concertId: string, expiresAt: string | null): void {
  stopWatching(concertId);
  forgetStart(concertId);
  const until = expiresAt === null ? performance.now() : momentOf(expiresAt);
  put({ concertId, status: 'ACTIVE', until });
  later(concertId, Math.max(AFTER_END_MS, Math.min(REFRESH_MS, until - performance.now() + AFTER_END_MS)));
}

function endWith(concertId: string, problem: Problem): void {
  if (GONE.has(problem.code)) void explainEnd(concertId, problem);
  else end(concertId, 'FORGOTTEN', problem);
}

/** The live connection says only that the token has ended; the node knows why. */
async function explainEnd(concertId: string, problem: Problem): Promise<void> {
  const state = await tokenState(concertId);
  if (state.ok) note(state.value);
  else end(concertId, 'FORGOTTEN', problem);
}

function end(concertId: string, reason: EndReason, problem: Problem | null): void {
  const before = turnOf(concertId);
  const isNews = before !== null && (before.status !== 'EXPIRED' || before.isNews);
  forget(concertId);
  dropQueueToken(concertId);
  put({ concertId, status: 'EXPIRED', reason, problem, isNews });
}

function put(turn: Turn): void {
  turns.value = new Map(turns.value).set(turn.concertId, turn);
}

function forget(concertId: string): void {
  stopWatching(concertId);
  clearTimeout(timers.get(concertId));
  timers.delete(concertId);
  forgetStart(concertId);
  if (!turns.value.has(concertId)) return;
  const rest = new Map(turns.value);
  rest.delete(concertId);
  turns.value = rest;
}

function later(concertId: string, ms: number): void {
  clearTimeout(timers.get(concertId));
  timers.set(
    concertId,
    setTimeout(() => void refreshTurn(concertId), ms),
  );
}

function stopWatching(concertId: string): void {
  watches.get(concertId)?.();
  watches.delete(concertId);
}

function concertIn(name: string): string {
  return name.slice('queue:'.length);
}
