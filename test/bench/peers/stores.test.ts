/** Every peer keeps the same promises as the node: all or nothing, one holder per seat, and what was acknowledged survives kill -9. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { faultsOf } from '../../../bench/peers/books.js';
import { PEER_KINDS } from '../../../bench/peers/kind.js';
import type { PeerKind } from '../../../bench/peers/kind.js';
import { peerMissing } from '../../../bench/peers/peer-process.js';
import { PRICE, PeerStage, SEATS } from './peer-stage.js';

const HOUR_MS = 3_600_000;
const FANS = 50;
const KILLED_AFTER = 500;
const ELSEWHERE = '3f2a91c07b5e4d18-000000000000';

async function withPeer(kind: PeerKind, use: (stage: PeerStage) => Promise<void>): Promise<void> {
  const stage = await PeerStage.open(kind);
  try {
    await use(stage);
  } finally {
    await stage.close();
  }
}

function promisesOf(kind: PeerKind): void {
  test(`${kind}: seats are held all or nothing, and a refusal names what stands in the way`, async () =>
    withPeer(kind, async (stage) => {
      const { store } = stage;
      assert.deepEqual(await store.hold(stage.order([1, 2])), { kind: 'HELD', amount: 2 * PRICE });
      assert.deepEqual(await store.hold(stage.order([2])), { kind: 'UNAVAILABLE', conflicts: [{ seat: 2, status: 'HELD' }] });
      assert.deepEqual(await store.hold(stage.order([2, 3])), { kind: 'UNAVAILABLE', conflicts: [{ seat: 2, status: 'HELD' }] });
      assert.deepEqual(await store.hold(stage.order([3, SEATS + 1])), { kind: 'SEAT_NOT_FOUND', seats: [SEATS + 1] });
      assert.deepEqual(await store.hold(stage.order([1], { scheduleId: ELSEWHERE })), { kind: 'SCHEDULE_NOT_FOUND' });
      assert.deepEqual(await store.hold(stage.order([3])), { kind: 'HELD', amount: PRICE }, 'what was refused left no trace');
      assert.deepEqual(faultsOf(await stage.database.books(), 2), []);
    }));

  test(`${kind}: a hold that has run out stands in nobody's way`, async () =>
    withPeer(kind, async (stage) => {
      const { store } = stage;
      await store.hold(stage.order([5], { heldAt: Date.now() - HOUR_MS }));
      const again = stage.order([5]);
      assert.deepEqual(await store.hold(again), { kind: 'HELD', amount: PRICE });
      const { seats } = await stage.database.books();
      assert.deepEqual(
        seats.map(({ seat, reservationId }) => [seat, reservationId]),
        [[5, again.reservationId]],
      );
    }));

  test(`${kind}: of many who want the same seats at once, nobody gets half and nobody gets another's`, async () =>
    withPeer(kind, async (stage) => {
      const wanted = Array.from({ length: 400 }, (_, at) => [1 + (at % 20), 2 + (at % 20), 3 + (at % 20)]);
      const outcomes = await Promise.all(wanted.map(async (seats) => stage.store.hold(stage.order(seats))));
      const held = outcomes.filter(({ kind: became }) => became === 'HELD').length;
      assert.ok(held > 0 && held <= 7, `${held} holds of three seats out of 22`);
      assert.ok(outcomes.every(({ kind: became }) => became === 'HELD' || became === 'UNAVAILABLE'));
      assert.deepEqual(faultsOf(await stage.database.books(), held), []);
    }));

  test(`${kind}: after kill -9 in the middle of a sale every acknowledged hold is there`, async () =>
    withPeer(kind, async (stage) => {
      const acknowledged: string[] = [];
      const seats = Array.from({ length: SEATS }, (_, at) => at + 1).values();
      await new Promise<void>((resolve, reject) => {
        const fan = async (): Promise<void> => {
          for (const seat of seats) {
            const order = stage.order([seat]);
            await stage.store.hold(order);
            acknowledged.push(order.reservationId);
            if (acknowledged.length === KILLED_AFTER) stage.database.kill().then(resolve, reject);
          }
        };
        // What was under way when the server was killed may have any outcome: a driver may not even say that no answer will come.
        for (let started = 0; started < FANS; started += 1) fan().catch(() => undefined);
      });
      assert.ok(acknowledged.length < SEATS, 'the server was killed before all was done');
      await stage.store.close();
      await stage.restart();
      const books = await stage.database.books();
      const there = new Set(books.reservations.map(({ reservationId }) => reservationId));
      assert.deepEqual(
        acknowledged.filter((reservationId) => !there.has(reservationId)),
        [],
      );
      assert.deepEqual(faultsOf(books, books.reservations.length), []);
    }));
}

for (const kind of PEER_KINDS) {
  const lacking = await peerMissing(kind);
  if (lacking === null) promisesOf(kind);
  else test(`${kind}: who lacks it is told how to get it`, () => assert.match(lacking, /apt-get install/));
}

test.run();
