/**
 * What happens around every call, in this order:
 *
 *   node not ready UNAVAILABLE -> caller unknown UNAUTHENTICATED -> right missing PERMISSION_DENIED -> request_id INVALID_ARGUMENT -> what the method checks
 *
 * Nothing is begun for a call that nobody waits for any more: each step is preceded by `isWanted`. An exception is INTERNAL and logged; it never leaves here.
 */
import { createHash } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import type { handleUnaryCall, sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import { invalid, isRefusal, refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import type { CallOptions } from '../ticketing/asking.js';
import type { Caller, Right } from './callers.js';
import type { GrpcDeps } from './deps.js';
import type { Call, UnaryMethod } from './methods.js';
import { OpenCall, OpenCalls } from './open-calls.js';
import { STATUS_OF, serviceErrorOf } from './status.js';

/** What unary calls and streams have in common. */
export type IncomingCall<Request> = Pick<
  ServerUnaryCall<Request, unknown>,
  'request' | 'metadata' | 'cancelled' | 'getAuthContext' | 'getDeadline'
>;

const REQUEST_ID_LENGTH_MAX = 128;
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;

const UNAVAILABLE = refuse('UNAVAILABLE');
const INTERNAL = refuse('INTERNAL');
const MALFORMED_REQUEST_ID = invalid('/request_id', `must have 1 to ${REQUEST_ID_LENGTH_MAX} printable ASCII characters`);

/** The call, when its caller may make it. Its deadline is the caller's own, at most `callTimeoutMs` from now; of streams, that is for opening them. */
export function admitCall<Request>(deps: GrpcDeps, right: Right, incoming: IncomingCall<Request>): Call<Request> | Refusal {
  if (!deps.isReady()) return UNAVAILABLE;
  const caller = deps.callers.identify(incoming);
  if (isRefusal(caller)) return caller;
  if (!caller.rights.has(right)) return refuse('RIGHT_MISSING', { right });
  const { clock, callTimeoutMs } = deps;
  const deadline = clock.now() + Math.min(callTimeoutMs, deadlineOf(incoming) - Date.now());
  return {
    request: incoming.request,
    caller,
    options: { deadline },
    isWanted: () => !incoming.cancelled && clock.now() < deadline,
  };
}

/** The same call with what its answer is remembered under, when it has a request id. */
function rememberedCall<Request>(call: Call<Request>): Call<Request> | Refusal {
  const { requestId = '' }: { readonly requestId?: string } = call.request as object;
  if (requestId === '') return call;
  if (requestId.length > REQUEST_ID_LENGTH_MAX || !PRINTABLE_ASCII.test(requestId)) return MALFORMED_REQUEST_ID;
  const idempotency = { key: keyOf(call.caller, requestId), bodyHash: contentHash(call.request) };
  return { ...call, options: { ...call.options, idempotency } satisfies CallOptions };
}

/** Has a space after the name of the service. Neither names of services nor the keys that users send over HTTP have one, so all are told apart. */
function keyOf({ name }: Caller, requestId: string): string {
  return `${name} ${requestId}`;
}

/** Not what is asked for, but which attempt this is and on whose ticket. */
const NO_CONTENT: ReadonlySet<string> = new Set(['requestId', 'queueToken']);

/** Of what the request says. Fields that are not set make no difference, so that a field the next version adds does not make a repeat look new. */
function contentHash(request: unknown): string {
  const content = Object.fromEntries(Object.entries(request as object).filter(([name]) => !NO_CONTENT.has(name)));
  return createHash('sha256').update(JSON.stringify(content, withoutDefaults)).digest('hex');
}

/** Of a field with presence, the member that names its choice tells a default from nothing. */
function withoutDefaults(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => !isDefault(member)));
}

function isDefault(value: unknown): boolean {
  return value === '' || value === 0 || value === false || value === null || (Array.isArray(value) && value.length === 0);
}

/** As the caller set it, ms since 1970 on the wall clock, by which grpc-js keeps it. */
function deadlineOf(incoming: IncomingCall<unknown>): number {
  const deadline = incoming.getDeadline();
  return typeof deadline === 'number' ? deadline : deadline.getTime();
}

export function unaryHandler<Request, Response>(
  deps: GrpcDeps,
  name: string,
  method: UnaryMethod<Request, Response>,
): handleUnaryCall<Request, Response> {
  const open = new OpenCalls(deps);
  return (incoming, respond) => {
    const running = new RunningCall(deps, name, open, incoming, respond);
    open.begin(running);
    outcomeOf(deps, name, method, incoming)
      .then((outcome) => running.finish(outcome))
      .catch((error: unknown) => deps.log.error({ err: error, method: name }, 'call could not be answered'));
  };
}

async function outcomeOf<Request, Response>(
  deps: GrpcDeps,
  name: string,
  method: UnaryMethod<Request, Response>,
  incoming: IncomingCall<Request>,
): Promise<Response | Refusal> {
  try {
    const admitted = admitCall(deps, method.right, incoming);
    if (isRefusal(admitted)) return admitted;
    const call = method.mutation ? rememberedCall(admitted) : admitted;
    if (isRefusal(call)) return call;
    return call.isWanted() ? await method.handle(call) : UNAVAILABLE;
  } catch (error) {
    deps.log.error({ err: error, method: name }, 'call failed unexpectedly');
    return INTERNAL;
  }
}

/** A unary call that is to be answered: once, by its outcome or because its time is up. */
class RunningCall<Request, Response> extends OpenCall {
  private readonly begunAt = performance.now();
  private isAnswered = false;

  constructor(
    private readonly deps: GrpcDeps,
    private readonly name: string,
    private readonly open: OpenCalls,
    private readonly incoming: IncomingCall<Request>,
    private readonly respond: sendUnaryData<Response>,
  ) {
    super();
  }

  override onOverdue(): void {
    this.finish(UNAVAILABLE);
  }

  finish(outcome: Response | Refusal): void {
    this.open.end(this);
    if (this.isAnswered) return;
    this.isAnswered = true;
    const refusal = isRefusal(outcome) ? outcome : null;
    const gone = this.gone(refusal);
    if (gone !== null) {
      this.observe(gone, null);
      this.respond({ code: gone, details: status[gone] });
    } else if (refusal !== null) {
      this.observe(STATUS_OF[refusal.refused], refusal);
      this.respond(serviceErrorOf(refusal));
    } else {
      this.observe(status.OK, null);
      this.respond(null, outcome as Response);
    }
  }

  /** Why nobody waits for the outcome; null when somebody does. What was not begun because its deadline had passed is not said to be unavailable. */
  private gone(refusal: Refusal | null): status | null {
    const isLate = deadlineOf(this.incoming) <= Date.now();
    if (this.incoming.cancelled) return isLate ? status.DEADLINE_EXCEEDED : status.CANCELLED;
    return isLate && refusal?.refused === 'UNAVAILABLE' ? status.DEADLINE_EXCEEDED : null;
  }

  private observe(code: status, refusal: Refusal | null): void {
    const seconds = (performance.now() - this.begunAt) / 1000;
    this.deps.observe.call({ method: this.name, status: status[code], code: refusal?.refused ?? null, seconds });
  }
}
