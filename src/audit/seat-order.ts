/**
 * Per-seat linearizability: whether everything that clients were told of a seat fits the one order of events that the log has for it, and real time.
 *
 * A client's word about a seat ("it is yours", "it is taken", "it is free") must be true at some moment between asking and being answered. The log gives the
 * states each seat went through, in order; for every word the earliest state is looked for that fits and that is not before what was already known: whatever
 * was said and had been answered before this question was asked. If there is none, or if the only one lies behind what was asked for only after the answer,
 * no order of events explains what clients saw.
 *
 * What has no answer (a time-out, a broken connection) says nothing: it may have happened or not, and the log knows.
 */
import type { AuditedEvent } from './audited-event.js';
import { understand } from './audited-event.js';
import type { SeatStatus } from '../domain/schedule/protocol.js';

/** A word about one seat. Times on a clock that all clients share and that is never set, ms. */
export interface SeatWord {
  readonly scheduleId: string;
  readonly seat: number;
  readonly askedAt: number;
  readonly answeredAt: number;
  /** What was said of the seat. */
  readonly status: SeatStatus;
  /** Whose it was said to be; null when nothing was said of that. */
  readonly reservationId: string | null;
  /** What is said may be this old when it is said, ms: what everybody sees is shared for a moment. */
  readonly staleMs: number;
  /** How it was learned, for people: `hold`, `seats`. */
  readonly source: string;
}

export interface SeatFinding {
  readonly scheduleId: string;
  readonly seat: number;
  readonly sentence: string;
  readonly word: SeatWord;
}

interface State {
  readonly status: SeatStatus;
  readonly reservationId: string | null;
}

const FREE: State = { status: 'AVAILABLE', reservationId: null };

export class SeatOrder {
  /** By schedule and seat, the states in the order of the log; the first one is that of a new seat. */
  private readonly states = new Map<string, State[]>();
  private readonly words = new Map<string, SeatWord[]>();

  /** The next event of the log. */
  feed(logged: AuditedEvent): void {
    const understood = understand(logged);
    if (understood === null || 'malformed' in understood || understood.kind !== 'schedule') return;
    const { key, event } = understood;
    switch (event.type) {
      case 'SeatHeld':
        return this.turn(key, event.seats, { status: 'HELD', reservationId: event.reservationId });
      case 'HoldReleased':
      case 'HoldExpired':
      case 'SeatsUnblocked':
        return this.turn(key, event.seats, FREE);
      case 'ReservationCreated':
        return this.turn(key, event.seats, { status: 'BOOKED', reservationId: event.reservationId });
      case 'SeatsBlocked':
        return this.turn(key, event.seats, { status: 'BLOCKED', reservationId: null });
      default:
        return;
    }
  }

  /** What a client was told. May come before or after the events it speaks of. */
  heard(word: SeatWord): void {
    const key = seatKey(word.scheduleId, word.seat);
    const words = this.words.get(key);
    if (words === undefined) this.words.set(key, [word]);
    else words.push(word);
  }

  /** How many words were heard. */
  get size(): number {
    let count = 0;
    for (const words of this.words.values()) count += words.length;
    return count;
  }

  /** To be called once, when the log was read to its end. */
  findings(): readonly SeatFinding[] {
    const findings: SeatFinding[] = [];
    for (const [key, words] of this.words) findings.push(...findingsOf(words, this.states.get(key) ?? [FREE]));
    return findings;
  }

  private turn(scheduleId: string, seats: readonly number[], state: State): void {
    for (const seat of seats) {
      const key = seatKey(scheduleId, seat);
      const states = this.states.get(key);
      if (states === undefined) this.states.set(key, [FREE, state]);
      else states.push(state);
    }
  }
}

const seatKey = (scheduleId: string, seat: number): string => `${scheduleId}/${seat}`;

/** A word that was matched with a state. */
interface Matched {
  readonly answeredAt: number;
  readonly index: number;
}

function findingsOf(words: readonly SeatWord[], states: readonly State[]): SeatFinding[] {
  const findings: SeatFinding[] = [];
  const firstAsked = askedFirst(words);
  const matched: Matched[] = [];
  let next = 0;
  let known = 0;
  for (const word of words.toSorted((one, other) => one.askedAt - one.staleMs - (other.askedAt - other.staleMs))) {
    // Whoever asks after an answer was given must not be told of a time before it.
    for (let first = matched[next]; first !== undefined && first.answeredAt < word.askedAt - word.staleMs; first = matched[next]) {
      known = Math.max(known, first.index);
      next += 1;
    }
    const index = earliest(word, states, known);
    const reservationId = index === null ? null : (states[index]?.reservationId ?? null);
    if (index === null) findings.push(finding(word, states, known));
    else if (reservationId !== null && (firstAsked.get(reservationId) ?? -Infinity) > word.answeredAt)
      findings.push(foretold(word, reservationId));
    else insert(matched, { answeredAt: word.answeredAt, index });
  }
  return findings;
}

/** By reservation, when somebody first asked for what led to it. */
function askedFirst(words: readonly SeatWord[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const { reservationId, askedAt } of words) {
    if (reservationId !== null) first.set(reservationId, Math.min(askedAt, first.get(reservationId) ?? Infinity));
  }
  return first;
}

/** Keeps them by the time of their answers; nearly always the new one is the last. */
function insert(matched: Matched[], added: Matched): void {
  let at = matched.length;
  while (at > 0 && (matched[at - 1]?.answeredAt ?? 0) > added.answeredAt) at -= 1;
  matched.splice(at, 0, added);
}

function earliest({ status, reservationId }: SeatWord, states: readonly State[], from: number): number | null {
  for (let index = from; index < states.length; index += 1) {
    const state = states[index];
    if (state?.status !== status) continue;
    if (reservationId === null || reservationId === state.reservationId) return index;
  }
  return null;
}

function finding(word: SeatWord, states: readonly State[], known: number): SeatFinding {
  const { scheduleId, seat, status, reservationId, source } = word;
  const told = reservationId === null ? status : `${status} for ${reservationId}`;
  const later = states.slice(known).map((state) => state.status);
  const sentence = `${source} said that seat ${seat} is ${told}, but from what was known before only ${later.join(', ')} can come`;
  return { scheduleId, seat, sentence, word };
}

function foretold(word: SeatWord, reservationId: string): SeatFinding {
  const { scheduleId, seat, status, source } = word;
  return {
    scheduleId,
    seat,
    sentence: `${source} said that seat ${seat} is ${status} before anybody had asked for ${reservationId}`,
    word,
  };
}
