/**
 * How a refusal looks over gRPC: a status, "title: detail", and google.rpc.Status in the trailer `grpc-status-details-bin`, which carries the refusal's code
 * and members. The table here is the only place where codes get statuses.
 *
 * Trailers are bounded: clients take 8 KB of them at most. Members that do not fit are cut, and `<name>LeftOut` says by how many items.
 */
import { Metadata, status } from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';
import { REFUSALS } from '../domain/refusals.js';
import type { FieldError, Refusal, RefusalCode } from '../domain/refusals.js';
import { errorMessages } from './protocol.js';

/**
 * Statuses say what a caller may do about it: INVALID_ARGUMENT nothing but ask otherwise, FAILED_PRECONDITION change something first, ABORTED decide anew,
 * UNAVAILABLE the same again. UNAUTHENTICATED is about the calling service itself, never about the user it acts for.
 */
export const STATUS_OF: Readonly<Record<RefusalCode, status>> = {
  ACCESS_TOKEN_INVALID: status.UNAUTHENTICATED,
  ADMIN_KEY_INVALID: status.UNAUTHENTICATED,
  CONCERT_NOT_FOUND: status.NOT_FOUND,
  CONCERT_REQUIRED: status.INVALID_ARGUMENT,
  CSRF_TOKEN_INVALID: status.PERMISSION_DENIED,
  DEMO_DISABLED: status.FAILED_PRECONDITION,
  DEMO_RUNNING: status.FAILED_PRECONDITION,
  ENTITY_DAMAGED: status.DATA_LOSS,
  GUESTS_DISABLED: status.FAILED_PRECONDITION,
  HOLD_EXPIRED: status.FAILED_PRECONDITION,
  IDEMPOTENCY_IN_PROGRESS: status.ABORTED,
  IDEMPOTENCY_KEY_REUSED: status.INVALID_ARGUMENT,
  INSUFFICIENT_POINTS: status.FAILED_PRECONDITION,
  INTERNAL: status.INTERNAL,
  INVALID_AMOUNT: status.INVALID_ARGUMENT,
  INVALID_SCHEDULE: status.NOT_FOUND,
  MAX_POINTS_EXCEEDED: status.FAILED_PRECONDITION,
  METHOD_NOT_ALLOWED: status.UNIMPLEMENTED,
  NOT_HELD: status.FAILED_PRECONDITION,
  NOT_YOURS: status.PERMISSION_DENIED,
  ORIGIN_NOT_ALLOWED: status.PERMISSION_DENIED,
  OVERLOADED: status.UNAVAILABLE,
  PAYLOAD_TOO_LARGE: status.RESOURCE_EXHAUSTED,
  PAYMENT_ABORTED: status.ABORTED,
  PAYMENT_NOT_FOUND: status.NOT_FOUND,
  QUEUE_TOKEN_EXPIRED: status.FAILED_PRECONDITION,
  QUEUE_TOKEN_INVALID: status.INVALID_ARGUMENT,
  QUEUE_TOKEN_MISMATCH: status.PERMISSION_DENIED,
  QUEUE_TOKEN_NOT_ACTIVE: status.FAILED_PRECONDITION,
  QUEUE_TOKEN_REQUIRED: status.INVALID_ARGUMENT,
  RATE_LIMITED: status.RESOURCE_EXHAUSTED,
  RESERVATION_NOT_FOUND: status.NOT_FOUND,
  RIGHT_MISSING: status.PERMISSION_DENIED,
  ROUTE_NOT_FOUND: status.UNIMPLEMENTED,
  SALES_CLOSED: status.FAILED_PRECONDITION,
  SCHEDULE_AMBIGUOUS: status.INVALID_ARGUMENT,
  SCHEDULE_NOT_FOUND: status.NOT_FOUND,
  SEAT_NOT_BLOCKABLE: status.FAILED_PRECONDITION,
  SEAT_NOT_FOUND: status.NOT_FOUND,
  SEAT_UNAVAILABLE: status.ABORTED,
  SELF_CHARGE_DISABLED: status.PERMISSION_DENIED,
  SERVICE_UNKNOWN: status.UNAUTHENTICATED,
  TOKEN_NOT_WAITING: status.FAILED_PRECONDITION,
  TOO_MANY_SEATS: status.FAILED_PRECONDITION,
  TOO_SLOW: status.RESOURCE_EXHAUSTED,
  UNAVAILABLE: status.UNAVAILABLE,
  UNSUPPORTED_MEDIA_TYPE: status.INVALID_ARGUMENT,
  USER_NOT_FOUND: status.NOT_FOUND,
  VALIDATION_FAILED: status.INVALID_ARGUMENT,
};

/** What may work without a change, and how long to wait before trying it. */
export const RETRY_SOON: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'UNAVAILABLE',
  'OVERLOADED',
  'RATE_LIMITED',
  'IDEMPOTENCY_IN_PROGRESS',
  'TOO_SLOW',
]);
const RETRY_DELAY_SECONDS = 1;

const ERROR_DOMAIN = 'frontrow';
export const DETAILS_TRAILER = 'grpc-status-details-bin';

/** Of all members, or of all field violations, together; in base64, with the message and the names around them, that stays well below 8 KB. */
const MEMBERS_BYTES_MAX = 4_000;
/** Ends the name under which is said how many items of a member are not shown. */
const LEFT_OUT = 'LeftOut';

/** As grpc-js takes the end of a call that did not succeed. */
export interface ServiceError {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
}

/** Most refusals say nothing of their own, so theirs are made once. grpc-js copies trailers before it sends them. */
const plainErrors = new Map<RefusalCode, ServiceError>();

export function serviceErrorOf(refusal: Refusal): ServiceError {
  const { refused, members } = refusal;
  if (members !== undefined) return newErrorOf(refusal);
  let error = plainErrors.get(refused);
  if (error === undefined) plainErrors.set(refused, (error = newErrorOf(refusal)));
  return error;
}

function newErrorOf({ refused, members = {} }: Refusal): ServiceError {
  const code = STATUS_OF[refused];
  const { title, detail } = REFUSALS[refused];
  const message = `${title}: ${detail}`;
  const { errors, ...others } = refused === 'VALIDATION_FAILED' ? members : { ...members, errors: undefined };
  const { shown, metadata } = membersShown(others);
  const violations = fieldErrors(errors).map(({ pointer, message: wanted }) => ({ field: fieldAt(pointer), description: wanted }));
  const named = fitting(violations, MEMBERS_BYTES_MAX - shown);
  if (named.length < violations.length) metadata[`errors${LEFT_OUT}`] = String(violations.length - named.length);
  const details = [any('ErrorInfo', errorMessages.errorInfo, { reason: refused, domain: ERROR_DOMAIN, metadata })];
  if (named.length > 0) details.push(any('BadRequest', errorMessages.badRequest, { fieldViolations: [...named] }));
  if (RETRY_SOON.has(refused)) {
    details.push(any('RetryInfo', errorMessages.retryInfo, { retryDelay: { seconds: RETRY_DELAY_SECONDS, nanos: 0 } }));
  }
  const trailers = new Metadata();
  trailers.set(DETAILS_TRAILER, errorMessages.status.serialize({ code, message, details }));
  return { code, details: message, metadata: trailers };
}

/** Members as texts, those that are no strings as JSON, as far as they fit, lists last; and how many bytes they have. */
function membersShown(members: Readonly<Record<string, unknown>>): { readonly shown: number; readonly metadata: Record<string, string> } {
  const metadata: Record<string, string> = {};
  let shown = 0;
  const fits = (text: string): boolean => shown + Buffer.byteLength(text) <= MEMBERS_BYTES_MAX;
  for (const [name, value] of Object.entries(members).sort(([, a], [, b]) => Number(Array.isArray(a)) - Number(Array.isArray(b)))) {
    if (value === undefined) continue;
    let text = typeof value === 'string' ? value : JSON.stringify(value);
    if (!fits(text)) {
      const items: readonly unknown[] = Array.isArray(value) ? value : [];
      const kept = fitting(items, MEMBERS_BYTES_MAX - shown);
      metadata[`${name}${LEFT_OUT}`] = String(Math.max(1, items.length - kept.length));
      if (kept.length === 0) continue;
      text = JSON.stringify(kept);
    }
    metadata[name] = text;
    shown += Buffer.byteLength(text);
  }
  return { shown, metadata };
}

/** The first of them, as many as have no more than so many bytes as JSON. */
function fitting<Item>(items: readonly Item[], bytesMax: number): readonly Item[] {
  let bytes = 2;
  const end = items.findIndex((item) => {
    bytes += Buffer.byteLength(JSON.stringify(item)) + 1;
    return bytes > bytesMax;
  });
  return end === -1 ? items : items.slice(0, end);
}

/** What is wrong where, as the domain and `validation.ts` say it in VALIDATION_FAILED. */
function fieldErrors(errors: unknown): readonly FieldError[] {
  return Array.isArray(errors) ? (errors as readonly FieldError[]) : [];
}

/** From a JSON pointer to the path of a field as the protocol buffers name it: `/sections/0/rows` is `sections[0].rows`, `/startsAt` is `starts_at`. */
function fieldAt(pointer: string): string {
  return pointer
    .replaceAll(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replaceAll('/', '.')
    .replace(/^\./, '')
    .replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function any<Input extends object, Output extends object>(name: string, type: MessageTypeDefinition<Input, Output>, message: Input) {
  return { type_url: `type.googleapis.com/google.rpc.${name}`, value: type.serialize(message) };
}
