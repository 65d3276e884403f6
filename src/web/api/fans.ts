/**
 * What fans do, one function each. Access and queue token are added here; a guest account is made when one is needed. Reads are tried again while the node cannot
 * be reached; so are mutations, since each carries the Idempotency-Key of its intention.
 */
import { api, outcome } from './client.js';
import { ensureIdentity, identity, identityLost } from './identity.js';
import type { Identity } from './identity.js';
import { failure, problemOf, success } from './problems.js';
import type { Outcome } from './problems.js';
import { dropQueueToken, keepQueueToken, queueTokenOf } from './queue-tokens.js';
import { withRetries } from './retries.js';
import type {
  Balance,
  Concert,
  ConcertDetail,
  Dates,
  Page,
  Payment,
  Place,
  Reservation,
  ScheduleDetail,
  SeatsWanted,
  Token,
  TokenState,
  Transaction,
} from './types.js';

type Headers = Readonly<Record<string, string>>;

/** Which concert things belong to, as far as the node has told. */
const concertOfSchedule = new Map<string, string>();
const concertOfReservation = new Map<string, string>();

export function listConcerts(cursor?: string): Promise<Outcome<Page<Concert>>> {
  const query = cursor === undefined ? {} : { cursor };
  return withRetries(() => outcome<Page<Concert>>(api.GET('/api/v1/concerts', { params: { query } })));
}

export function concert(concertId: string): Promise<Outcome<ConcertDetail>> {
  return withRetries(() => outcome<ConcertDetail>(api.GET('/api/v1/concerts/{concertId}', { params: { path: { concertId } } })));
}

export async function schedule(scheduleId: string): Promise<Outcome<ScheduleDetail>> {
  const params = { path: { scheduleId } };
  const answer = await withRetries(() => outcome<ScheduleDetail>(api.GET('/api/v1/schedules/{scheduleId}', { params })));
  if (answer.ok) concertOfSchedule.set(scheduleId, answer.value.concertId);
  return answer;
}

/** Gets in line, or finds the place that the fan already has. */
export async function join(concertId: string): Promise<Outcome<Token>> {
  const answer = await asUser(({ headers }) => outcome<Token>(api.POST('/api/v1/tokens', { headers, body: { concertId } })));
  if (answer.ok) keepQueueToken(concertId, answer.value.userId, answer.value.token);
  return answer;
}

/** Where the fan's queue token stands; QUEUE_TOKEN_REQUIRED when there is none. */
export function tokenState(concertId: string): Promise<Outcome<TokenState>> {
  return inLine(concertId, (headers) => outcome<TokenState>(api.GET('/api/v1/tokens/current', { headers })));
}

/** A sign of life while waiting; TOKEN_NOT_WAITING with `tokenStatus` when the fan does not wait. */
export function poll(concertId: string): Promise<Outcome<Place>> {
  return inLine(concertId, (headers) => outcome<Place>(api.GET('/api/v1/numbers', { headers })));
}

/** The dates on sale with what is left, for whoever is inside. It counts as activity, so it prolongs the turn as far as that goes. */
export function openDates(concertId: string): Promise<Outcome<Dates>> {
  const params = { query: { concertId } };
  return inLine(concertId, (headers) => outcome<Dates>(api.GET('/api/v1/reservation', { headers, params })));
}

/** Leaves the line or the sale. */
export async function leave(concertId: string): Promise<Outcome<void>> {
  const answer = await inLine(concertId, (headers) => outcome<undefined>(api.DELETE('/api/v1/tokens/current', { headers })));
  if (!answer.ok && answer.problem.code !== 'QUEUE_TOKEN_REQUIRED') return answer;
  dropQueueToken(concertId);
  return success(undefined);
}

export async function hold(scheduleId: string, want: SeatsWanted, key: string): Promise<Outcome<Reservation>> {
  const concertId = await concertOf(concertOfSchedule, scheduleId, () => schedule(scheduleId));
  if (!concertId.ok) return concertId;
  const body = 'seats' in want ? { scheduleId, seats: [...want.seats] } : { scheduleId, bestAvailable: want.bestAvailable };
  const answer = await inLine(concertId.value, (headers) =>
    outcome<Reservation>(api.POST('/api/v1/reservations', { headers: { ...headers, 'Idempotency-Key': key }, body })),
  );
  return noteReservation(answer);
}

export function reservation(reservationId: string): Promise<Outcome<Reservation>> {
  const params = { path: { reservationId } };
  return asUser(({ headers }) => outcome<Reservation>(api.GET('/api/v1/reservations/{reservationId}', { headers, params }))).then(
    noteReservation,
  );
}

/** The fan's own on that schedule, newest first; none for somebody without an account. */
export function reservationsOf(scheduleId: string): Promise<Outcome<Page<Reservation>>> {
  const params = { query: { scheduleId } };
  return asKnownUser(({ headers }) => outcome<Page<Reservation>>(api.GET('/api/v1/reservations', { headers, params })));
}

export function release(reservationId: string, key: string): Promise<Outcome<void>> {
  const params = { path: { reservationId } };
  return asUser(({ headers }) =>
    outcome<undefined>(api.DELETE('/api/v1/reservations/{reservationId}', { headers: { ...headers, 'Idempotency-Key': key }, params })),
  );
}

/** Repeated after the payment it answers the same, also when the queue token has ended: so it is sent with whatever token there is. */
export async function pay(reservationId: string, key: string): Promise<Outcome<Payment>> {
  const concertId = await concertOf(concertOfReservation, reservationId, () => reservation(reservationId));
  if (!concertId.ok) return concertId;
  return asUser(({ headers }) => {
    const queueToken = queueTokenOf(concertId.value);
    const all = { ...headers, 'Idempotency-Key': key, ...(queueToken === null ? {} : { 'Queue-Token': queueToken }) };
    return outcome<Payment>(api.POST('/api/v1/payments', { headers: all, body: { reservationId } }));
  });
}

export function payments(cursor?: string): Promise<Outcome<Page<Payment>>> {
  return asKnownUser(({ headers, userId }) => {
    const params = { path: { userId }, query: cursor === undefined ? {} : { cursor } };
    return outcome<Page<Payment>>(api.GET('/api/v1/users/{userId}/payments', { headers, params }));
  });
}

export function payment(paymentId: string): Promise<Outcome<Payment>> {
  const params = { path: { paymentId } };
  return asUser(({ headers }) => outcome<Payment>(api.GET('/api/v1/payments/{paymentId}', { headers, params })));
}

/** 0 for somebody without an account, whom looking at a wallet does not give one. */
export async function balance(): Promise<Outcome<Balance>> {
  if (identity.value === null) return success({ userId: '', balance: 0 });
  return asUser(({ headers, userId }) =>
    outcome<Balance>(api.GET('/api/v1/users/{userId}/points', { headers, params: { path: { userId } } })),
  );
}

export function charge(amount: number, key: string): Promise<Outcome<Transaction>> {
  return asUser(({ headers, userId }) =>
    outcome<Transaction>(
      api.POST('/api/v1/users/{userId}/transactions', {
        headers: { ...headers, 'Idempotency-Key': key },
        params: { path: { userId } },
        body: { amount },
      }),
    ),
  );
}

export function transactions(cursor?: string): Promise<Outcome<Page<Transaction>>> {
  return asKnownUser(({ headers, userId }) => {
    const params = { path: { userId }, query: cursor === undefined ? {} : { cursor } };
    return outcome<Page<Transaction>>(api.GET('/api/v1/users/{userId}/transactions', { headers, params }));
  });
}

/** Headers that open a live socket or a guarded route for the fan; a problem when there is no place in line. */
export async function queueTokens(concertId: string): Promise<Outcome<{ readonly accessToken: string; readonly queueToken: string }>> {
  const who = await ensureIdentity();
  if (!who.ok) return who;
  const queueToken = queueTokenOf(concertId);
  if (queueToken === null) return failure(problemOf('QUEUE_TOKEN_REQUIRED', 400));
  return success({ accessToken: who.value.accessToken, queueToken });
}

/** The concert of a schedule, from what is known or from the node. */
export function concertOfScheduleId(scheduleId: string): Promise<Outcome<string>> {
  return concertOf(concertOfSchedule, scheduleId, () => schedule(scheduleId));
}

interface Caller {
  readonly userId: string;
  readonly headers: Headers;
}

async function asUser<T>(call: (caller: Caller) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const who = await ensureIdentity();
  if (!who.ok) return who;
  const answer = await withRetries(() => call(callerOf(identity.value ?? who.value)));
  if (!answer.ok && answer.problem.code === 'ACCESS_TOKEN_INVALID') identityLost.value = true;
  return answer;
}

/** A list of somebody who has no account yet is empty, and needs none. */
async function asKnownUser<Item>(call: (caller: Caller) => Promise<Outcome<Page<Item>>>): Promise<Outcome<Page<Item>>> {
  return identity.value === null ? success({ items: [], next: null }) : asUser(call);
}

async function inLine<T>(concertId: string, call: (headers: Headers) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  return asUser(({ headers }) => {
    const queueToken = queueTokenOf(concertId);
    if (queueToken === null) return Promise.resolve(failure(problemOf('QUEUE_TOKEN_REQUIRED', 400)));
    return call({ ...headers, 'Queue-Token': queueToken });
  });
}

function callerOf({ userId, accessToken }: Identity): Caller {
  return { userId, headers: { Authorization: `Bearer ${accessToken}` } };
}

function noteReservation(answer: Outcome<Reservation>): Outcome<Reservation> {
  if (answer.ok) concertOfReservation.set(answer.value.reservationId, answer.value.concertId);
  return answer;
}

async function concertOf(
  known: ReadonlyMap<string, string>,
  id: string,
  ask: () => Promise<Outcome<{ readonly concertId: string }>>,
): Promise<Outcome<string>> {
  const concertId = known.get(id);
  if (concertId !== undefined) return success(concertId);
  const answer = await ask();
  return answer.ok ? success(answer.value.concertId) : answer;
}
