/** What a call that failed throws: the service's refusal with everything it says, or what gRPC itself has to say. */
import { status } from '@grpc/grpc-js';
import type { Metadata, ServiceError } from '@grpc/grpc-js';
import type { RefusalCode } from '../../domain/refusals.js';
import type { Status__Output } from '../generated/google/rpc/Status.js';
import { errorMessages } from '../protocol.js';
import { connectionTrouble } from './connection-trouble.js';

export type StatusName = keyof typeof status;
/** A newer service may have codes that are not listed here. */
export type ErrorCode = RefusalCode | StatusName;

/** A field of the request that is not as documented. */
export interface Violation {
  readonly field: string;
  readonly description: string;
}

/** What the details of a status say. */
interface Details {
  readonly reason: string | null;
  readonly members: Readonly<Record<string, unknown>>;
  readonly violations: readonly Violation[];
  readonly retryAfterMs: number | null;
}

export interface ErrorFacts extends Partial<Details> {
  readonly method: string;
  readonly status: StatusName;
  readonly text: string;
  readonly retryable?: boolean;
  readonly requestId?: string | null;
  readonly cause?: unknown;
}

export class FrontrowError extends Error {
  override readonly name = 'FrontrowError';
  /** For example `Hold`. */
  readonly method: string;
  /** Decide by this: the code of the refusal, for example SEAT_UNAVAILABLE; the name of the gRPC status when the service did not say. */
  readonly code: ErrorCode;
  /** The name of the gRPC status. */
  readonly status: StatusName;
  /** The service itself has said no; false when it was not reached, the connection broke, or time ran out. */
  readonly refused: boolean;
  /** What the refusal says besides its code, for example `conflicts` of SEAT_UNAVAILABLE. */
  readonly members: Readonly<Record<string, unknown>>;
  /** Of VALIDATION_FAILED: what is wrong where. */
  readonly violations: readonly Violation[];
  /** The same call may succeed later, with the same `requestId`. The client itself has given up. */
  readonly retryable: boolean;
  /** After how long the service would like to be asked again; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** Of a mutation: what it was sent with. Repeated with it, the call has one effect, whatever became of this one. */
  readonly requestId: string | null;

  constructor(facts: ErrorFacts) {
    const { method, reason = null, text } = facts;
    super(`${method}: ${reason ?? facts.status}: ${text}`, facts.cause === undefined ? {} : { cause: facts.cause });
    this.method = method;
    this.code = (reason ?? facts.status) as ErrorCode;
    this.status = facts.status;
    this.refused = reason !== null;
    this.members = facts.members ?? {};
    this.violations = facts.violations ?? [];
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.retryable = facts.retryable ?? (RETRYABLE.has(facts.status) || this.retryAfterMs !== null);
    this.requestId = facts.requestId ?? null;
  }
}

const RETRYABLE: ReadonlySet<StatusName> = new Set(['UNAVAILABLE', 'DEADLINE_EXCEEDED']);

/** What grpc-js adds even where it has nothing to say. */
const NO_NOTE = /\.? ?Resolution note: *$/;
const DETAILS = 'grpc-status-details-bin';
const NOTHING: Details = { reason: null, members: {}, violations: [], retryAfterMs: null };

/** What went wrong with a call, as grpc-js tells it. `before`: what the attempt before ended with. */
export function failureOf(method: string, error: unknown, requestId: string | null, before: FrontrowError | null = null): FrontrowError {
  if (!isServiceError(error)) {
    const text = error instanceof Error ? error.message : String(error);
    return new FrontrowError({ method, status: 'UNKNOWN', text, requestId, cause: error });
  }
  const name = (status[error.code] as string | undefined) === undefined ? 'UNKNOWN' : (status[error.code] as StatusName);
  const trouble = name === 'UNAVAILABLE' ? connectionTrouble(error.details) : null;
  return new FrontrowError({
    method,
    status: name,
    text: trouble === null ? textOf(name, error.details.replace(NO_NOTE, ''), before) : `${trouble.text} (${trouble.said})`,
    ...detailsOf(error.metadata),
    ...(trouble?.final === true ? { retryable: false } : {}),
    requestId,
    cause: error,
  });
}

/** That time ran out is seldom the reason. */
function textOf(name: StatusName, details: string, before: FrontrowError | null): string {
  return name === 'DEADLINE_EXCEEDED' && before !== null ? `${details}; the attempt before ended with ${before.message}` : details;
}

export function cancelled(method: string, text: string, cause: unknown): FrontrowError {
  return new FrontrowError({ method, status: 'CANCELLED', text, cause });
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && 'details' in error && 'metadata' in error && typeof error.code === 'number';
}

function detailsOf(metadata: Metadata): Details {
  const [bytes] = metadata.get(DETAILS);
  if (!Buffer.isBuffer(bytes)) return NOTHING;
  try {
    return detailsIn(errorMessages.status.deserialize(bytes));
  } catch {
    // Somebody between here and the service wrote something else there; the status stands.
    return NOTHING;
  }
}

function detailsIn({ details }: Status__Output): Details {
  let found = NOTHING;
  for (const { type_url: typeUrl, value } of details) {
    switch (typeUrl.slice(typeUrl.lastIndexOf('/') + 1)) {
      case 'google.rpc.ErrorInfo': {
        const { reason, metadata } = errorMessages.errorInfo.deserialize(value);
        found = { ...found, reason, members: membersOf(metadata) };
        break;
      }
      case 'google.rpc.BadRequest':
        found = { ...found, violations: errorMessages.badRequest.deserialize(value).fieldViolations };
        break;
      case 'google.rpc.RetryInfo': {
        const { retryDelay } = errorMessages.retryInfo.deserialize(value);
        found = { ...found, retryAfterMs: (retryDelay?.seconds ?? 0) * 1_000 + Math.ceil((retryDelay?.nanos ?? 0) / 1_000_000) };
        break;
      }
      default:
    }
  }
  return found;
}

function membersOf(metadata: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(metadata).map(([name, text]) => [name, memberOf(text)]));
}

/** Only what can be nothing else than JSON is taken for it: an id such as 12e9 is a text. */
function memberOf(text: string): unknown {
  if (!/^([[{].*|true|false|null|-?(0|[1-9]\d{0,14}))$/s.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
