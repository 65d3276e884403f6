/**
 * What a queue knows, and how its events change it.
 *
 * Invariants:
 *  - Admission is strictly in order of seq, so every token up to `lastActivated` is ACTIVE or ended, and every waiting one comes after it.
 *  - A user has at most one live token (WAITING or ACTIVE); `users` leads to it.
 *  - Each waiting token is in `waiting`, each active one in `active`, an ended one in neither.
 *  - `front` is the lowest waiting seq and `longestInside` the lowest active one, 0 when there is none. Both only ever move forward, so what they skip is
 *    skipped once.
 *  - `admitted` counts every admission there ever was: nothing that ends or is forgotten makes it smaller.
 *  - At most ENDED_REMEMBERED_MAX ended tokens are kept in front of the first live one. Those behind it are kept as well, since tokens are kept without gaps.
 */
import { assertNever } from '../decider.js';
import { AdmissionPace } from './admission-pace.js';
import { AliveList } from './alive-list.js';
import { ENDED_REMEMBERED_MAX, type QueueEvent, type QueueSettings } from './protocol.js';
import { ACTIVE, codeOfEnd, isEnded, type RememberedReason, TokenPages, WAITING } from './token-pages.js';
import { UserIndex } from './user-index.js';
import { wordsOf } from './user-words.js';

/** Signing keys a queue may see in its life. */
const KEY_IDS_MAX = 65_536;

export interface QueueState {
  readonly concertId: string;
  /** null until the queue is opened. */
  settings: QueueSettings | null;
  readonly tokens: TokenPages;
  readonly users: UserIndex;
  readonly waiting: AliveList;
  readonly active: AliveList;
  readonly pace: AdmissionPace;
  /** Names of signing keys; tokens refer to them by index. */
  readonly keyIds: string[];
  waitingCount: number;
  activeCount: number;
  endedCount: number;
  admitted: number;
  front: number;
  longestInside: number;
  lastActivated: number;
}

export function emptyState(concertId: string, tokens = new TokenPages(), pace = new AdmissionPace()): QueueState {
  return {
    concertId,
    settings: null,
    tokens,
    users: new UserIndex(tokens),
    waiting: new AliveList(tokens),
    active: new AliveList(tokens),
    pace,
    keyIds: [],
    waitingCount: 0,
    activeCount: 0,
    endedCount: 0,
    admitted: 0,
    front: 0,
    longestInside: 0,
    lastActivated: 0,
  };
}

export function evolve(state: QueueState, event: QueueEvent, at: number): void {
  switch (event.type) {
    case 'QueueOpened':
      if (state.settings !== null) throw impossible(state, event, 'it is open already');
      state.settings = event.settings;
      return;
    case 'QueueConfigured':
      if (state.settings === null) throw impossible(state, event, 'it is not open');
      state.settings = event.settings;
      return;
    case 'TokenIssued':
      issue(state, event, at);
      return;
    case 'TokenActivated':
      activate(state, event, at);
      return;
    case 'TokenExpired':
      end(state, event);
      return;
    default:
      assertNever(event);
  }
}

function issue(state: QueueState, event: Extract<QueueEvent, { type: 'TokenIssued' }>, at: number): void {
  const { tokens } = state;
  if (state.settings === null) throw impossible(state, event, 'it is not open');
  if (event.seq !== tokens.last + 1) throw impossible(state, event, `the next token is ${tokens.last + 1}`);
  const user = wordsOf(event.userId);
  if (state.users.find(user) !== 0) throw impossible(state, event, 'the user has a live token');
  const seq = tokens.push(user, keyIndex(state, event.keyId), at);
  state.users.add(seq);
  enterLine(state, seq, at);
}

function activate(state: QueueState, event: Extract<QueueEvent, { type: 'TokenActivated' }>, at: number): void {
  const { tokens } = state;
  const { seq } = event;
  if (seq !== state.front) throw impossible(state, event, `the front of the line is ${state.front}`);
  leaveLine(state, seq);
  state.admitted += 1;
  tokens.setActivatedAt(seq, at);
  enterSale(state, seq, at);
  // Who is let in on arrival says nothing about how fast the line moves.
  if (tokens.issuedAt(seq) < at) state.pace.note(at);
}

function end(state: QueueState, event: Extract<QueueEvent, { type: 'TokenExpired' }>): void {
  const { tokens } = state;
  const { seq, reason } = event;
  if (!tokens.has(seq) || isEnded(tokens.code(seq))) throw impossible(state, event, 'that token is not live');
  state.users.remove(seq);
  if (tokens.code(seq) === WAITING) leaveLine(state, seq, reason);
  else leaveSale(state, seq, reason);
  state.endedCount += 1;
  forgetOldest(state);
}

/** The token has the code WAITING already. */
export function enterLine(state: QueueState, seq: number, at: number): void {
  state.waiting.append(seq, at);
  state.waitingCount += 1;
  if (state.front === 0) state.front = seq;
}

function leaveLine(state: QueueState, seq: number, reason?: RememberedReason): void {
  const { tokens } = state;
  state.waiting.remove(seq);
  state.waitingCount -= 1;
  tokens.setCode(seq, reason === undefined ? ACTIVE : codeOfEnd(reason));
  if (seq === state.front) state.front = tokens.nextWaiting(seq);
}

/** The token has the code ACTIVE already. */
export function enterSale(state: QueueState, seq: number, at: number): void {
  state.active.append(seq, at);
  state.activeCount += 1;
  state.lastActivated = seq;
  if (state.longestInside === 0) state.longestInside = seq;
}

function leaveSale(state: QueueState, seq: number, reason: RememberedReason): void {
  state.active.remove(seq);
  state.activeCount -= 1;
  state.tokens.setCode(seq, codeOfEnd(reason));
  if (seq === state.longestInside) state.longestInside = nextActive(state, seq);
}

/** Who was admitted next after `seq` and is still inside, or 0. */
export function nextActive({ tokens, lastActivated }: QueueState, seq: number): number {
  for (let candidate = seq + 1; candidate <= lastActivated; candidate += 1) if (tokens.code(candidate) === ACTIVE) return candidate;
  return 0;
}

function forgetOldest(state: QueueState): void {
  const { tokens } = state;
  while (state.endedCount > ENDED_REMEMBERED_MAX && isEnded(tokens.code(tokens.first))) {
    tokens.dropFirst();
    state.endedCount -= 1;
  }
}

function keyIndex({ keyIds }: QueueState, keyId: string): number {
  const known = keyIds.lastIndexOf(keyId);
  if (known >= 0) return known;
  if (keyIds.length >= KEY_IDS_MAX) throw new Error(`a queue sees at most ${KEY_IDS_MAX} signing keys in its life`);
  return keyIds.push(keyId) - 1;
}

function impossible({ concertId }: QueueState, event: QueueEvent, why: string): Error {
  return new Error(`queue/${concertId} cannot take in ${JSON.stringify(event)}: ${why}`);
}
