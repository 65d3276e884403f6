/** The rights matrix: each method needs one right, and all others together do not do. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import { RIGHTS } from '../../src/grpc/callers.js';
import type { Right } from '../../src/grpc/callers.js';
import { GrpcTestService, UNARY_NAMES } from '../support/grpc-service.js';
import type { UnaryName } from '../support/grpc-service.js';

const service = await GrpcTestService.start();
test.after(() => service.stop());

/** As the protocol buffers document it. */
const RIGHT_OF: Readonly<Record<UnaryName, Right>> = {
  CreateUser: 'sell',
  IssueAccessToken: 'sell',
  IssueToken: 'sell',
  GetToken: 'read',
  LeaveQueue: 'sell',
  GetPosition: 'read',
  ListConcerts: 'read',
  ListDates: 'read',
  GetSeats: 'read',
  Hold: 'sell',
  Release: 'sell',
  GetReservation: 'read',
  ListReservations: 'read',
  Pay: 'sell',
  GetPayment: 'read',
  ListPayments: 'read',
  Charge: 'charge',
  GetBalance: 'read',
  ListTransactions: 'read',
  CreateConcert: 'admin',
  CreateSchedule: 'admin',
  ConfigureQueue: 'admin',
  SetBlockedSeats: 'admin',
  LookUpUser: 'admin',
  LookUpReservation: 'admin',
  GetSeatTimeline: 'admin',
  ListEvents: 'read',
};

for (const name of UNARY_NAMES) {
  const right = RIGHT_OF[name];

  test(`${name} is refused to a service that has every right but ${right}`, async () => {
    service.allow(
      'other',
      RIGHTS.filter((one) => one !== right),
    );
    const before = await service.facade.region.journal.events([], 1_000);
    const outcome = await service.ask(name, {}, { service: 'other' });
    assert.deepEqual([outcome.status, outcome.code], ['PERMISSION_DENIED', 'RIGHT_MISSING']);
    assert.deepEqual(outcome.members, { right });
    assert.deepEqual(await service.facade.region.journal.events([], 1_000), before);
  });

  test(`${name} is not refused for its right to a service that has only ${right}`, async () => {
    service.allow('only', [right]);
    const { code } = await service.ask(name, {}, { service: 'only' });
    assert.notEqual(code, 'RIGHT_MISSING');
  });
}

test('a service without any right may call nothing', async () => {
  service.allow('nothing', []);
  for (const name of UNARY_NAMES) assert.equal((await service.ask(name, {}, { service: 'nothing' })).code, 'RIGHT_MISSING', name);
});

test('the rights are those that the protocol buffers document', () => {
  const proto = readFileSync(new URL('../../../proto/frontrow/v1/ticketing.proto', import.meta.url), 'utf8');
  for (const name of UNARY_NAMES) {
    const comment = new RegExp(`((?: {2}//.*\\n)+) {2}rpc ${name}\\(`).exec(proto)?.[1] ?? '';
    assert.equal(/Right: ([a-z-]+)\./.exec(comment)?.[1], RIGHT_OF[name], name);
  }
});

test('only bypass-queue spares a service the queue token', async () => {
  const { concertId, scheduleId } = await service.facade.concert();
  const { userId } = service.facade.fan();
  const hold = { userId, scheduleId, seats: { numbers: [1] } };
  service.allow('seller', ['sell', 'read', 'charge', 'admin']);
  assert.equal((await service.ask('Hold', hold, { service: 'seller' })).code, 'QUEUE_TOKEN_REQUIRED');
  assert.equal((await service.ask('ListDates', { userId, concertId }, { service: 'seller' })).code, 'QUEUE_TOKEN_REQUIRED');
  assert.equal((await service.ask('GetSeats', { scheduleId }, { service: 'seller' })).code, 'VALIDATION_FAILED');
  service.allow('seller', ['sell', 'bypass-queue']);
  assert.equal((await service.ask('Hold', hold, { service: 'seller' })).status, 'OK');
});

test('bypass-queue does not spare a service the user', async () => {
  const { concertId, scheduleId } = await service.facade.concert();
  const ask = { service: 'box-office' };
  for (const { code, fields } of [
    await service.ask('ListDates', { concertId }, ask),
    await service.ask('Hold', { scheduleId, seats: { numbers: [1] } }, ask),
    await service.ask('Pay', { reservationId: `${scheduleId}-r-${'0'.repeat(32)}` }, ask),
  ]) {
    assert.deepEqual([code, fields], ['VALIDATION_FAILED', ['user_id']]);
  }
});

test.run();
