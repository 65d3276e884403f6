/**
 * What operators ask of the API, one function a route. The session's cookie travels by itself; the CSRF token that every mutation needs lives in memory only, and
 * comes back from the node after a reload. A session that the node does not know any more is over here at once.
 */
import { signal } from '@preact/signals';
import { api, outcome } from './client.js';
import type { operations } from './openapi.js';
import type {
  Cluster,
  DemoSale,
  NewConcert,
  NewSchedule,
  NodeStats,
  QueueSettings,
  ReservationFile,
  SaleHistory,
  Session,
  Timeline,
  UserFile,
  WatchedConcert,
  WatchedSeats,
} from './operators-types.js';
import { success } from './problems.js';
import type { Outcome } from './problems.js';
import { withRetries } from './retries.js';
import type { Concert, Page, ScheduleDetail } from './types.js';

/** null: nobody is signed in. undefined: not known yet. */
export const session = signal<Session | null | undefined>(undefined);

/** Asks the node whether the cookie of this browser is still good. */
export async function resumeSession(): Promise<Outcome<Session>> {
  const answer = await withRetries(() => outcome<Session>(api.GET('/api/v1/admin/session')));
  if (answer.ok) session.value = answer.value;
  else if (answer.problem.status === 401) session.value = null;
  return answer;
}

export async function signIn(key: string): Promise<Outcome<Session>> {
  const answer = await outcome<Session>(api.POST('/api/v1/admin/session', { body: { key } }));
  if (answer.ok) session.value = answer.value;
  return answer;
}

export async function signOut(): Promise<Outcome<unknown>> {
  const answer = await mutation((headers) => outcome<unknown>(api.DELETE('/api/v1/admin/session', { params: { header: headers } })));
  if (answer.ok) session.value = null;
  return answer;
}

async function read<Value>(call: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
  return unlessOver(await call());
}

interface CsrfHeader {
  readonly 'X-CSRF-Token': string;
}

/** With the CSRF token; a token that is no longer the session's is asked for again, once. */
async function mutation<Value>(call: (headers: CsrfHeader) => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
  const attempt = () => withRetries(() => call({ 'X-CSRF-Token': session.value?.csrfToken ?? '' }));
  const answer = await attempt();
  if (answer.ok || answer.problem.code !== 'CSRF_TOKEN_INVALID') return unlessOver(answer);
  const resumed = await resumeSession();
  return resumed.ok ? unlessOver(await attempt()) : resumed;
}

function unlessOver<Value>(answer: Outcome<Value>): Outcome<Value> {
  if (!answer.ok && answer.problem.code === 'ADMIN_KEY_INVALID') session.value = null;
  return answer;
}

/** Together with the key of the intention, for what must happen once. */
function keyed(headers: CsrfHeader, key: string) {
  return { ...headers, 'Idempotency-Key': key };
}

const CONCERTS_PER_PAGE = '100';
/** Operators choose from a list: what does not fit into so many pages is found by its address only. */
const CONCERT_PAGES_MAX = 20;

/** All concerts, as the node lists them. */
export async function allConcerts(abort: AbortSignal): Promise<Outcome<readonly Concert[]>> {
  const concerts: Concert[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < CONCERT_PAGES_MAX; pages += 1) {
    const query: { limit: string; cursor?: string } = { limit: CONCERTS_PER_PAGE, ...(cursor === null ? {} : { cursor }) };
    const answer: Outcome<Page<Concert>> = await outcome<Page<Concert>>(api.GET('/api/v1/concerts', { params: { query }, signal: abort }));
    if (!answer.ok) return answer;
    concerts.push(...answer.value.items);
    cursor = answer.value.next;
    if (cursor === null) break;
  }
  return success(concerts);
}

export function scheduleDetail(scheduleId: string): Promise<Outcome<ScheduleDetail>> {
  return withRetries(() => outcome<ScheduleDetail>(api.GET('/api/v1/schedules/{scheduleId}', { params: { path: { scheduleId } } })));
}

export function watchConcert(concertId: string, abort: AbortSignal): Promise<Outcome<WatchedConcert>> {
  return read(() =>
    outcome<WatchedConcert>(api.GET('/api/v1/admin/concerts/{concertId}', { params: { path: { concertId } }, signal: abort })),
  );
}

export function saleHistory(concertId: string, since: string | null, abort: AbortSignal): Promise<Outcome<SaleHistory>> {
  const params = { path: { concertId }, query: sinceQuery(since) };
  return read(() => outcome<SaleHistory>(api.GET('/api/v1/admin/concerts/{concertId}/history', { params, signal: abort })));
}

export function nodeStats(since: string | null, abort: AbortSignal): Promise<Outcome<NodeStats>> {
  return read(() => outcome<NodeStats>(api.GET('/api/v1/admin/stats', { params: { query: sinceQuery(since) }, signal: abort })));
}

export function watchSeats(scheduleId: string, abort: AbortSignal): Promise<Outcome<WatchedSeats>> {
  return read(() =>
    outcome<WatchedSeats>(api.GET('/api/v1/admin/schedules/{scheduleId}/seats', { params: { path: { scheduleId } }, signal: abort })),
  );
}

export function cluster(abort: AbortSignal): Promise<Outcome<Cluster>> {
  return read(() => outcome<Cluster>(api.GET('/api/v1/admin/cluster', { signal: abort })));
}

export function demoSale(abort: AbortSignal): Promise<Outcome<DemoSale>> {
  return read(() => outcome<DemoSale>(api.GET('/api/v1/admin/demo-sale', { signal: abort })));
}

export function startDemoSale(fans: number): Promise<Outcome<DemoSale>> {
  return mutation((headers) => outcome<DemoSale>(api.POST('/api/v1/admin/demo-sale', { params: { header: headers }, body: { fans } })));
}

export function stopDemoSale(): Promise<Outcome<unknown>> {
  return mutation((headers) => outcome<unknown>(api.DELETE('/api/v1/admin/demo-sale', { params: { header: headers } })));
}

export function createConcert(concert: NewConcert, key: string): Promise<Outcome<{ readonly concertId: string }>> {
  return mutation((headers) =>
    outcome<{ readonly concertId: string }>(api.POST('/api/v1/admin/concerts', { params: { header: keyed(headers, key) }, body: concert })),
  );
}

type ScheduleBody = operations['addSchedule']['requestBody']['content']['application/json'];

export function addSchedule(concertId: string, schedule: NewSchedule, key: string): Promise<Outcome<{ readonly scheduleId: string }>> {
  return mutation((headers) =>
    outcome<{ readonly scheduleId: string }>(
      api.POST('/api/v1/admin/concerts/{concertId}/schedules', {
        params: { path: { concertId }, header: keyed(headers, key) },
        // What is missing is the node's to find, so that there is one place that knows what a schedule needs.
        body: schedule as ScheduleBody,
      }),
    ),
  );
}

export function configureQueue(concertId: string, settings: Partial<QueueSettings>, key: string): Promise<Outcome<QueueSettings>> {
  return mutation((headers) =>
    outcome<QueueSettings>(
      api.PATCH('/api/v1/admin/concerts/{concertId}/queue', {
        params: { path: { concertId }, header: keyed(headers, key) },
        body: settings,
      }),
    ),
  );
}

export interface BlockChanges {
  readonly block?: readonly number[];
  readonly unblock?: readonly number[];
}

export function setBlocked(scheduleId: string, { block, unblock }: BlockChanges, key: string): Promise<Outcome<unknown>> {
  const body = { ...(block === undefined ? {} : { block: [...block] }), ...(unblock === undefined ? {} : { unblock: [...unblock] }) };
  return mutation((headers) =>
    outcome<unknown>(
      api.PATCH('/api/v1/admin/schedules/{scheduleId}/seats', { params: { path: { scheduleId }, header: keyed(headers, key) }, body }),
    ),
  );
}

export function seatTimeline(scheduleId: string, seat: number): Promise<Outcome<Timeline>> {
  const path = { scheduleId, seat: String(seat) };
  return read(() => outcome<Timeline>(api.GET('/api/v1/admin/schedules/{scheduleId}/seats/{seat}/timeline', { params: { path } })));
}

export function lookUpUser(userId: string): Promise<Outcome<UserFile>> {
  return read(() => outcome<UserFile>(api.GET('/api/v1/admin/users/{userId}', { params: { path: { userId } } })));
}

export function lookUpReservation(reservationId: string): Promise<Outcome<ReservationFile>> {
  return read(() =>
    outcome<ReservationFile>(api.GET('/api/v1/admin/reservations/{reservationId}', { params: { path: { reservationId } } })),
  );
}

export function lookUpPayment(paymentId: string): Promise<Outcome<ReservationFile>> {
  return read(() => outcome<ReservationFile>(api.GET('/api/v1/admin/payments/{paymentId}', { params: { path: { paymentId } } })));
}

function sinceQuery(since: string | null) {
  return since === null ? {} : { since };
}
