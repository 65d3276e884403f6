/** WatchEvents: everything that happened and that happens, once and in order, from wherever a reader wants to go on. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import type { EventsUpdate__Output } from '../../src/grpc/generated/frontrow/v1/EventsUpdate.js';
import { POLL_INTERVAL_MS, STRETCH_EVENTS_MAX } from '../../src/grpc/streams/event-reader.js';
import { UPDATE_BYTES_MAX } from '../../src/grpc/streams/events-encoding.js';
import { SIGN_OF_LIFE_AFTER_MS } from '../../src/grpc/streams/sign-of-life.js';
import type { LoggedEvent, Page } from '../../src/ticketing/histories.js';
import { newRecord } from '../journal/journal-contract-support.js';
import { Reader, StreamHarness, accepted, as } from './stream-harness.js';

const test = suite<{ play: StreamHarness }>('WatchEvents');

test.before.each(async (context) => {
  context.play = await StreamHarness.start();
});
test.after.each(({ play }) => {
  play.stop();
  assert.deepEqual(play.errors, []);
});

type EventReader = Reader<EventsUpdate__Output>;

function watch(play: StreamHarness, after = '', types: string[] = [], service = 'gate'): EventReader {
  return new Reader(play.client().watchEvents({ after, types }, as(service)));
}

const eventsOf = ({ got }: EventReader) => got.flatMap(({ items }) => items);
const cursorsOf = (reader: EventReader) => eventsOf(reader).map(({ cursor }) => cursor);

/** The whole log, page by page. */
async function log(play: StreamHarness): Promise<readonly LoggedEvent[]> {
  const events: LoggedEvent[] = [];
  for (let after: string | null = null; ;) {
    const page: Page<LoggedEvent> = accepted(await play.ticketing.operators.events(after, null, 1_000));
    events.push(...page.items);
    if (page.next === null) return events;
    after = page.next;
  }
}

async function untilAll(play: StreamHarness, reader: EventReader): Promise<readonly LoggedEvent[]> {
  await play.pass(POLL_INTERVAL_MS * 2);
  const all = await log(play);
  await play.until(() => cursorsOf(reader).at(-1) === all.at(-1)?.cursor, 'the last event');
  return all;
}

test('from the beginning on, and then while things happen', async ({ play }) => {
  const { concertId, scheduleId } = await play.sale();
  const reader = watch(play);
  await play.until(() => eventsOf(reader).length > 0, 'what there is');
  const held = accepted(await play.hold(concertId, scheduleId, [1, 2]));
  await play.fan(concertId);
  accepted(await play.ticketing.fans.release(held.userId, held.reservationId));
  const all = await untilAll(play, reader);
  assert.deepEqual(
    eventsOf(reader).map(({ cursor, type, entity }) => ({ cursor, type, entity })),
    all.map(({ cursor, type, entity }) => ({ cursor, type, entity })),
  );
  assert.ok(all.some(({ type }) => type === 'HoldReleased'));
  const event = eventsOf(reader).find(({ type }) => type === 'SeatHeld');
  assert.equal(event?.data?.fields['expiresAt']?.stringValue, new Date(held.expiresAt).toISOString());
  assert.equal(reader.got.at(-1)?.next, all.at(-1)?.cursor);
});

test('goes on after any cursor, in the middle of the log and at its end', async ({ play }) => {
  const { concertId, scheduleId } = await play.sale();
  for (let seat = 1; seat <= 20; seat += 1) accepted(await play.hold(concertId, scheduleId, [seat]));
  const all = await log(play);
  for (const index of [0, 7, all.length - 2]) {
    const reader = watch(play, all[index]?.cursor);
    await play.until(() => cursorsOf(reader).at(-1) === all.at(-1)?.cursor, 'the rest');
    assert.deepEqual(
      cursorsOf(reader),
      all.slice(index + 1).map(({ cursor }) => cursor),
    );
  }
  const atEnd = watch(play, all.at(-1)?.cursor);
  await play.pass(POLL_INTERVAL_MS);
  assert.deepEqual(atEnd.got, []);
  accepted(await play.hold(concertId, scheduleId, [30]));
  await play.pass(POLL_INTERVAL_MS);
  await play.until(() => atEnd.got.length > 0, 'what happens');
  assert.deepEqual(
    eventsOf(atEnd).map(({ type }) => type),
    ['SeatHeld'],
  );
});

test('nothing is missed and nothing comes twice, for whoever loses the stream and goes on from the last update', async ({ play }) => {
  const { concertId, scheduleId } = await play.sale({}, { seats: 400 });
  let [next, seat]: [string, number] = ['', 0];
  const seen: string[] = [];
  for (let round = 0; round < 5; round += 1) {
    const reader = watch(play, next);
    for (let more = 0; more < 60; more += 1) accepted(await play.hold(concertId, scheduleId, [(seat += 1)]));
    await play.pass(POLL_INTERVAL_MS);
    await play.until(() => reader.got.length > 0, 'something');
    reader.stream.cancel();
    await play.until(() => reader.ended !== null, 'the end');
    seen.push(...cursorsOf(reader));
    next = reader.got.at(-1)?.next ?? next;
  }
  const last = watch(play, next);
  await play.pass(POLL_INTERVAL_MS * 2);
  await play.pass(POLL_INTERVAL_MS * 2);
  assert.deepEqual(
    [...seen, ...cursorsOf(last)],
    (await log(play)).map(({ cursor }) => cursor),
  );
});

test('of some types only; signs of life say how far the others have been read', async ({ play }) => {
  const { concertId, scheduleId } = await play.sale({}, { seats: 600 });
  for (let seat = 1; seat <= STRETCH_EVENTS_MAX * 2 + 10; seat += 1) accepted(await play.hold(concertId, scheduleId, [seat]));
  const reader = watch(play, '', ['ScheduleCreated', 'SeatsBlocked']);
  await play.until(() => reader.got.length > 0, 'the schedule');
  await play.pass(POLL_INTERVAL_MS);
  const end = (await log(play)).at(-1)?.cursor;
  assert.notEqual(reader.got.at(-1)?.next, end);
  await play.pass(SIGN_OF_LIFE_AFTER_MS);
  await play.until(() => reader.got.length > 1, 'a sign of life');
  assert.deepEqual(reader.got.at(-1), { items: [], next: end });
  accepted(await play.ticketing.operators.setBlocked(scheduleId, [600], []));
  await play.pass(POLL_INTERVAL_MS);
  await play.until(() => eventsOf(reader).length === 2, 'the block');
  assert.deepEqual(
    eventsOf(reader).map(({ type }) => type),
    ['ScheduleCreated', 'SeatsBlocked'],
  );
});

test('records without events are passed over, and whoever watches may come back with a place behind them', async ({ play }) => {
  const { concertId, scheduleId } = await play.sale();
  // What the sale has set going comes to its end.
  await play.pass(POLL_INTERVAL_MS);
  const reader = watch(play, (await log(play)).at(-1)?.cursor);
  await play.until(() => play.openStreams === 1, 'open');
  const positions = Array.from({ length: 300 }, (_, version) => {
    const result = play.region.journal.writeElsewhere(newRecord('wallet/claimed', version, { body: '{"events":[]}' }));
    return result.status === 'durable' ? result.position : 0;
  });
  await play.pass(POLL_INTERVAL_MS * 2);
  await play.pass(SIGN_OF_LIFE_AFTER_MS);
  await play.until(() => reader.got.length > 0, 'a sign of life');
  assert.deepEqual(reader.got.at(-1), { items: [], next: `${positions.at(-1) ?? 0}-0` });
  const again = watch(play, reader.got.at(-1)?.next);
  await play.until(() => play.openStreams === 2, 'open again');
  accepted(await play.hold(concertId, scheduleId, [1]));
  for (const each of [reader, again]) {
    await play.pass(POLL_INTERVAL_MS);
    await play.until(() => eventsOf(each).length > 0, 'the hold');
    assert.deepEqual(
      eventsOf(each).map(({ type }) => type),
      ['SeatHeld'],
    );
  }
});

test('says that it is still there on an empty log', async ({ play }) => {
  const reader = watch(play);
  await play.until(() => play.openStreams === 1, 'open');
  await play.pass(SIGN_OF_LIFE_AFTER_MS + POLL_INTERVAL_MS);
  await play.until(() => reader.got.length > 0, 'a sign of life');
  assert.deepEqual(reader.got, [{ items: [], next: '' }]);
  await play.sale();
  await untilAll(play, reader);
});

test('refuses cursors that were never handed out, and whoever may not read', async ({ play }) => {
  await play.sale();
  const [first] = await log(play);
  const refused = [
    ['VALIDATION_FAILED', watch(play, 'yesterday')],
    ['VALIDATION_FAILED', watch(play, '999999-0')],
    ['VALIDATION_FAILED', watch(play, first?.cursor.replace(/-\d+$/, '-77'))],
    ['VALIDATION_FAILED', watch(play, '', ['no, type'])],
    ['RIGHT_MISSING', watch(play, '', [], 'bank')],
    ['SERVICE_UNKNOWN', watch(play, '', [], 'nobody')],
  ] as const;
  for (const [reason, reader] of refused) {
    await play.until(() => reader.ended !== null, reason);
    assert.deepEqual([reader.ended?.reason, reader.got], [reason, []]);
  }
});

test('who does not read has at most one stretch waiting, and gets all of it later', async ({ play }) => {
  // More than a client takes in although nobody reads it.
  const events = 8_000;
  const { concertId, scheduleId } = await play.sale({}, { seats: events });
  for (let seat = 1; seat <= events; seat += 100) {
    await Promise.all(Array.from({ length: 100 }, (_, index) => play.hold(concertId, scheduleId, [seat + index])));
  }
  const reads: (string | null)[] = [];
  const { operators } = play.ticketing;
  const read = operators.eventsAfter.bind(operators);
  operators.eventsAfter = (after, limit) => {
    reads.push(after);
    return read(after, limit);
  };
  const reader = watch(play);
  reader.stream.pause();
  await play.until(() => reads.length > 1, 'the first reads');
  await play.pass(5_000);
  const whilePaused = reads.length;
  await play.pass(5_000);
  assert.equal(reads.length, whilePaused);
  assert.ok(whilePaused < events / STRETCH_EVENTS_MAX, `${whilePaused} reads`);
  reader.stream.resume();
  const all = await untilAll(play, reader);
  assert.deepEqual(
    cursorsOf(reader),
    all.map(({ cursor }) => cursor),
  );
});

test('a thousand who wait for what happens next ask the log together', async ({ play }) => {
  const { concertId, scheduleId } = await play.sale();
  await play.pass(100);
  const end = (await log(play)).at(-1)?.cursor;
  let reads = 0;
  const { operators } = play.ticketing;
  const read = operators.eventsAfter.bind(operators);
  operators.eventsAfter = (after, limit) => {
    reads += 1;
    return read(after, limit);
  };
  const client = play.client();
  const readers = Array.from(
    { length: 1_000 },
    (_, index) => new Reader(client.watchEvents({ after: end ?? '', types: index % 2 === 0 ? [] : ['SeatHeld'] }, as('gate'))),
  );
  await play.until(() => play.openStreams === 1_000, 'all are there');
  await play.pass(POLL_INTERVAL_MS * 4);
  const before = reads;
  await play.pass(POLL_INTERVAL_MS * 4);
  assert.equal(reads - before, 4);
  accepted(await play.hold(concertId, scheduleId, [1]));
  await play.pass(POLL_INTERVAL_MS * 2);
  await play.until(() => readers.every(({ got }) => got.length === 1), 'all hear of it');
  assert.ok(readers.every((reader) => cursorsOf(reader).length === 1));
});

test('large events come in updates of bounded size', async ({ play }) => {
  const rows = Array.from({ length: 600 }, (_, row) => ({ name: `${row} ${'x'.repeat(90)}`, seats: 1 }));
  for (let index = 0; index < 5; index += 1) await play.sale({}, { sections: [{ name: 'A', price: 1_000, rows }] });
  const { concertId } = await play.sale();
  for (let index = 0; index < 500; index += 1) await play.fan(concertId);
  const reader = watch(play);
  const all = await untilAll(play, reader);
  assert.equal(cursorsOf(reader).length, all.length);
  for (const update of reader.got) {
    assert.equal(update.next, update.items.at(-1)?.cursor);
    const bytes = play.bytesOfEvents(update);
    assert.ok(bytes <= UPDATE_BYTES_MAX + 32 || update.items.length === 1, `${bytes} bytes in ${update.items.length} events`);
  }
});

test('the node goes away: UNAVAILABLE', async ({ play }) => {
  await play.sale();
  const reader = watch(play);
  await untilAll(play, reader);
  play.ready = false;
  await play.pass(POLL_INTERVAL_MS);
  await play.until(() => reader.ended !== null, 'the end');
  assert.deepEqual(reader.ended, { status: 'UNAVAILABLE', reason: 'UNAVAILABLE' });
  await new Promise((resolve) => play.server.tryShutdown(resolve));
});

test.run();
