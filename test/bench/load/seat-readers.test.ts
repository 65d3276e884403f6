/** The process full of readers: what it says of a right server, and that it finds a wrong one out. */
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { suite } from 'uvu';
import assert from 'node:assert/strict';
import { SeatReaders } from '../../../bench/load/seat-readers.js';
import type { SeatsUpdate } from '../../../src/grpc/generated/frontrow/v1/SeatsUpdate.js';
import type { WatchSeatsRequest__Output } from '../../../src/grpc/generated/frontrow/v1/WatchSeatsRequest.js';
import { TicketingService } from '../../../src/grpc/protocol.js';

type Stream = ServerWritableStream<WatchSeatsRequest__Output, SeatsUpdate>;

interface Context {
  server: Server;
  address: string;
  streams: Stream[];
  /** Called with each stream that is opened. */
  onOpen: (stream: Stream) => void;
  readers: SeatReaders[];
  start: (count: number) => Promise<SeatReaders>;
}

const test = suite<Context>('seat readers');

test.before.each(async (context) => {
  context.streams = [];
  context.readers = [];
  context.onOpen = (stream) => stream.write(SNAPSHOT);
  context.server = new Server();
  context.server.addService(TicketingService.service, {
    WatchSeats: (stream: Stream) => {
      context.streams.push(stream);
      context.onOpen(stream);
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    context.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  context.address = `127.0.0.1:${port}`;
  context.start = async (count) => {
    const users = Array.from({ length: count }, (_, index) => ({ userId: `user-${index}`, queueToken: `token-${index}` }));
    const plan = { address: context.address, serviceKey: 'key', scheduleId: 's', readers: users, connections: 2 };
    const { readers } = await SeatReaders.start(plan);
    context.readers.push(readers);
    return readers;
  };
});

test.after.each(async ({ readers, server }) => {
  await Promise.all(readers.map((group) => group.close()));
  server.forceShutdown();
});

/** Seats 1 to 5; the third is held. */
const SNAPSHOT: SeatsUpdate = {
  snapshot: { scheduleId: 's', version: 7, totalSeats: 5, firstSeat: 1, statuses: Buffer.from([0b010000, 0]), last: true },
};

const delta = (fromVersion: number, version: number, held: number[], available: number[]): SeatsUpdate => ({
  delta: { fromVersion, version, held, available },
});

test('each reader has a stream of its own, with its user, its token and the key of the service', async ({ start, streams }) => {
  await start(3);
  assert.deepEqual(
    streams.map(({ request }) => `${request.userId} ${request.queueToken} ${request.scheduleId} ${request.fromVersion}`).sort(),
    ['user-0 token-0 s 0', 'user-1 token-1 s 0', 'user-2 token-2 s 0'],
  );
  assert.deepEqual(streams[0]?.metadata.get('authorization'), ['Bearer key']);
});

test('what comes while it is watched is reported, by the reader and by the ms, with the map of one of them', async ({ start, streams }) => {
  const readers = await start(4);
  await readers.watch();
  const before = Date.now();
  for (const stream of streams) stream.write(delta(7, 9, [1], [3]));
  for (const stream of streams.slice(1)) stream.write(delta(9, 10, [2], []));
  const heard = (readersByMs: ReadonlyMap<number, number>): number => [...readersByMs.values()].reduce((sum, count) => sum + count, 0);
  let report = await readers.report();
  while (report.arrivals.reduce((sum, { handled }) => sum + heard(handled), 0) < 7) report = await readers.report();
  for (const { handled, woke } of report.arrivals) {
    assert.ok([...handled.keys()].every((at) => at >= before && at <= Date.now() + 1));
    assert.equal(heard(woke), heard(handled));
  }
  const known = report.arrivals.map(({ from, to, handled }) => [`${from}-${to}`, heard(handled)]);
  assert.deepEqual(known.sort(), [
    ['7-9', 4],
    ['9-10', 3],
  ]);
  assert.deepEqual([...report.known].sort(), [
    [10, 3],
    [9, 1],
  ]);
  const maps = report.seen.map(({ version, letters }) => `${version} ${letters}`);
  assert.deepEqual(maps.slice(0, 2), ['7 AAHAA', '9 HAAAA']);
});

test('all come back with the version they know, and are told apart by what they are told', async (context) => {
  const readers = await context.start(5);
  context.streams.length = 0;
  context.onOpen = (stream) => stream.write(stream.request.userId === 'user-4' ? SNAPSHOT : delta(7, 7, [], []));
  const { snapshots, repeated, ms } = await readers.reconnect();
  assert.deepEqual([snapshots, repeated], [1, 0]);
  assert.ok(ms > 0);
  assert.ok(context.streams.every(({ request }) => request.fromVersion === 7));
});

test('a reader that was ended as too slow comes back and is counted; one that is refused for now asks again', async (context) => {
  const readers = await context.start(2);
  await readers.watch();
  const [slow] = context.streams;
  let reopened = (): void => undefined;
  const comes = new Promise<void>((resolve) => (reopened = resolve));
  context.onOpen = (stream) => {
    stream.write(delta(7, 7, [], []));
    reopened();
  };
  slow?.emit('error', { code: status.RESOURCE_EXHAUSTED, details: 'too slow' });
  await comes;
  assert.equal((await readers.report()).tooSlow, 1);
  let refusals = 1;
  context.onOpen = (stream) => {
    refusals -= 1;
    if (refusals >= 0) stream.emit('error', { code: status.UNAVAILABLE, details: 'later' });
    else stream.write(delta(7, 7, [], []));
  };
  assert.equal((await readers.reconnect()).repeated, 1);
});

test('a change that does not follow what a reader knows is found out', async ({ start, streams }) => {
  const readers = await start(2);
  streams[0]?.write(delta(8, 9, [1], []));
  const heard = async (): Promise<never> => {
    for (;;) await readers.report();
  };
  await assert.rejects(heard(), /a change from version 8 was told to a reader who knows 7/);
});

test('a stream that is refused for good is found out', async (context) => {
  context.onOpen = (stream) => stream.emit('error', { code: status.PERMISSION_DENIED, details: 'you lack a right' });
  await assert.rejects(context.start(1), /you lack a right/);
});

test.run();
