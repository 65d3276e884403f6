/** A peer's hold route answers as the node's does. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { buildPeerApp } from '../../../bench/peers/app.js';
import type { HoldOrder, HoldOutcome } from '../../../bench/peers/seat-store.js';
import { Identities } from '../../../bench/support/identities.js';
import { createAccessTokens } from '../../../src/identity/access-tokens.js';
import { deriveKeyRing } from '../../../src/identity/keys.js';
import { createQueueTokens } from '../../../src/identity/queue-tokens.js';

const CONCERT = '3f2a91c07b5e4d18';
const SCHEDULE = `${CONCERT}-9a0c21bb47f3`;
const SUFFIX = '0b6c1d8e9f20412aa7c35be1d2f40896';
const NOW = Date.now();
const HOLD_MS = 300_000;

const identities = new Identities();
const secrets = { current: identities.secret, previous: null };
const queueTokens = createQueueTokens({ ring: deriveKeyRing(secrets, 'queue-token') });
const [ada, bob] = [identities.guest(), identities.guest()];

function queueToken(userId: string, concertId = CONCERT): string {
  return queueTokens.sign({ concertId, userId, seq: 1, issuedAt: NOW, keyId: queueTokens.currentKeyId });
}

function peer(outcome: HoldOutcome) {
  const orders: HoldOrder[] = [];
  const app = buildPeerApp({
    store: {
      hold: async (order) => {
        orders.push(order);
        return outcome;
      },
      close: async () => undefined,
    },
    accessTokens: createAccessTokens({ ring: deriveKeyRing(secrets, 'access-token'), ttlSeconds: 60 }),
    queueTokens,
    mintReservation: () => SUFFIX,
    now: () => NOW,
    holdMs: HOLD_MS,
  });
  const hold = async (headers: Readonly<Record<string, string>>, body: object = { scheduleId: SCHEDULE, seats: [12] }) => {
    const {
      statusCode,
      payload,
      headers: answered,
    } = await app.inject({ method: 'POST', url: '/api/v1/reservations', headers, payload: body });
    return { status: statusCode, body: JSON.parse(payload) as Record<string, unknown>, type: String(answered['content-type']) };
  };
  return { orders, hold };
}

const good = { authorization: `Bearer ${ada.accessToken}`, 'queue-token': queueToken(ada.userId) };
const HELD: HoldOutcome = { kind: 'HELD', amount: 1_400 };

test('a hold is answered 201 with the reservation', async () => {
  const { orders, hold } = peer(HELD);
  const { status, body } = await hold(good, { scheduleId: SCHEDULE, seats: [13, 12] });
  assert.equal(status, 201);
  assert.deepEqual(body, {
    reservationId: `${SCHEDULE}-r-${SUFFIX}`,
    scheduleId: SCHEDULE,
    concertId: SCHEDULE.slice(0, 16),
    seats: [12, 13],
    adjacent: true,
    amount: 1_400,
    status: 'HELD',
    heldAt: new Date(NOW).toISOString(),
    expiresAt: new Date(NOW + HOLD_MS).toISOString(),
    expiresInSeconds: 300,
    paymentId: null,
  });
  assert.deepEqual(
    orders.map(({ userId, seats }) => [userId, seats]),
    [[ada.userId, [12, 13]]],
  );
});

test('a taken seat is answered 400 SEAT_UNAVAILABLE with the conflicts, an unknown schedule 404', async () => {
  const taken = await peer({ kind: 'UNAVAILABLE', conflicts: [{ seat: 12, status: 'HELD' }] }).hold(good);
  assert.deepEqual([taken.status, taken.body['code'], taken.type], [400, 'SEAT_UNAVAILABLE', 'application/problem+json']);
  assert.deepEqual(taken.body['conflicts'], [{ seat: 12, status: 'HELD' }]);
  const unknown = await peer({ kind: 'SCHEDULE_NOT_FOUND' }).hold(good);
  assert.deepEqual([unknown.status, unknown.body['code']], [404, 'SCHEDULE_NOT_FOUND']);
});

test('both tokens are checked, in the order of the contract, and nothing reaches the store before', async () => {
  const { orders, hold } = peer(HELD);
  const { authorization } = good;
  const refusals = [
    await hold({ 'queue-token': good['queue-token'] }),
    await hold({ authorization: `${authorization}x`, 'queue-token': good['queue-token'] }),
    await hold({ authorization }),
    await hold({ authorization, 'queue-token': `${good['queue-token']}x` }),
    await hold({ authorization, 'queue-token': queueToken(bob.userId) }),
    await hold({ authorization, 'queue-token': queueToken(ada.userId, '0000000000000000') }),
    await hold(good, { scheduleId: SCHEDULE, seats: ['12'] }),
  ];
  assert.deepEqual(
    refusals.map(({ status, body }) => [status, body['code']]),
    [
      [401, 'ACCESS_TOKEN_INVALID'],
      [401, 'ACCESS_TOKEN_INVALID'],
      [400, 'QUEUE_TOKEN_REQUIRED'],
      [401, 'QUEUE_TOKEN_INVALID'],
      [403, 'QUEUE_TOKEN_MISMATCH'],
      [403, 'QUEUE_TOKEN_MISMATCH'],
      [400, 'VALIDATION_FAILED'],
    ],
  );
  assert.deepEqual(orders, []);
});

test.run();
