/** Nothing is begun for a call that nobody waits for, no call is left without an answer, and none brings the node down. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerUnaryCall } from '@grpc/grpc-js';
import { test } from 'uvu';
import type { Envelope, Router } from '../../src/cluster/router.js';
import { GrpcTestService } from '../support/grpc-service.js';
import { atRest } from '../support/manual-clock.js';

interface Asked {
  readonly type: string;
  readonly deadline: number | undefined;
}

/** Sees every command on its way to an entity, and holds back or breaks those of one type. */
class Spy {
  readonly asked: Asked[] = [];
  private readonly waiting: (() => void)[] = [];
  holdsBack: string | null = null;
  breaks: string | null = null;
  onAsk: () => void = () => undefined;

  readonly through = (router: Router): Router => ({
    ask: async (entity, envelope: Envelope) => {
      const { type } = envelope.command as { readonly type: string };
      this.asked.push({ type, deadline: envelope.deadline });
      this.onAsk();
      if (type === this.breaks) throw new Error('broken on purpose');
      if (type === this.holdsBack) await new Promise<void>((resolve) => this.waiting.push(resolve));
      return router.ask(entity, envelope);
    },
  });

  get types(): readonly string[] {
    return this.asked.map(({ type }) => type);
  }

  /** Resolves when a command of that type is on its way. */
  reached(type: string): Promise<void> {
    return new Promise((resolve) => {
      this.onAsk = () => {
        if (this.types.includes(type)) resolve();
      };
      this.onAsk();
    });
  }

  letGo(): void {
    this.holdsBack = null;
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  reset(): void {
    this.asked.length = 0;
    this.holdsBack = null;
    this.breaks = null;
    this.onAsk = () => undefined;
  }
}

const CALL_TIMEOUT_MS = 10_000;
const spy = new Spy();
const service = await GrpcTestService.start({ through: spy.through });
const { facade } = service;
test.after(() => service.stop());
test.before.each(() => {
  spy.reset();
  service.observed.length = 0;
  service.log.length = 0;
  service.onIdentify = () => undefined;
});

async function sale() {
  const made = await facade.concert();
  const ticket = await service.ticketFor(made.concertId);
  spy.reset();
  service.observed.length = 0;
  return { ...made, hold: { ...ticket, scheduleId: made.scheduleId, seats: { numbers: [1] } } };
}

/** The calls observed, once there are so many. */
async function observed(count: number) {
  while (service.observed.length < count) await new Promise((resolve) => setImmediate(resolve));
  return service.observed.map(({ method, status, code }) => ({ method, status, code }));
}

/** For the next call: resolves when the server knows that nobody waits for it any more, which is a little later than the client does. */
function serverHears(): () => Promise<void> {
  let hears: Promise<void> | null = null;
  service.onIdentify = (presented) => {
    hears = once(presented as ServerUnaryCall<unknown, unknown>, 'cancelled').then(() => undefined);
  };
  return () => hears ?? Promise.reject(new Error('no call came'));
}

/** Blocks the loop, so that nothing else can notice that time has passed. */
function spin(ms: number): void {
  const until = Date.now() + ms;
  while (Date.now() < until);
}

test('entities get the deadline of the call, on the node clock', async () => {
  const { hold } = await sale();
  await service.must('Hold', hold, { timeoutMs: 5_000 });
  const left = spy.asked.map(({ deadline = NaN }) => deadline - facade.clock.now());
  assert.deepEqual(spy.types, ['CheckActive', 'Hold']);
  assert.ok(
    left.every((ms) => ms > 3_000 && ms <= 5_000),
    String(left),
  );
});

test('a call without a deadline, and one with a distant one, has the time the node gives it', async () => {
  const { hold } = await sale();
  await service.must('Hold', hold);
  await service.must('Hold', hold, { timeoutMs: 3_600_000 });
  assert.deepEqual(
    spy.asked.map(({ deadline }) => deadline),
    Array.from({ length: 4 }, () => facade.clock.now() + CALL_TIMEOUT_MS),
  );
});

test('a call whose deadline has passed is not started', async () => {
  const { hold } = await sale();
  service.onIdentify = () => spin(60);
  const { status } = await service.ask('Hold', hold, { timeoutMs: 50 });
  assert.equal(status, 'DEADLINE_EXCEEDED');
  assert.deepEqual(await observed(1), [{ method: 'Hold', status: 'DEADLINE_EXCEEDED', code: null }]);
  assert.deepEqual(spy.types, []);
});

test('a call whose deadline passes between two steps does not take the second', async () => {
  const { hold, scheduleId } = await sale();
  spy.holdsBack = 'CheckActive';
  const heard = serverHears();
  const { status } = await service.ask('Hold', hold, { timeoutMs: 50 });
  assert.equal(status, 'DEADLINE_EXCEEDED');
  await heard();
  spy.letGo();
  const [call] = await observed(1);
  // The client gives up at its deadline, a moment before it is one for the node.
  assert.ok(call !== undefined && ['DEADLINE_EXCEEDED', 'CANCELLED'].includes(call.status), call?.status);
  assert.deepEqual(spy.types, ['CheckActive']);
  const seats = await service.must('GetSeats', { scheduleId }, { service: 'box-office' });
  assert.equal(seats.statuses[0], 1);
});

test('a call that is cancelled between two steps does not take the second', async () => {
  const { hold } = await sale();
  spy.holdsBack = 'CheckActive';
  const heard = serverHears();
  let cancel = (): void => undefined;
  const asking = service.ask('Hold', hold, { onCall: (call) => (cancel = () => call.cancel()) });
  await spy.reached('CheckActive');
  cancel();
  assert.equal((await asking).status, 'CANCELLED');
  await heard();
  spy.letGo();
  assert.deepEqual(await observed(1), [{ method: 'Hold', status: 'CANCELLED', code: null }]);
  assert.deepEqual(spy.types, ['CheckActive']);
});

test('a payment that is cancelled before its turn was checked is not begun', async () => {
  const { hold, scheduleId } = await sale();
  spy.holdsBack = 'CheckActive';
  const heard = serverHears();
  let cancel = (): void => undefined;
  const { userId, queueToken } = hold;
  const asking = service.ask(
    'Pay',
    { userId, queueToken, reservationId: `${scheduleId}-r-${'0'.repeat(32)}` },
    { onCall: (call) => (cancel = () => call.cancel()) },
  );
  await spy.reached('CheckActive');
  cancel();
  await asking;
  await heard();
  spy.letGo();
  await observed(1);
  assert.deepEqual(spy.types, ['CheckActive']);
});

test('a call that takes longer than any may is answered UNAVAILABLE, and may be tried again', async () => {
  const { hold } = await sale();
  spy.holdsBack = 'Hold';
  const asking = service.ask('Hold', hold);
  await spy.reached('Hold');
  await facade.clock.pass(CALL_TIMEOUT_MS - 1);
  assert.deepEqual(service.observed, []);
  await facade.clock.pass(1);
  const { status, code, retryAfterSeconds } = await asking;
  assert.deepEqual([status, code, retryAfterSeconds], ['UNAVAILABLE', 'UNAVAILABLE', 1]);
  spy.letGo();
  await atRest();
  assert.deepEqual(await observed(1), [{ method: 'Hold', status: 'UNAVAILABLE', code: 'UNAVAILABLE' }], 'it is answered once');
});

test('calls are overdue in the order in which they began, whatever was answered meanwhile', async () => {
  const { hold } = await sale();
  spy.holdsBack = 'Hold';
  const first = service.ask('Hold', hold);
  await spy.reached('Hold');
  await facade.clock.pass(4_000);
  spy.holdsBack = null;
  await service.must('Hold', { ...hold, userId: hold.userId, seats: { numbers: [2] } });
  spy.holdsBack = 'Hold';
  spy.asked.length = 0;
  const last = service.ask('Hold', { ...hold, seats: { numbers: [3] } });
  await spy.reached('Hold');
  await facade.clock.pass(6_000);
  assert.equal((await first).code, 'UNAVAILABLE');
  await observed(2);
  assert.equal(service.observed.length, 2);
  await facade.clock.pass(4_000);
  assert.equal((await last).code, 'UNAVAILABLE');
  spy.letGo();
  await atRest();
});

test('a node that is not ready turns calls away before it asks who calls', async () => {
  let identified = 0;
  service.onIdentify = () => (identified += 1);
  facade.ready = false;
  const { status, code, retryAfterSeconds } = await service.ask('ListConcerts', {}, { service: 'stranger' });
  facade.ready = true;
  assert.deepEqual([status, code, retryAfterSeconds, identified], ['UNAVAILABLE', 'UNAVAILABLE', 1, 0]);
});

test('what breaks is INTERNAL, is logged, and says nothing of itself', async () => {
  spy.breaks = 'GetBalance';
  const { status, code, text, members } = await service.ask('GetBalance', { userId: facade.fan().userId });
  assert.deepEqual([status, code, members], ['INTERNAL', 'INTERNAL', {}]);
  assert.ok(!text.includes('on purpose'));
  const [line] = service.log;
  assert.equal(line?.level, 'error');
  assert.equal(line.members['method'], 'GetBalance');
  assert.match(String(line.members['err']), /broken on purpose/);
  assert.deepEqual(await observed(1), [{ method: 'GetBalance', status: 'INTERNAL', code: 'INTERNAL' }]);
});

test('when it cannot be said who calls, that is INTERNAL too', async () => {
  service.onIdentify = () => {
    throw new Error('broken on purpose');
  };
  assert.equal((await service.ask('GetBalance', { userId: facade.fan().userId })).code, 'INTERNAL');
  assert.equal(service.log.length, 1);
});

test('refusals are observed with their status and their code', async () => {
  await service.ask('Charge', { userId: facade.fan().userId, amount: 0 });
  assert.deepEqual(await observed(1), [{ method: 'Charge', status: 'INVALID_ARGUMENT', code: 'INVALID_AMOUNT' }]);
});

test.run();
