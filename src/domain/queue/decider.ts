/**
 * The rules of a waiting room: who is in line, who is inside, and who comes next.
 *
 * Promise kept here: first come, first admitted; never more than `maxActive` let in; one live token per user. What time decides (a lost sign of life, an
 * inactive or too long session, a free place) comes out of `due` as events before anybody is told of it.
 */
import { atOnce } from '../column.js';
import { accept, acceptRepeatable, assertNever, type Decider, type Decision, type Meta } from '../decider.js';
import { isUserId } from '../ids.js';
import { invalid, refuse } from '../refusals.js';
import {
  type AdmissionView,
  ADMISSION_MS,
  type QueueCommand,
  type QueueEvent,
  type QueueReply,
  type QueueSettings,
  type QueueSign,
  SEE_PLACES_MAX,
} from './protocol.js';
import { checkSettings, sameSettings, withChanges } from './settings.js';
import { decodeInSlices, encodeInSlices, QUEUE_SCHEMA } from './snapshot.js';
import { emptyState, evolve, type QueueState } from './state.js';
import { due, wakeAt } from './time.js';
import { ACTIVE, isEnded, reasonOfCode, SEQ_MAX, WAITING } from './token-pages.js';
import { wordsOf } from './user-words.js';
import { forgottenView, inactiveAt, queueView, secondsPerAdmission, sessionEndsAt, tokenView } from './views.js';

type QueueDecision = Decision<QueueState, QueueEvent, QueueSign, QueueReply>;

const NO_SIGNS: readonly QueueSign[] = [];

export const queueDecider: Decider<QueueState, QueueCommand, QueueEvent, QueueSign, QueueReply> = {
  kind: 'queue',
  schema: QUEUE_SCHEMA,
  initial: (key) => emptyState(key),
  decide,
  due,
  evolve,
  notice,
  revive,
  outcome: () => null,
  pending: () => [],
  wakeAt,
  figures: ({ waitingCount, activeCount }) => ({ waiting: waitingCount, active: activeCount }),
  encode: (state) => atOnce(encodeInSlices(state)),
  encodeInSlices,
  decode: (key, encoded) => atOnce(decodeInSlices(key, encoded)),
  decodeInSlices,
};

function decide(state: QueueState, command: QueueCommand, meta: Meta): QueueDecision {
  switch (command.type) {
    case 'Open':
      return open(state, command.settings);
    case 'Configure':
      return configure(state, command.settings);
    case 'Join':
      return join(state, command.userId, command.keyId, meta.now);
    case 'Poll':
      return poll(state, command.userId, command.seq, meta.now);
    case 'CheckActive':
      return checkActive(state, command.userId, command.seq, meta.now);
    case 'Leave':
      return expire(state, isOwn(state, command.userId, command.seq) ? command.seq : 0, 'LEFT');
    case 'Finish':
      return expire(state, command.seq, 'PAID');
    case 'SeePlaces':
      return seePlaces(state, command.seqs, meta.now);
    case 'FindUser':
      return findUser(state, command.userId, meta.now);
    case 'Describe':
      return state.settings === null ? refuse('CONCERT_NOT_FOUND') : accept([], describe);
    default:
      return assertNever(command);
  }
}

function open(state: QueueState, settings: QueueSettings): QueueDecision {
  if (state.settings !== null) return acceptRepeatable([], describe);
  const errors = checkSettings(settings);
  if (errors.length > 0) return refuse('VALIDATION_FAILED', { errors });
  return acceptRepeatable([{ type: 'QueueOpened', settings: withChanges(settings, {}) }], describe);
}

function configure(state: QueueState, changes: Partial<QueueSettings>): QueueDecision {
  if (state.settings === null) return refuse('CONCERT_NOT_FOUND');
  const settings = withChanges(state.settings, changes);
  const errors = checkSettings(settings);
  if (errors.length > 0) return refuse('VALIDATION_FAILED', { errors });
  return accept(sameSettings(settings, state.settings) ? [] : [{ type: 'QueueConfigured', settings }], describe);
}

function join(state: QueueState, userId: string, keyId: string, now: number): QueueDecision {
  const { tokens } = state;
  if (state.settings === null) return refuse('CONCERT_NOT_FOUND');
  if (!isUserId(userId)) return invalid('/userId', 'must be a UUID in lower case');
  const live = state.users.find(wordsOf(userId));
  if (live !== 0) return { events: [], reply: viewOf(live, now, userId), signs: signOfWaiting(state, live), selfIdentified: true };
  if (tokens.last === SEQ_MAX) return refuse('OVERLOADED');
  const seq = tokens.last + 1;
  return acceptRepeatable([{ type: 'TokenIssued', seq, userId, keyId }], viewOf(seq, now, userId));
}

function poll(state: QueueState, userId: string, seq: number, now: number): QueueDecision {
  if (!isOwn(state, userId, seq)) return accept([], () => forgottenView(state, seq, userId));
  return { events: [], reply: viewOf(seq, now, userId), signs: signOfWaiting(state, seq) };
}

function checkActive(state: QueueState, userId: string, seq: number, now: number): QueueDecision {
  const { tokens, settings } = state;
  if (settings === null || !isOwn(state, userId, seq)) return refuse('QUEUE_TOKEN_EXPIRED', { reason: 'FORGOTTEN' });
  const code = tokens.code(seq);
  if (code === WAITING) return refuse('QUEUE_TOKEN_NOT_ACTIVE', { position: tokens.waitingUpTo(seq) });
  if (code !== ACTIVE) return refuse('QUEUE_TOKEN_EXPIRED', { reason: reasonOfCode(code) });
  // This call is activity, so the inactivity limit runs from now; nobody may rely on an admission that outlives the token.
  const tokenEndsAt = Math.min(inactiveAt(now, settings), sessionEndsAt(tokens.activatedAt(seq), settings));
  const view: AdmissionView = { concertId: state.concertId, admittedUntil: Math.min(now + ADMISSION_MS, tokenEndsAt) };
  return { events: [], reply: () => view, signs: [{ seq }] };
}

function expire({ tokens }: QueueState, seq: number, reason: 'LEFT' | 'PAID'): QueueDecision {
  if (!tokens.has(seq) || isEnded(tokens.code(seq))) return acceptRepeatable([], () => null);
  return acceptRepeatable([{ type: 'TokenExpired', seq, userId: tokens.userId(seq), reason }], () => null);
}

function seePlaces(state: QueueState, seqs: readonly number[], now: number): QueueDecision {
  if (seqs.length > SEE_PLACES_MAX) {
    return invalid('/seqs', `must name at most ${SEE_PLACES_MAX} places`);
  }
  const views = (after: QueueState): QueueReply => {
    const pace = secondsPerAdmission(after, now);
    return seqs.map((seq) => tokenView(after, seq, pace));
  };
  return { events: [], reply: views, signs: signsOfWaiting(state, seqs) };
}

function findUser(state: QueueState, userId: string, now: number): QueueDecision {
  const live = isUserId(userId) ? state.users.find(wordsOf(userId)) : 0;
  return accept([], live === 0 ? (): QueueReply => null : viewOf(live, now, userId));
}

function notice({ tokens, waiting, active }: QueueState, { seq }: QueueSign, at: number): void {
  if (!tokens.has(seq) || isEnded(tokens.code(seq))) return;
  (tokens.code(seq) === WAITING ? waiting : active).touch(seq, at);
}

function revive({ waiting, active }: QueueState, now: number): void {
  waiting.touchAll(now);
  active.touchAll(now);
}

/** Whether the token is remembered and this user's. */
function isOwn({ tokens }: QueueState, userId: string, seq: number): boolean {
  return isUserId(userId) && tokens.has(seq) && tokens.isOf(seq, wordsOf(userId));
}

/** Of a token that is remembered. */
function signOfWaiting({ tokens }: QueueState, seq: number): readonly QueueSign[] {
  return tokens.code(seq) === WAITING ? [{ seq }] : NO_SIGNS;
}

function signsOfWaiting({ tokens }: QueueState, seqs: readonly number[]): QueueSign[] {
  return seqs.filter((seq) => tokens.has(seq) && tokens.code(seq) === WAITING).map((seq) => ({ seq }));
}

function viewOf(seq: number, now: number, userId: string): (state: QueueState) => QueueReply {
  return (state) => tokenView(state, seq, secondsPerAdmission(state, now), userId);
}

function describe(state: QueueState): QueueReply {
  if (state.settings === null) throw new Error(`queue/${state.concertId} is described before it was opened`);
  return queueView(state, state.settings);
}
