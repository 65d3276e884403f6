/** What a queue tells about its tokens. Everything here only reads. */
import { TIMEOUT_SECONDS_MAX } from './settings.js';
import type { QueueSettings, QueueView, TokenView } from './protocol.js';
import { QUEUE_DEFAULTS } from './protocol.js';
import type { QueueState } from './state.js';
import { ACTIVE, reasonOfCode, WAITING } from './token-pages.js';

const REFRESH_SECONDS_MAX = 30;
/** Signs of life that fit into the waiting time-out, so that a lost request or two cost nobody their place. */
const SIGNS_PER_WAITING_TIMEOUT = 3;
/** People ahead who add one second to the refresh interval: near the front it is short. */
const AHEAD_PER_REFRESH_SECOND = 50;
/** Refreshes during the estimated wait. */
const REFRESHES_PER_WAIT = 10;

type Place = Pick<TokenView, 'position' | 'ahead' | 'estimatedWaitSeconds' | 'refreshIntervalSeconds'>;
const NOT_IN_LINE: Place = { position: 0, ahead: 0, estimatedWaitSeconds: 0, refreshIntervalSeconds: REFRESH_SECONDS_MAX };

/** Seconds from one admission to the next, taken once for all views of one answer. */
export function secondsPerAdmission(state: QueueState, now: number): number {
  return state.pace.secondsPerAdmission(now, state.settings ?? QUEUE_DEFAULTS);
}

/** A token that never was, is somebody else's, or ended too long ago. `userId`: who asked, '' when nobody is named. */
export function forgottenView(state: QueueState, seq: number, userId: string): TokenView {
  return {
    seq,
    concertId: state.concertId,
    userId,
    keyId: '',
    status: 'EXPIRED',
    position: 0,
    ahead: 0,
    estimatedWaitSeconds: 0,
    refreshIntervalSeconds: REFRESH_SECONDS_MAX,
    issuedAt: 0,
    expiresAt: null,
    endReason: 'FORGOTTEN',
  };
}

/**
 * @param pace from `secondsPerAdmission` of the same moment.
 * @param userId whose token it is, where that is known: spelling an id costs about as much as all the rest.
 */
export function tokenView(state: QueueState, seq: number, pace: number, userId?: string): TokenView {
  const { tokens, settings } = state;
  if (settings === null || !tokens.has(seq)) return forgottenView(state, seq, '');
  const code = tokens.code(seq);
  const status = code === WAITING ? 'WAITING' : code === ACTIVE ? 'ACTIVE' : 'EXPIRED';
  const place = status === 'WAITING' ? placeInLine(tokens.waitingUpTo(seq), pace, settings) : NOT_IN_LINE;
  // Member by member, since spreading objects costs more than all the rest of this, and thousands of views are made at once.
  return {
    seq,
    concertId: state.concertId,
    userId: userId ?? tokens.userId(seq),
    keyId: state.keyIds[tokens.key(seq)] ?? '',
    status,
    position: place.position,
    ahead: place.ahead,
    estimatedWaitSeconds: place.estimatedWaitSeconds,
    refreshIntervalSeconds: place.refreshIntervalSeconds,
    issuedAt: tokens.issuedAt(seq),
    expiresAt: status === 'ACTIVE' ? activeUntil(state, seq, settings) : null,
    endReason: status === 'EXPIRED' ? reasonOfCode(code) : null,
  };
}

/** When an active token ends if its holder does nothing more. */
export function activeUntil({ tokens }: QueueState, seq: number, settings: QueueSettings): number {
  return Math.min(inactiveAt(tokens.aliveAt(seq), settings), sessionEndsAt(tokens.activatedAt(seq), settings));
}

export const inactiveAt = (lastActivity: number, settings: QueueSettings): number => lastActivity + settings.activeTimeoutSeconds * 1000;
export const sessionEndsAt = (activatedAt: number, settings: QueueSettings): number => activatedAt + settings.sessionSeconds * 1000;
export const lostAt = (lastSign: number, settings: QueueSettings): number => lastSign + settings.waitingTimeoutSeconds * 1000;

export function queueView(state: QueueState, settings: QueueSettings): QueueView {
  return {
    concertId: state.concertId,
    settings,
    waiting: state.waitingCount,
    active: state.activeCount,
    issued: state.tokens.last,
    admitted: state.admitted,
  };
}

function placeInLine(position: number, pace: number, settings: QueueSettings): Place {
  const ahead = position - 1;
  const wait = Math.min(Math.ceil(position * pace), TIMEOUT_SECONDS_MAX);
  const wish = Math.min(REFRESH_SECONDS_MAX, wait / REFRESHES_PER_WAIT, 1 + ahead / AHEAD_PER_REFRESH_SECOND);
  const longest = settings.waitingTimeoutSeconds / SIGNS_PER_WAITING_TIMEOUT;
  return { position, ahead, estimatedWaitSeconds: wait, refreshIntervalSeconds: Math.max(1, Math.floor(Math.min(wish, longest))) };
}
