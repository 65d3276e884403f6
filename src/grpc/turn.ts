/**
 * The waiting room before guarded calls, in the same order as over HTTP: whose call it is, then the queue token (missing, forged, another user's, for another
 * concert, ended or waiting), and only then the rest of the request. Services with the right `bypass-queue` need no queue token.
 */
import type { AdmissionView } from '../domain/queue/protocol.js';
import { isRefusal, refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import { checkQueueToken } from '../ticketing/admission.js';
import type { QueueClaims } from '../ticketing/fans.js';
import type { GrpcDeps } from './deps.js';
import type { Call } from './methods.js';
import { userFault } from './validation.js';

/** A request for a user with a queue token. */
export interface OnTicket {
  readonly userId: string;
  readonly queueToken: string;
}

export interface Turn {
  readonly admission: AdmissionView;
  /** Of the queue token; null for services that bypass the queue. */
  readonly claims: QueueClaims | null;
}

const MISMATCH = refuse('QUEUE_TOKEN_MISMATCH');
const UNAVAILABLE = refuse('UNAVAILABLE');

/** The claims of the user's own queue token, in whatever state. */
export function claimsOf(deps: GrpcDeps, { userId, queueToken }: OnTicket): QueueClaims | Refusal {
  return userFault(userId) ?? checkQueueToken(deps.queueTokens, queueToken === '' ? null : queueToken, userId);
}

/**
 * Inside the sale of a concert; counts as activity.
 * @param concertId of the concert that the request is about, as far as it says so in a well-formed way; null otherwise.
 */
export async function takeTurn(deps: GrpcDeps, call: Call<OnTicket>, concertId: string | null): Promise<Turn | Refusal> {
  return userFault(call.request.userId) ?? admit(deps, call, concertId);
}

/** The same for looking, which services that bypass the queue may do for nobody in particular. */
export async function takeTurnToLook(deps: GrpcDeps, call: Call<OnTicket>, concertId: string | null): Promise<Turn | Refusal> {
  const isForNobody = call.request.userId === '' && call.caller.rights.has('bypass-queue');
  return (isForNobody ? null : userFault(call.request.userId)) ?? admit(deps, call, concertId);
}

async function admit(deps: GrpcDeps, call: Call<OnTicket>, concertId: string | null): Promise<Turn | Refusal> {
  const { fans } = deps.ticketing;
  if (call.caller.rights.has('bypass-queue')) return { admission: fans.admitWithoutQueue(concertId ?? ''), claims: null };
  const claims = claimsOf(deps, call.request);
  if (isRefusal(claims)) return claims;
  if (concertId !== null && concertId !== claims.concertId) return MISMATCH;
  const admission = await fans.checkActive(claims, call.options);
  if (isRefusal(admission)) return admission;
  return call.isWanted() ? { admission, claims } : UNAVAILABLE;
}
