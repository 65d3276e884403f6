/** Who may own seats: never too few, and few too many. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { test } from 'uvu';
import { atOnce } from '../../src/domain/column.js';
import { hashOfId } from '../../src/domain/id-column.js';
import { mayOwn } from '../../src/domain/schedule/owner-filter.js';
import type { SharedSeatsView } from '../../src/domain/schedule/protocol.js';
import { Reservations } from '../../src/domain/schedule/reservations.js';
import * as the from './schedule/story.js';
import { HANA, JUNO, MINA } from './schedule/story.js';

const HALL_USERS = 5_000;

function held(reservations: Reservations, row: number, userId: string): number {
  const suffix = row.toString(16).padStart(32, '0');
  return reservations.add({ suffix, userId, seats: [row + 1], amount: 1, heldAt: 0, expiresAt: 1 });
}

test('whoever owns a seat may own one, before and after a snapshot, whenever it is asked', () => {
  const users = Array.from({ length: 40 }, () => randomUUID());
  const steps = fc.array(fc.record({ user: fc.nat(users.length - 1), release: fc.boolean(), ask: fc.boolean() }), { maxLength: 100 });
  fc.assert(
    fc.property(steps, (played) => {
      const reservations = new Reservations();
      const open: { readonly row: number; readonly userId: string }[] = [];
      played.forEach(({ user, release, ask }, step) => {
        const userId = users[user] ?? '';
        open.push({ row: held(reservations, step, userId), userId });
        const ended = release ? open.shift() : undefined;
        if (ended !== undefined) reservations.move(ended.row, 'HELD', 'RELEASED');
        if (!ask) return;
        const owners = reservations.ownerBits();
        for (const one of open) assert.ok(mayOwn(owners, hashOfId(one.userId)));
      });
      const owners = atOnce(Reservations.decode(atOnce(reservations.encode()))).ownerBits();
      for (const { userId } of open) assert.ok(mayOwn(owners, hashOfId(userId)));
    }),
  );
});

test('few who own nothing are taken for owners, also after many owned seats for a while', () => {
  const reservations = new Reservations();
  reservations.ownerBits();
  for (let row = 0; row < 4 * HALL_USERS; row += 1) {
    held(reservations, row, randomUUID());
    if (row >= HALL_USERS) reservations.move(row - HALL_USERS, 'HELD', 'RELEASED');
  }
  const owners = reservations.ownerBits();
  const strangers = Array.from({ length: 2_000 }, () => randomUUID()).filter((userId) => mayOwn(owners, hashOfId(userId)));
  assert.ok(strangers.length < 2_000 / 4, `${strangers.length} of 2,000`);
});

test('what everybody sees of a schedule is what a stranger is told, and says who may be told more', () => {
  const story = the.onSale();
  the.buy(story, MINA, 3);
  the.hold(story, JUNO, 7, 8);
  const { owners, ...shared } = story.must<SharedSeatsView>({ type: 'ShareSeats' });
  assert.deepEqual(shared, the.seatsFor(story, HANA));
  assert.deepEqual(the.seatsFor(story, JUNO).mine, [7, 8]);
  const told = [MINA, JUNO, HANA].map((userId) => mayOwn(owners, hashOfId(userId)));
  assert.deepEqual(told, [true, true, false]);
});

test('what is no id owns nothing, and breaks nothing', () => {
  assert.equal(mayOwn(new Reservations().ownerBits(), hashOfId('nobody')), false);
});

test.run();
