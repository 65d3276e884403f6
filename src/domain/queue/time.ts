/** What time and free places demand of a queue: who has lapsed, who is let in, and when to look again. */
import type { QueueEvent, QueueSettings } from './protocol.js';
import { nextActive, type QueueState } from './state.js';
import type { RememberedReason } from './token-pages.js';
import { activeUntil, inactiveAt, lostAt, sessionEndsAt } from './views.js';

/** Most events of one step; the next step brings the rest. */
export const DUE_EVENTS_MAX = 1_000;

const NOTHING: readonly QueueEvent[] = [];

interface Lapse {
  readonly seq: number;
  readonly reason: RememberedReason;
  /** When it fell due. */
  readonly at: number;
}

/** First ends all that has lapsed, so that nobody is let in who is no longer there; only then fills the free places from the front. */
export function due(state: QueueState, now: number): readonly QueueEvent[] {
  const { settings, tokens } = state;
  const next = wakeAt(state);
  if (settings === null || next === null || next > now) return NOTHING;
  const lapsed = [...lostTokens(state, settings, now), ...inactiveTokens(state, settings, now), ...overlongTokens(state, settings, now)];
  if (lapsed.length === 0) return promotions(state, settings);
  lapsed.sort((one, other) => one.at - other.at);
  return lapsed.slice(0, DUE_EVENTS_MAX).map(({ seq, reason }) => ({ type: 'TokenExpired', seq, userId: tokens.userId(seq), reason }));
}

/** In O(1): the three lists have their earliest deadline at the front. */
export function wakeAt({ settings, tokens, waiting, active, front, longestInside, activeCount }: QueueState): number | null {
  if (settings === null) return null;
  let earliest = Infinity;
  if (front !== 0) earliest = lostAt(tokens.aliveAt(waiting.oldest), settings);
  // A place is free for somebody who waits: due since they came, at the latest.
  if (front !== 0 && activeCount < settings.maxActive) earliest = Math.min(earliest, tokens.issuedAt(front));
  if (longestInside !== 0) {
    earliest = Math.min(
      earliest,
      inactiveAt(tokens.aliveAt(active.oldest), settings),
      sessionEndsAt(tokens.activatedAt(longestInside), settings),
    );
  }
  return earliest === Infinity ? null : earliest;
}

function lostTokens({ tokens, waiting }: QueueState, settings: QueueSettings, now: number): Lapse[] {
  const lapsed: Lapse[] = [];
  for (let seq = waiting.oldest; seq !== 0 && lapsed.length < DUE_EVENTS_MAX; seq = waiting.after(seq)) {
    const at = lostAt(tokens.aliveAt(seq), settings);
    if (at > now) break;
    lapsed.push({ seq, reason: 'LOST', at });
  }
  return lapsed;
}

/** Active tokens past their inactivity limit; whichever limit ran out first gives the reason. */
function inactiveTokens(state: QueueState, settings: QueueSettings, now: number): Lapse[] {
  const { tokens, active } = state;
  const lapsed: Lapse[] = [];
  for (let seq = active.oldest; seq !== 0 && lapsed.length < DUE_EVENTS_MAX; seq = active.after(seq)) {
    if (inactiveAt(tokens.aliveAt(seq), settings) > now) break;
    const at = activeUntil(state, seq, settings);
    lapsed.push({ seq, reason: at === sessionEndsAt(tokens.activatedAt(seq), settings) ? 'SESSION' : 'INACTIVE', at });
  }
  return lapsed;
}

/** Active tokens past their session limit that are not past their inactivity limit as well. */
function overlongTokens(state: QueueState, settings: QueueSettings, now: number): Lapse[] {
  const { tokens } = state;
  const lapsed: Lapse[] = [];
  for (let seq = state.longestInside; seq !== 0 && lapsed.length < DUE_EVENTS_MAX; seq = nextActive(state, seq)) {
    const at = sessionEndsAt(tokens.activatedAt(seq), settings);
    if (at > now) break;
    if (inactiveAt(tokens.aliveAt(seq), settings) > now) lapsed.push({ seq, reason: 'SESSION', at });
  }
  return lapsed;
}

function promotions({ tokens, front, activeCount }: QueueState, settings: QueueSettings): QueueEvent[] {
  const places = Math.min(settings.maxActive - activeCount, DUE_EVENTS_MAX);
  const promoted: QueueEvent[] = [];
  for (let seq = front; seq !== 0 && promoted.length < places; seq = tokens.nextWaiting(seq)) {
    promoted.push({ type: 'TokenActivated', seq, userId: tokens.userId(seq) });
  }
  return promoted;
}
