/** Trials on real nodes, small. */
import { suite } from 'uvu';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runFlows } from '../../../bench/load/closed-loop.js';
import type { AroundLoad } from '../../../bench/load/closed-loop.js';
import { auditDataDirectory } from '../../../bench/support/journal-audit.js';
import { temporaryDataDir } from '../../../bench/support/node-process.js';
import { openSale } from '../../../bench/support/open-sale.js';
import { trialOfOurs, trialOfReference } from '../../../bench/support/trial.js';
import { loadsOf, mustHaveHeld, newSeats } from '../../../bench/rows/hold-loads.js';
import { NO_HASH } from '../../../src/journal/port.js';
import { openSqliteJournal } from '../../../src/journal/sqlite/sqlite-journal.js';

interface Context {
  directory: string;
  remove: () => Promise<void>;
}

const USERS = 8;
const HOLDS = 60;

const test = suite<Context>('trial');

test.before.each(async (context) => {
  const { path, remove } = await temporaryDataDir();
  context.directory = path;
  context.remove = remove;
});

test.after.each(async ({ remove }) => {
  await remove();
});

function holdTrial(dataDir: string, holdsInBooks: number) {
  return trialOfOurs({
    dataDir,
    setUp: async (node) => {
      const { users, scheduleIds } = await openSale(node, { users: USERS, schedules: [HOLDS, HOLDS] });
      const [quiet = '', hot = ''] = scheduleIds;
      return loadsOf({
        ...{ users, connections: 4, expect: [201] },
        warmUp: newSeats([quiet], USERS, 1, HOLDS),
        measured: newSeats([hot], USERS, 1, HOLDS),
      });
    },
    mustAddUp: (books) => mustHaveHeld(books, holdsInBooks),
  });
}

test('what was answered stands in the books of the node that was killed; the reference gets the same load', async ({ directory }) => {
  const dataDir = join(directory, 'node');
  const { load, loads } = await holdTrial(dataDir, 2 * HOLDS);
  assert.deepEqual(load.statuses, { 201: HOLDS });
  assert.ok(!existsSync(dataDir), 'the data directory is removed');
  const reference = await trialOfReference({ routes: ['hold'] }, loads);
  assert.deepEqual(reference.load.statuses, { 201: HOLDS });
});

test('books that do not add up fail the trial', async ({ directory }) => {
  await assert.rejects(holdTrial(join(directory, 'node'), 2 * HOLDS + 1), /121 holds were acknowledged, the journal has 120/);
});

test('purchases are carried out whole, on a node and on the reference', async ({ directory }) => {
  const flowsOf = new Map<string, number>();
  const { loads, load } = await trialOfOurs({
    dataDir: join(directory, 'node'),
    setUp: async (node) => {
      const { users, userIds, concertId, scheduleIds } = await openSale(node, { users: USERS, schedules: [USERS, 2 * USERS] });
      const buy = (url: string, schedule: number, count: number, around?: AroundLoad) => {
        const purchases = Array.from({ length: count }, (_, index) => ({
          user: index % USERS,
          scheduleId: scheduleIds[schedule] ?? '',
          seat: index + 1,
        }));
        const flow = { name: 'purchase', concertId, userIds, amount: 50_000, purchases } as const;
        return runFlows({ url, connections: 4, users, flow }, around);
      };
      return {
        warmUp: (url) => buy(url, 0, USERS),
        measured: async (url, around) => {
          const result = await buy(url, 1, 2 * USERS, around);
          flowsOf.set(url, result.flows);
          return result;
        },
      };
    },
    mustAddUp: ({ totals }) => {
      assert.equal(totals.payments.completed, 3 * USERS);
      assert.equal(totals.seats.booked, 3 * USERS);
      assert.equal(totals.money.revenue, 3 * USERS * 50_000);
    },
  });
  assert.deepEqual(load.statuses, { 200: 4 * USERS, 201: 4 * USERS });
  await trialOfReference({ routes: ['token', 'hold', 'charge', 'pay'] }, loads);
  assert.deepEqual([...flowsOf.values()], [2 * USERS, 2 * USERS]);
});

test('a broken promise fails the audit', async ({ directory }) => {
  const journal = await openSqliteJournal({ directory });
  const userId = '8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10';
  const held = { type: 'SeatHeld', reservationId: 'r', userId, seats: [1], amount: 1, expiresAt: 9 };
  const body = JSON.stringify({ events: [held] });
  const entity = 'schedule/3f2a91c07b5e4d18-9a0c21bb47f3';
  const record = { entity, expectedVersion: 0, schema: 1, epoch: 0, at: 1, wakeAt: null, openEffects: false, body };
  const written = await journal.append(record);
  assert.ok(written.status === 'durable' && written.hash !== NO_HASH);
  await journal.close();
  await assert.rejects(auditDataDirectory(directory), /the audit found \d+ violations, first: /);
});

test.run();
