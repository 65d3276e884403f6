/** The client with a real node: what it does when the node is killed under it and comes back. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { FrontrowClient, SeatsProgress } from '../../src/grpc/client/index.js';
import { connect } from '../../src/grpc/client/index.js';
import { Stage } from './stage.js';

const DAY_MS = 86_400_000;
/** A node that was killed needs a few seconds on a busy machine. */
const PATIENT = { deadlineMs: 60_000, retry: { attempts: 1_000, baseMs: 50, maxMs: 500 } };

const stage = new Stage();
const clients: FrontrowClient[] = [];
test.after.each(async () => {
  for (const client of clients.splice(0)) client.close();
  await stage.dispose();
});

async function onSale() {
  const node = await stage.start({ dataDir: await stage.dataDir() });
  const client = connect({ address: node.grpcAddress, ...PATIENT });
  clients.push(client);
  const { concertId } = await client.createConcert({ title: 'Rides through it', queue: { maxActive: 2 } });
  const { scheduleId } = await client.createSchedule({ concertId, startsAt: new Date(Date.now() + DAY_MS) });
  const join = async () => {
    const { userId } = await client.createUser({});
    const { token } = await client.issueToken({ userId, concertId });
    return { userId, queueToken: token };
  };
  return { node, client, concertId, scheduleId, join };
}

test('calls, seats, line and event log go on where they stood when the node was killed and is started again', async () => {
  const { node, client, concertId, scheduleId, join } = await onSale();
  const [fan, other] = [await join(), await join()];
  const waiting = await join();
  const hold = (seat: number) => client.hold({ ...fan, scheduleId, seats: { numbers: [seat] } });
  await hold(1);

  const seats = client.watchSeats({ ...other, scheduleId });
  const line = client.watchQueue(waiting);
  const events = client.watchEvents({ types: ['SeatHeld'] });
  const first = await next(seats);
  assert.deepEqual([first.seats.status(1), first.seats.status(2), first.changed], ['HELD', 'AVAILABLE', []]);
  assert.deepEqual(await next(line).then((progress) => (progress.kind === 'waiting' ? progress.place.position : progress)), 1);
  const before = (await next(events)).items;
  assert.ok(before.length > 0);

  await node.kill();
  const held = hold(2);
  const [, second] = await Promise.all([stage.restart(node), held]);
  assert.equal(second.status, 'HELD');
  assert.deepEqual((await turned(seats, 2)).seats.status(2), 'HELD');
  assert.equal((await client.hold({ ...fan, scheduleId, seats: { numbers: [2] } })).reservationId, second.reservationId);

  const again = (await next(events)).items;
  const cursors = new Set(before.map(({ cursor }) => cursor));
  assert.ok(again.length > 0 && again.every(({ cursor }) => !cursors.has(cursor)), 'nothing comes twice when all was taken in');

  await client.leaveQueue(other);
  for await (const progress of line) if (progress.kind === 'admitted') assert.equal(progress.concertId, concertId);
  await Promise.all([seats.return(), events.return()]);
});

async function next<Item>(items: AsyncGenerator<Item, void, undefined>): Promise<Item> {
  const { done, value } = await items.next();
  if (done === true) throw new Error('the stream has ended');
  return value;
}

/** The first progress in which that seat has changed. */
async function turned(items: AsyncGenerator<SeatsProgress, void, undefined>, seat: number): Promise<SeatsProgress> {
  for (;;) {
    const progress = await next(items);
    if (progress.changed.some((change) => change.seat === seat)) return progress;
  }
}

test.run();
