/** Unary calls of the client, against a service that does what the test says. */
import { status } from '@grpc/grpc-js';
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { test } from 'uvu';
import { connect, FrontrowError } from '../../src/grpc/client/index.js';
import type { ResponseOf } from '../../src/grpc/client/index.js';
import type { HoldRequest__Output } from '../../src/grpc/generated/frontrow/v1/HoldRequest.js';
import type { Reservation } from '../../src/grpc/generated/frontrow/v1/Reservation.js';
import { TicketingService } from '../../src/grpc/protocol.js';
import { AWAY, errorOf, failure, FakeServices, signal } from './client-support.js';
import type { UnaryCall } from './client-support.js';

const services = new FakeServices();
test.after.each(() => services.stop());

const RESERVATION: Reservation = { reservationId: 'r-1', seats: [7, 8], amount: 100_000, status: 'RESERVATION_STATUS_HELD' };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A `Hold` that fails so many times with this, and then answers; it keeps the requests. */
async function holding(errors: readonly ReturnType<typeof errorOf>[]) {
  const requests: HoldRequest__Output[] = [];
  const service = await services.start({
    Hold: (call, callback) => {
      requests.push(call.request);
      const error = errors[requests.length - 1];
      if (error === undefined) callback(null, RESERVATION);
      else callback(error);
    },
  });
  return { service, requests };
}

test('a request goes out and a response comes back as TypeScript has them: times as Date, enums without prefix', async () => {
  const seen: UnaryCall<unknown>[] = [];
  const service = await services.start({
    CreateSchedule: (call, callback) => {
      seen.push(call);
      callback(null, { scheduleId: 's-1', startsAt: call.request.startsAt, sections: [] } as object);
    },
    Hold: (call, callback) => {
      seen.push(call);
      callback(null, { ...RESERVATION, heldAt: { seconds: 1_800_000_000, nanos: 250_000_000 } });
    },
  });
  const client = service.client({ serviceKey: 'till-7-key' });
  const startsAt = new Date('2027-03-01T19:30:00.125Z');
  const schedule = await client.createSchedule({
    concertId: 'c-1',
    startsAt,
    sections: [{ name: 'A', price: 5, rows: [{ name: '1', seats: 2 }] }],
  });
  assert.deepEqual([schedule.scheduleId, schedule.startsAt, schedule.salesCloseAt], ['s-1', startsAt, null]);
  const reservation = await client.hold({ userId: 'u', scheduleId: 's-1', bestAvailable: { count: 2 } });
  // The type knows the names: this would not compile with any other.
  const held: 'HELD' | 'PAYING' | 'CONFIRMED' | 'EXPIRED' | 'RELEASED' | 'UNSPECIFIED' = reservation.status;
  assert.equal(held, 'HELD');
  assert.deepEqual(reservation.heldAt, new Date(1_800_000_000_250));
  assert.deepEqual([reservation.seats, reservation.amount, reservation.expiresAt, reservation.paymentId], [[7, 8], 100_000, null, '']);
  assert.deepEqual(
    seen.map(({ metadata }) => metadata.get('authorization')),
    [['Bearer till-7-key'], ['Bearer till-7-key']],
  );
  const [first, second] = seen.map(({ request }) => request as Record<string, unknown>);
  assert.deepEqual(first?.['startsAt'], { seconds: 1_803_929_400, nanos: 125_000_000 });
  assert.deepEqual(second?.['bestAvailable'], { count: 2, section: '' });
});

test('every unary call of the service is there, and calls its own method', async () => {
  const names = Object.entries(TicketingService.service)
    .filter(([, { responseStream }]) => !responseStream)
    .map(([name]) => name);
  const called: string[] = [];
  const handlers = names.map((name) => [
    name,
    (_call: unknown, callback: (error: null, answer: object) => void) => {
      called.push(name);
      callback(null, {});
    },
  ]);
  const service = await services.start(Object.fromEntries(handlers) as object);
  const client = service.client() as unknown as Record<string, (request: object) => Promise<unknown>>;
  for (const name of names) await client[name.charAt(0).toLowerCase() + name.slice(1)]?.({});
  assert.deepEqual(called, names);
  assert.ok(names.length > 20);
});

test('a service that is away for a moment is asked again, with the same request id', async () => {
  const { service, requests } = await holding([AWAY, AWAY]);
  const reservation: ResponseOf<'Hold'> = await service.client().hold({ userId: 'u', scheduleId: 's', seats: { numbers: [7, 8] } });
  assert.equal(reservation.reservationId, 'r-1');
  assert.equal(requests.length, 3);
  assert.match(requests[0]?.requestId ?? '', UUID);
  assert.equal(new Set(requests.map(({ requestId }) => requestId)).size, 1);
});

test('each call has a request id of its own, and the caller may choose it', async () => {
  const { service, requests } = await holding([]);
  const client = service.client();
  await client.hold({});
  await client.hold({});
  await client.hold({ requestId: 'order 4711' });
  assert.notEqual(requests[0]?.requestId, requests[1]?.requestId);
  assert.equal(requests[2]?.requestId, 'order 4711');
});

test('a refusal is thrown at once, with all that the service says', async () => {
  const conflicts = [{ seat: 7, status: 'BOOKED' }];
  const members = {
    conflicts: JSON.stringify(conflicts),
    balance: '250',
    tokenStatus: 'ACTIVE',
    id: '12e9',
    far: '9007199254740993',
    odd: '{no json',
  };
  const { service, requests } = await holding([errorOf({ code: status.ABORTED, reason: 'SEAT_UNAVAILABLE', text: 'Taken.', members })]);
  const error = await failure(service.client().hold({ requestId: 'mine' }));
  assert.ok(error instanceof FrontrowError);
  assert.equal(error.message, 'Hold: SEAT_UNAVAILABLE: Taken.');
  assert.deepEqual([error.code, error.status, error.refused, error.retryable], ['SEAT_UNAVAILABLE', 'ABORTED', true, false]);
  assert.deepEqual(error.members, { ...members, conflicts, balance: 250 });
  assert.deepEqual([error.retryAfterMs, error.violations, error.requestId], [null, [], 'mine']);
  assert.equal(requests.length, 1);
});

test('what is wrong with a request is said field by field', async () => {
  const violations = [{ field: 'best_available.count', description: 'a number from 1 to 100' }];
  const { service } = await holding([errorOf({ code: status.INVALID_ARGUMENT, reason: 'VALIDATION_FAILED', violations })]);
  const error = await failure(service.client().hold({ bestAvailable: { count: 0 } }));
  assert.deepEqual([error.code, error.violations], ['VALIDATION_FAILED', violations]);
});

test('details that are none do not hide the status', async () => {
  const odd = errorOf({ code: status.NOT_FOUND });
  odd.metadata.set('grpc-status-details-bin', Buffer.from([0xff, 0xff, 0xff]));
  const { service } = await holding([odd]);
  const error = await failure(service.client().hold({}));
  assert.deepEqual([error.code, error.status, error.refused], ['NOT_FOUND', 'NOT_FOUND', false]);
});

test('where the service says after how long, it is asked again after that', async () => {
  const busy = errorOf({ code: status.RESOURCE_EXHAUSTED, reason: 'RATE_LIMITED', retryAfterMs: 120 });
  const working = errorOf({ code: status.ABORTED, reason: 'IDEMPOTENCY_IN_PROGRESS', retryAfterMs: 80 });
  const { service, requests } = await holding([busy, working]);
  const began = performance.now();
  await service.client().hold({});
  assert.ok(performance.now() - began >= 200, 'both waits were kept');
  assert.equal(requests.length, 3);
});

test('what is exhausted or aborted without such a word is not asked again', async () => {
  for (const code of [status.RESOURCE_EXHAUSTED, status.ABORTED, status.INTERNAL, status.FAILED_PRECONDITION]) {
    const { service, requests } = await holding([errorOf({ code })]);
    assert.equal((await failure(service.client().hold({}))).retryable, false);
    assert.equal(requests.length, 1);
  }
});

test('a wait beyond the deadline is not begun', async () => {
  const { service, requests } = await holding([errorOf({ code: status.UNAVAILABLE, reason: 'OVERLOADED', retryAfterMs: 60_000 })]);
  const began = performance.now();
  const error = await failure(service.client().hold({}));
  assert.ok(performance.now() - began < 4_000);
  assert.deepEqual([error.code, error.retryable, error.retryAfterMs, requests.length], ['OVERLOADED', true, 60_000, 1]);
});

test('attempts are counted', async () => {
  const { service, requests } = await holding([AWAY, AWAY, AWAY, AWAY]);
  const error = await failure(service.client({ retry: { attempts: 3, baseMs: 1, maxMs: 1 } }).hold({ requestId: 'once' }));
  assert.deepEqual([error.code, error.requestId, requests.length], ['UNAVAILABLE', 'once', 3]);
});

test('a call ends at its deadline, and the service hears of it', async () => {
  const gone = signal();
  const service = await services.start({ Hold: (call) => void call.on('cancelled', () => gone.raise()) });
  const began = performance.now();
  const error = await failure(service.client().hold({}, { deadlineMs: 100 }));
  const took = performance.now() - began;
  assert.ok(took >= 95 && took < 3_000, `it took ${took} ms`);
  assert.deepEqual([error.code, error.retryable, error.refused], ['DEADLINE_EXCEEDED', true, false]);
  await gone.raised;
});

test('an attempt that takes too long is made again, within the deadline of the call', async () => {
  const requestIds: string[] = [];
  const service = await services.start({
    Hold: (call, callback) => {
      requestIds.push(call.request.requestId);
      if (requestIds.length === 2) callback(null, RESERVATION);
    },
  });
  const client = service.client({ retry: { attemptMs: 50, baseMs: 1, maxMs: 1 } });
  assert.equal((await client.hold({})).reservationId, 'r-1');
  assert.equal(new Set(requestIds).size, 1);
  assert.equal(requestIds.length, 2);
});

test('a signal calls a call off, and the service hears of it', async () => {
  const [arrived, gone] = [signal(), signal()];
  const service = await services.start({
    Hold: (call) => {
      call.on('cancelled', () => gone.raise());
      arrived.raise();
    },
  });
  const controller = new AbortController();
  const call = failure(service.client().hold({}, { signal: controller.signal }));
  await arrived.raised;
  const reason = new Error('the customer left');
  controller.abort(reason);
  const error = await call;
  assert.deepEqual([error.code, error.cause, error.retryable], ['CANCELLED', reason, false]);
  await gone.raised;
});

test('a signal ends a wait between attempts, and one that is raised already keeps the call from being sent', async () => {
  const { service, requests } = await holding([AWAY]);
  const client = service.client({ retry: { baseMs: 3_600_000, maxMs: 3_600_000 }, deadlineMs: 36_000_000 });
  const call = failure(client.hold({}, { signal: AbortSignal.timeout(50) }));
  assert.equal((await call).code, 'CANCELLED');
  assert.equal((await failure(client.hold({}, { signal: AbortSignal.abort() }))).code, 'CANCELLED');
  assert.equal(requests.length, 1);
});

test('an outage is not multiplied: when most calls fail, they are not made again', async () => {
  let asked = 0;
  const service = await services.start({
    Hold: (_call, callback) => {
      asked += 1;
      callback(AWAY);
    },
  });
  const client = service.client({ retry: { baseMs: 0.1, maxMs: 0.1 } });
  const calls = 200;
  for (let call = 0; call < calls; call += 1) await failure(client.hold({}));
  assert.ok(asked >= calls && asked < calls + 60, `${asked} attempts of ${calls} calls`);
});

test('a number that is not whole and a time that is none are not sent', async () => {
  const service = await services.start({ Charge: (_call, callback) => callback(null, {}) });
  const client = service.client();
  await assert.rejects(client.charge({ userId: 'u', amount: 1.5 }), new RangeError('amount is 1.5, which is not a whole number'));
  await assert.rejects(client.charge({ userId: 'u', amount: Number.NaN }), RangeError);
  await assert.rejects(client.createSchedule({ startsAt: new Date('soon') }), new TypeError('startsAt is an invalid Date'));
});

test('closing calls off what is under way, and what comes later', async () => {
  const arrived = signal();
  const service = await services.start({ Hold: () => arrived.raise() });
  const client = service.client();
  const call = failure(client.hold({}));
  await arrived.raised;
  client.close();
  for (const error of [await call, await failure(client.getBalance({}))]) {
    assert.deepEqual([error.code, error.message.endsWith('the client is closed')], ['CANCELLED', true]);
  }
});

test('nobody there: the error says where, and a service that comes in time is found', async () => {
  const first = await services.start({});
  const { port } = first;
  first.stop();
  const client = connect({ address: `127.0.0.1:${port}`, retry: { attempts: 1_000, baseMs: 20, maxMs: 50 }, deadlineMs: 20_000 });
  const error = await failure(client.getBalance({}, { deadlineMs: 150 }));
  assert.ok(error.code === 'UNAVAILABLE' || error.code === 'DEADLINE_EXCEEDED', error.code);
  assert.match(error.message, /127\.0\.0\.1/);
  const call = client.getBalance({ userId: 'u' });
  await services.start({ GetBalance: (_call, callback) => callback(null, { balance: 12 }) }, { port });
  assert.equal((await call).balance, 12);
  client.close();
});

test('options that cannot be are said at once', () => {
  const address = '127.0.0.1:1';
  assert.throws(() => connect({ address: 'http://127.0.0.1:50051' }), /write host:port/);
  assert.throws(() => connect({ address: 'frontrow' }), /write host:port/);
  assert.throws(() => connect({ address, tls: { cert: 'only one of them' } }), /tls.cert and tls.key go together/);
  assert.throws(() => connect({ address, deadlineMs: 0 }), /deadlineMs is 0/);
  assert.throws(() => connect({ address, retry: { attempts: -1 } }), /retry.attempts is -1/);
});

test.run();
