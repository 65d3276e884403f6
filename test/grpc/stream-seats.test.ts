/** WatchSeats: a snapshot, what changes after it, and what becomes of readers that go, come back or do not read. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { SEAT_STATUSES } from '../../src/domain/schedule/protocol.js';
import type { Seats__Output } from '../../src/grpc/generated/frontrow/v1/Seats.js';
import type { SeatsUpdate__Output } from '../../src/grpc/generated/frontrow/v1/SeatsUpdate.js';
import type { WatchSeatsRequest } from '../../src/grpc/generated/frontrow/v1/WatchSeatsRequest.js';
import { GOODBYE_MS_MAX } from '../../src/grpc/streams/outgoing.js';
import { SIGN_OF_LIFE_AFTER_MS } from '../../src/grpc/streams/sign-of-life.js';
import { STALE_MS_MAX } from '../../src/ticketing/shared-seats.js';
import { SNAPSHOT_READ_MS_MAX } from '../../src/ticketing/watched-schedule.js';
import { Reader, StreamHarness, accepted, as } from './stream-harness.js';

const test = suite<{ play: StreamHarness }>('WatchSeats');

test.before.each(async (context) => {
  context.play = await StreamHarness.start();
});
test.after.each(({ play }) => {
  play.stop();
  assert.deepEqual(play.errors, []);
});

/** Builds up the seats as a client would. */
class SeatsReader extends Reader<SeatsUpdate__Output> {
  version = 0;
  readonly rows: string[] = [];
  readonly statuses: number[] = [];
  snapshots = 0;

  constructor(play: StreamHarness, request: WatchSeatsRequest, service = 'till') {
    super(play.client().watchSeats(request, as(service)));
    this.stream.on('data', (update: SeatsUpdate__Output) => this.take(update));
  }

  private take({ snapshot, delta }: SeatsUpdate__Output): void {
    if (snapshot) {
      if (snapshot.firstSeat === 1) [this.rows.length, this.statuses.length] = [0, 0];
      for (const { name, price, rows } of snapshot.sections)
        for (const row of rows) this.rows.push(`${name} ${price} ${row.name} ${row.seats}`);
      assert.equal(snapshot.firstSeat, this.statuses.length + 1);
      const seats = snapshot.last
        ? snapshot.totalSeats - this.statuses.length
        : snapshot.sections.flatMap(({ rows }) => rows).reduce((sum, row) => sum + row.seats, 0);
      for (let index = 0; index < seats; index += 1) {
        this.statuses.push(((snapshot.statuses[Math.trunc(index / 4)] ?? 255) >> ((index % 4) * 2)) & 3);
      }
      if (!snapshot.last) return;
      assert.equal(this.statuses.length, snapshot.totalSeats);
      this.version = snapshot.version;
      this.snapshots += 1;
    }
    if (delta) {
      if (this.version !== 0) assert.equal(delta.fromVersion, this.version);
      this.version = delta.version;
      [delta.available, delta.held, delta.booked, delta.blocked].forEach((seats, code) => {
        for (const seat of seats) this.statuses[seat - 1] = code;
      });
    }
  }
}

function seatsOf(play: StreamHarness, scheduleId: string): Promise<Seats__Output> {
  return new Promise((resolve, reject) => {
    play
      .client()
      .getSeats({ scheduleId }, as('till'), (error, seats) =>
        seats === undefined ? reject(error ?? new Error('no answer')) : resolve(seats),
      );
  });
}

async function isAsGetSeatsSays(play: StreamHarness, scheduleId: string, reader: SeatsReader): Promise<void> {
  let seats = await seatsOf(play, scheduleId);
  // They may be as old as GetSeats says.
  for (const giveUpAt = performance.now() + STALE_MS_MAX * 2; seats.version < reader.version && performance.now() < giveUpAt;) {
    seats = await seatsOf(play, scheduleId);
  }
  const { version, sections, statuses } = seats;
  assert.equal(reader.version, version);
  assert.deepEqual(
    reader.rows,
    sections.flatMap(({ name, price, rows }) => rows.map((row) => `${name} ${price} ${row.name} ${row.seats}`)),
  );
  assert.deepEqual(
    reader.statuses,
    [...statuses].map((number) => number - 1),
  );
}

const code = (status: (typeof SEAT_STATUSES)[number]): number => SEAT_STATUSES.indexOf(status);

test('a snapshot that is what GetSeats says, and then the seats that a hold changes', async ({ play }) => {
  const { concertId, scheduleId } = await play.sale(
    {},
    {
      sections: [
        {
          name: 'Floor',
          price: 90_000,
          rows: [
            { name: '1', seats: 3 },
            { name: '2', seats: 2 },
          ],
        },
        { name: 'Balcony', price: 40_000, seats: 5 },
      ],
    },
  );
  accepted(await play.hold(concertId, scheduleId, [2, 9]));
  accepted(await play.ticketing.operators.setBlocked(scheduleId, [10], []));
  const reader = new SeatsReader(play, { scheduleId });
  await play.until(() => reader.snapshots === 1, 'the snapshot');
  await isAsGetSeatsSays(play, scheduleId, reader);
  const before = reader.version;
  const held = accepted(await play.hold(concertId, scheduleId, [4, 5]));
  await play.pass(1_000);
  await play.until(() => reader.version > before, 'the change');
  assert.deepEqual(reader.got.at(-1)?.delta?.held, [4, 5]);
  await isAsGetSeatsSays(play, scheduleId, reader);
  accepted(await play.ticketing.fans.release(held.userId, held.reservationId));
  await play.pass(1_000);
  await play.until(() => reader.statuses[3] === code('AVAILABLE'), 'the release');
  assert.equal(reader.snapshots, 1);
  assert.equal(reader.ended, null);
});

test('goes on from a version: what has changed since, or a snapshot when the version is not known', async ({ play }) => {
  const { concertId, scheduleId } = await play.sale();
  accepted(await play.hold(concertId, scheduleId, [1]));
  const first = new SeatsReader(play, { scheduleId });
  await play.until(() => first.snapshots === 1, 'the snapshot');
  const known = first.version;
  first.stream.cancel();
  await play.until(() => play.open[1] === 0, 'gone');
  accepted(await play.hold(concertId, scheduleId, [7]));
  await play.pass(1_000);
  const resumed = new SeatsReader(play, { scheduleId, fromVersion: known });
  await play.until(() => resumed.got.length > 0, 'what changed');
  assert.equal(resumed.got[0]?.delta?.fromVersion, known);
  assert.deepEqual(resumed.got[0].delta.held, [7]);
  const stranger = new SeatsReader(play, { scheduleId, fromVersion: 999_999 });
  await play.pass(2_000);
  await play.until(() => stranger.snapshots === 1, 'a snapshot');
  await isAsGetSeatsSays(play, scheduleId, stranger);
});

test('a hall of 100,000 seats comes in chunks, each of bounded size, and adds up', async ({ play }) => {
  const sections = Array.from({ length: 5 }, (_, section) => ({
    name: `Section ${section} ${'좌'.repeat(80)}`,
    price: 10_000 + section,
    rows: Array.from({ length: 1_000 }, (_row, row) => ({ name: `${row} ${'열'.repeat(90)}`, seats: 20 })),
  }));
  const { concertId, scheduleId } = await play.sale({}, { sections });
  accepted(await play.hold(concertId, scheduleId, [1, 5_001, 99_999, 100_000]));
  const reader = new SeatsReader(play, { scheduleId });
  await play.until(() => reader.snapshots === 1, 'the snapshot');
  await isAsGetSeatsSays(play, scheduleId, reader);
  assert.equal(reader.statuses.length, 100_000);
  const chunks = reader.got.map(({ snapshot }) => snapshot);
  assert.ok(chunks.length > 10, `${chunks.length} chunks`);
  assert.ok(chunks.every((chunk, index) => chunk?.last === (index === chunks.length - 1)));
  assert.ok(reader.got.every((update) => play.sizeOf(update) <= 64 * 1024));
});

test('the turn is asked for at the opening, unless the service bypasses the queue', async ({ play }) => {
  const { concertId, scheduleId } = await play.sale({ maxActive: 1 });
  const other = await play.sale();
  const [inside, waiting] = [await play.fan(concertId), await play.fan(concertId)];
  const reader = new SeatsReader(play, { scheduleId, ...inside }, 'gate');
  await play.until(() => reader.snapshots === 1, 'the snapshot');
  const refused = [
    ['SERVICE_UNKNOWN', new SeatsReader(play, { scheduleId, ...inside }, 'nobody')],
    ['RIGHT_MISSING', new SeatsReader(play, { scheduleId, ...inside }, 'bank')],
    ['VALIDATION_FAILED', new SeatsReader(play, { scheduleId }, 'gate')],
    ['QUEUE_TOKEN_REQUIRED', new SeatsReader(play, { scheduleId, userId: inside.userId }, 'gate')],
    ['QUEUE_TOKEN_NOT_ACTIVE', new SeatsReader(play, { scheduleId, ...waiting }, 'gate')],
    ['QUEUE_TOKEN_MISMATCH', new SeatsReader(play, { scheduleId: other.scheduleId, ...inside }, 'gate')],
    ['INVALID_SCHEDULE', new SeatsReader(play, { scheduleId: `${concertId}-000000000000` }, 'till')],
    ['INVALID_SCHEDULE', new SeatsReader(play, { scheduleId: 'no schedule' }, 'till')],
    ['VALIDATION_FAILED', new SeatsReader(play, {}, 'till')],
    ['VALIDATION_FAILED', new SeatsReader(play, { scheduleId, fromVersion: '9223372036854775807' }, 'till')],
  ] as const;
  for (const [reason, one] of refused) {
    await play.until(() => one.ended !== null, reason);
    assert.deepEqual([one.ended?.reason, one.got], [reason, []]);
  }
});

test('ends when the turn has ended that let the reader in', async ({ play }) => {
  const { concertId, scheduleId } = await play.sale();
  const fan = await play.fan(concertId);
  const reader = new SeatsReader(play, { scheduleId, ...fan }, 'gate');
  await play.until(() => reader.snapshots === 1, 'the snapshot');
  await play.pass(5_000);
  assert.equal(reader.ended, null);
  accepted(await play.ticketing.fans.leave(fan.claims));
  await play.pass(1_000);
  await play.until(() => reader.ended !== null, 'the end');
  assert.deepEqual(reader.ended, { status: 'FAILED_PRECONDITION', reason: 'QUEUE_TOKEN_EXPIRED' });
  assert.deepEqual(play.open, [0, 0]);
});

test('says that it is still there when no seat changes', async ({ play }) => {
  const { scheduleId } = await play.sale();
  const reader = new SeatsReader(play, { scheduleId });
  await play.until(() => reader.snapshots === 1, 'the snapshot');
  await play.pass(SIGN_OF_LIFE_AFTER_MS + 1_000);
  await play.until(() => reader.got.some(({ update }) => update === 'stillThere'), 'a sign of life');
});

test('who does not read is ended with RESOURCE_EXHAUSTED and holds nothing; the others are told all', async ({ play }) => {
  const rows = Array.from({ length: 5_000 }, (_, row) => ({ name: `${row} ${'열'.repeat(90)}`, seats: 2 }));
  const { concertId, scheduleId } = await play.sale({}, { sections: [{ name: 'A', price: 1_000, rows }] });
  const lazy = Array.from({ length: 20 }, () => new SeatsReader(play, { scheduleId }));
  for (const { stream } of lazy) stream.pause();
  const eager = new SeatsReader(play, { scheduleId });
  await play.until(() => eager.snapshots === 1, 'the snapshot');
  for (let second = 0; second * 1_000 <= SNAPSHOT_READ_MS_MAX + 2_000; second += 1) {
    accepted(await play.hold(concertId, scheduleId, [second + 1]));
    await play.pass(1_000);
  }
  assert.deepEqual(play.open, [0, 1]);
  assert.deepEqual([...new Set(play.observed.map(({ code: why }) => why))], ['TOO_SLOW']);
  await play.pass(GOODBYE_MS_MAX);
  await play.until(() => play.openStreams === 1, 'their streams are cut');
  await play.until(() => lazy.every(({ ended }) => ended?.status === 'RESOURCE_EXHAUSTED'), 'they hear of it');
  await isAsGetSeatsSays(play, scheduleId, eager);
});

test('who reads again in time hears why it was ended', async ({ play }) => {
  const rows = Array.from({ length: 5_000 }, (_, row) => ({ name: `${row} ${'열'.repeat(90)}`, seats: 2 }));
  const { concertId, scheduleId } = await play.sale({}, { sections: [{ name: 'A', price: 1_000, rows }] });
  const reader = new SeatsReader(play, { scheduleId });
  reader.stream.pause();
  for (let second = 0; second * 1_000 <= SNAPSHOT_READ_MS_MAX + 1_000; second += 1) {
    await play.until(() => play.open[1] === 1 || second > 0, 'watching');
    accepted(await play.hold(concertId, scheduleId, [second + 1]));
    await play.pass(1_000);
  }
  assert.equal(play.open[1], 0);
  reader.stream.resume();
  await play.until(() => reader.ended !== null, 'the end');
  assert.deepEqual(reader.ended, { status: 'RESOURCE_EXHAUSTED', reason: 'TOO_SLOW' });
});

test('the node goes away: UNAVAILABLE', async ({ play }) => {
  const { scheduleId } = await play.sale();
  const reader = new SeatsReader(play, { scheduleId });
  await play.until(() => reader.snapshots === 1, 'the snapshot');
  play.live.close();
  await play.until(() => reader.ended !== null, 'the end');
  assert.deepEqual(reader.ended, { status: 'UNAVAILABLE', reason: 'UNAVAILABLE' });
  await new Promise((resolve) => play.server.tryShutdown(resolve));
});

test.run();
