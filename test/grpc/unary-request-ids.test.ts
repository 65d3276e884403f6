/** A mutation repeated with its request id has one effect and the same answer. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { Envelope, Router } from '../../src/cluster/router.js';
import { GrpcTestService } from '../support/grpc-service.js';
import type { MessageOf, RequestOf, UnaryName } from '../support/grpc-service.js';

/** Commands of this type wait until they are let go. */
class Gate {
  private readonly waiting: (() => void)[] = [];
  holdsBack: string | null = null;

  readonly through = (router: Router): Router => ({
    ask: async (entity, envelope: Envelope) => {
      if ((envelope.command as { type: string }).type === this.holdsBack) await new Promise<void>((resolve) => this.waiting.push(resolve));
      return router.ask(entity, envelope);
    },
  });

  get held(): number {
    return this.waiting.length;
  }

  letGo(): void {
    this.holdsBack = null;
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

const gate = new Gate();
const service = await GrpcTestService.start({ through: gate.through });
const { facade } = service;
test.after(() => service.stop());

const startsAt = { seconds: Math.floor(facade.clock.now() / 1000) + 86_400 };

async function sale() {
  const made = await facade.concert();
  const ticket = await service.ticketFor(made.concertId);
  return { ...made, userId: ticket.userId, ticket };
}

async function eventCount(): Promise<number> {
  return (await service.must('ListEvents', { limit: 1_000 })).items.length;
}

/** The same request twice: one effect, one answer. */
function repeats<Name extends UnaryName>(
  name: Name,
  what: string,
  request: () => Promise<RequestOf<Name>>,
  other: (request: RequestOf<Name>) => RequestOf<Name>,
): void {
  test(`${name} repeated with its request id has one effect and the same answer`, async () => {
    const first = { ...(await request()), requestId: `once ${name}` };
    const answer: MessageOf<Name> = await service.must(name, first);
    const events = await eventCount();
    assert.deepEqual(await service.must(name, first), answer);
    assert.equal(await eventCount(), events);
  });

  test(`${name} with the request id of another ${what} is refused`, async () => {
    const first = { ...(await request()), requestId: `reused ${name}` };
    await service.must(name, first);
    const events = await eventCount();
    const { status, code } = await service.ask(name, { ...other(first), requestId: `reused ${name}` });
    assert.equal(`${status} ${code}`, 'INVALID_ARGUMENT IDEMPOTENCY_KEY_REUSED');
    assert.equal(await eventCount(), events);
  });
}

repeats(
  'Hold',
  'choice',
  async () => {
    const { ticket, scheduleId } = await sale();
    return { ...ticket, scheduleId, bestAvailable: { count: 1 } };
  },
  (request) => ({ ...request, bestAvailable: { count: 2 } }),
);
repeats(
  'Charge',
  'amount',
  async () => ({ userId: facade.fan().userId, amount: 5 }),
  (request) => ({ ...request, amount: 6 }),
);
repeats(
  'CreateConcert',
  'title',
  async () => ({ title: 'Once' }),
  () => ({ title: 'Twice' }),
);
repeats(
  'CreateSchedule',
  'cap',
  async () => ({ concertId: (await facade.concert()).concertId, startsAt }),
  (request) => ({ ...request, maxSeatsPerUser: 0 }),
);
repeats(
  'ConfigureQueue',
  'setting',
  async () => ({ concertId: (await facade.concert()).concertId, settings: { maxActive: 5 } }),
  (request) => ({ ...request, settings: { maxActive: 6 } }),
);
repeats(
  'SetBlockedSeats',
  'list',
  async () => ({ scheduleId: (await facade.concert()).scheduleId, block: [1] }),
  (request) => ({ ...request, block: [1, 2] }),
);

test('IssueToken, LeaveQueue, Release and Pay repeated with their request ids answer the same', async () => {
  const { concertId, ticket, scheduleId, userId } = await sale();
  const requestId = 'again';
  const issued = await service.must('IssueToken', { userId, concertId, requestId });
  assert.deepEqual(await service.must('IssueToken', { userId, concertId, requestId }), issued);
  const first = await service.must('Hold', { ...ticket, scheduleId, seats: { numbers: [1] } });
  const released = await service.must('Release', { userId, reservationId: first.reservationId, requestId });
  assert.deepEqual(await service.must('Release', { userId, reservationId: first.reservationId, requestId }), released);
  await service.must('Charge', { userId, amount: 50_000 });
  const second = await service.must('Hold', { ...ticket, scheduleId, seats: { numbers: [2] } });
  const payment = await service.must('Pay', { ...ticket, reservationId: second.reservationId, requestId });
  assert.deepEqual(await service.must('Pay', { ...ticket, reservationId: second.reservationId, requestId }), payment);
  assert.deepEqual(await service.must('LeaveQueue', { ...ticket, requestId }), {});
  assert.deepEqual(await service.must('LeaveQueue', { ...ticket, requestId }), {});
});

test('without a request id nothing is remembered', async () => {
  const { userId } = facade.fan();
  await service.must('Charge', { userId, amount: 5 });
  assert.equal((await service.must('Charge', { userId, amount: 5 })).balance, 10);
});

test('a fresh queue token does not make a repeat another request', async () => {
  const { concertId, scheduleId, userId, ticket } = await sale();
  const hold = { userId, scheduleId, bestAvailable: { count: 1 }, requestId: 'later' };
  const held = await service.must('Hold', { ...hold, queueToken: ticket.queueToken });
  await service.must('LeaveQueue', ticket);
  const { token: queueToken } = await service.must('IssueToken', { userId, concertId });
  assert.notEqual(queueToken, ticket.queueToken);
  assert.deepEqual(await service.must('Hold', { ...hold, queueToken }), held);
});

test('two services may use the same request id', async () => {
  const { userId } = facade.fan();
  await service.must('Charge', { userId, amount: 5, requestId: 'mine' });
  assert.equal((await service.must('Charge', { userId, amount: 7, requestId: 'mine' }, { service: 'box-office' })).balance, 12);
});

test("a request id is not the key of a user's own request over REST", async () => {
  const { concertId, scheduleId } = await facade.concert();
  const fan = await facade.fanIn(concertId);
  const ticket = { userId: fan.userId, queueToken: fan.queueToken ?? '' };
  await service.must('Hold', { ...ticket, scheduleId, seats: { numbers: [1] }, requestId: 'one' });
  for (const key of ['one', 'till/one', 'till|one', 'tillone']) {
    const answer = await fan.hold(scheduleId, [2], { 'idempotency-key': key });
    assert.equal(answer.status, 201, key);
    await fan.delete(`/api/v1/reservations/${answer.body.reservationId}`);
  }
});

test('a refusal is decided anew', async () => {
  const { ticket, scheduleId, userId } = await sale();
  const { reservationId } = await service.must('Hold', { ...ticket, scheduleId, seats: { numbers: [1] } });
  const pay = { ...ticket, reservationId, requestId: 'pay' };
  assert.equal((await service.ask('Pay', pay)).code, 'INSUFFICIENT_POINTS');
  await service.must('Charge', { userId, amount: 50_000 });
  assert.equal((await service.must('Pay', pay)).status, 'PAYMENT_STATUS_COMPLETED');
});

test('while the first request is under way, its repeat is refused and may come again soon', async () => {
  const { userId } = facade.fan();
  gate.holdsBack = 'Charge';
  const first = service.ask('Charge', { userId, amount: 5, requestId: 'slow' });
  while (gate.held === 0) await new Promise((resolve) => setImmediate(resolve));
  const { status, code, retryAfterSeconds } = await service.ask('Charge', { userId, amount: 5, requestId: 'slow' });
  assert.deepEqual([status, code, retryAfterSeconds], ['ABORTED', 'IDEMPOTENCY_IN_PROGRESS', 1]);
  gate.letGo();
  assert.equal((await first).status, 'OK');
  assert.equal((await service.must('Charge', { userId, amount: 5, requestId: 'slow' })).balance, 5);
});

for (const [what, requestId] of [
  ['longer than 128 characters', 'x'.repeat(129)],
  ['with a control character', 'a\nb'],
  ['beyond ASCII', 'naïve'],
] as const) {
  test(`a request id ${what} is refused before anything is done`, async () => {
    const { userId } = facade.fan();
    const { status, code, fields } = await service.ask('Charge', { userId, amount: 5, requestId });
    assert.deepEqual([status, code, fields], ['INVALID_ARGUMENT', 'VALIDATION_FAILED', ['request_id']]);
    assert.equal((await service.must('GetBalance', { userId })).balance, 0);
  });
}

test('a request id of 128 characters, spaces among them, does', async () => {
  const { userId } = facade.fan();
  const requestId = ` ${'~'.repeat(126)} `;
  await service.must('Charge', { userId, amount: 5, requestId });
  assert.equal((await service.must('Charge', { userId, amount: 5, requestId })).balance, 5);
});

test.run();
