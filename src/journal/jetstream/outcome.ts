/**
 * What the servers answer to a publish, and what that means for the record.
 *
 * Only two answers are verdicts: the acknowledgement (stored) and 10071 (the entity's last record is another one than expected, or not yet). Everything else
 * leaves open whether the record is, or will be, in the log: it is published again with the same expectation, which at most one record of an entity can ever
 * meet. A refusal that no repetition will change stops the journal instead, and one that is the record's own fault turns down that record alone.
 */
import { errors } from '@nats-io/transport-node';
import { assertNever, errorMessage } from '../sqlite/errors.js';

export type Answer =
  /** Of a batch: `position` is that of its last message. */
  | { readonly kind: 'stored'; readonly stream: string; readonly position: number; readonly count: number }
  | { readonly kind: 'refused'; readonly code: number; readonly status: number; readonly description: string }
  /** Nobody took it: the stream has no leader now, or is gone. */
  | { readonly kind: 'nobody' }
  /** Nobody knows: no answer in time, or the connection broke. */
  | { readonly kind: 'none'; readonly reason: string }
  /** It was not sent: there is no connection now. */
  | { readonly kind: 'unsent' }
  /** It was not sent: the lease does not hold. */
  | { readonly kind: 'lapsed' }
  /** No repetition helps. */
  | { readonly kind: 'closed'; readonly reason: string };

export type Meaning =
  | 'stored'
  /** Another record than the expected one is the last: the log tells which. */
  | 'look'
  | 'again'
  | 'nobody'
  | 'lapsed'
  /** One message cannot hold the record. */
  | 'too-large'
  /** The journal can go on no more. */
  | 'final'
  /** This record is not taken, for a reason not known here. */
  | 'declined';

export const LEASE_OVER = 'the lease of this node does not hold';

const WRONG_LAST_SEQUENCE = 10_071;
const MESSAGE_TOO_LARGE_FOR_SERVER = 10_054;
const MESSAGE_TOO_LARGE = new Set([MESSAGE_TOO_LARGE_FOR_SERVER, 10_097]);
/** The limits of the account and of the servers, JetStream taken from the account, another stream's subject, a sealed stream. */
const FINAL = new Set([10_002, 10_023, 10_028, 10_039, 10_047, 10_060, 10_109]);
/** An append to the entity is being replicated; the leader cannot tell yet; too much is under way. */
export const IN_PROCESS: ReadonlySet<number> = new Set([10_158, 10_163, 10_164, 10_167, 10_210]);
/** Covers all that may go wrong while a message is stored: a full stream, which stays full, and a server that is shutting down. */
const STORE_FAILED = 10_077;
const STREAM_FULL = /maximum (bytes|messages)/;

const SERVER_TROUBLE_FROM = 500;

export function meaningOf(answer: Answer): Meaning {
  switch (answer.kind) {
    case 'stored':
      return 'stored';
    case 'refused':
      return meaningOfRefusal(answer);
    case 'nobody':
    case 'lapsed':
      return answer.kind;
    case 'none':
    case 'unsent':
      return 'again';
    case 'closed':
      return 'final';
    default:
      return assertNever(answer);
  }
}

function meaningOfRefusal({ code, status, description }: Extract<Answer, { kind: 'refused' }>): Meaning {
  if (code === WRONG_LAST_SEQUENCE) return 'look';
  if (IN_PROCESS.has(code)) return 'again';
  if (FINAL.has(code) || (code === STORE_FAILED && STREAM_FULL.test(description))) return 'final';
  if (MESSAGE_TOO_LARGE.has(code)) return 'too-large';
  return status >= SERVER_TROUBLE_FROM ? 'again' : 'declined';
}

/** One line for the log. */
export function describeAnswer(answer: Answer): string {
  switch (answer.kind) {
    case 'stored':
      return `stored at ${answer.position} of ${answer.stream}`;
    case 'refused':
      return `NATS error ${answer.code}: ${answer.description}`;
    case 'nobody':
      return 'no NATS server takes records now';
    case 'unsent':
      return 'there is no connection to NATS';
    case 'lapsed':
      return LEASE_OVER;
    case 'none':
    case 'closed':
      return answer.reason;
    default:
      return assertNever(answer);
  }
}

interface Acknowledgement {
  readonly stream?: string;
  readonly seq?: number;
  /** Messages of the batch; absent for a single message. */
  readonly count?: number;
  readonly error?: { readonly code?: number; readonly err_code?: number; readonly description?: string };
}

/** What a server said. */
export function answerOf(data: string): Answer {
  let said: Acknowledgement;
  try {
    said = JSON.parse(data) as Acknowledgement;
  } catch {
    return { kind: 'none', reason: 'the answer of the NATS server cannot be read' };
  }
  if (said.error !== undefined) {
    const { code = 0, err_code: errCode = 0, description = 'no description' } = said.error;
    return { kind: 'refused', code: errCode, status: code, description };
  }
  if (said.stream === undefined || said.seq === undefined)
    return { kind: 'none', reason: 'the answer of the NATS server is no acknowledgement' };
  return { kind: 'stored', stream: said.stream, position: said.seq, count: said.count ?? 1 };
}

/** What became of a request that was not answered. The client itself turns down a message that its server would not take. */
export function answerOfError(error: unknown): Answer {
  if (error instanceof errors.ClosedConnectionError || error instanceof errors.DrainingConnectionError) {
    return { kind: 'closed', reason: 'the connection to NATS is closed' };
  }
  const cause = error instanceof Error ? error.cause : undefined;
  for (const one of [error, cause]) {
    if (one instanceof errors.NoRespondersError) return { kind: 'nobody' };
    if (one instanceof errors.PermissionViolationError) {
      return { kind: 'closed', reason: `the NATS user of this node may not publish to ${one.subject}` };
    }
  }
  if (error instanceof errors.InvalidArgumentError)
    return { kind: 'refused', code: MESSAGE_TOO_LARGE_FOR_SERVER, status: 400, description: error.message };
  if (error instanceof errors.TimeoutError) return { kind: 'none', reason: 'no NATS server answered in time' };
  return { kind: 'none', reason: errorMessage(error) };
}
