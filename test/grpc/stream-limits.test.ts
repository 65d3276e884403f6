/** What holds for every stream: how many there may be, how long they may take, and that nothing is left of those that are over. */
import assert from 'node:assert/strict';
import http2 from 'node:http2';
import { suite } from 'uvu';
import { GOODBYE_MS_MAX } from '../../src/grpc/streams/outgoing.js';
import { Reader, StreamHarness, as } from './stream-harness.js';

const test = suite<{ play: StreamHarness }>('streams');

test.before.each(async (context) => {
  context.play = await StreamHarness.start({ streamsPerServiceMax: 3 });
});
test.after.each(({ play }) => {
  play.stop();
  assert.deepEqual(play.errors, []);
});

test('a service has a number of streams at most, of all kinds together; another service is not affected', async ({ play }) => {
  const { concertId, scheduleId } = await play.sale({ maxActive: 1 });
  await play.fan(concertId);
  const { userId, queueToken } = await play.fan(concertId);
  const client = play.client();
  const open = [
    new Reader(client.watchEvents({}, as('till'))),
    new Reader(client.watchSeats({ scheduleId }, as('till'))),
    new Reader(client.watchQueue({ userId, queueToken }, as('till'))),
  ];
  await play.until(() => play.openStreams === 3 && open.every(({ got }) => got.length > 0), 'three');
  const fourth = new Reader(client.watchEvents({}, as('till')));
  await play.until(() => fourth.ended !== null, 'the refusal');
  assert.deepEqual(fourth.ended, { status: 'RESOURCE_EXHAUSTED', reason: 'RATE_LIMITED' });
  const other = new Reader(client.watchEvents({}, as('gate')));
  await play.until(() => other.got.length > 0, 'another service');
  open[1]?.stream.cancel();
  await play.until(() => play.openStreams === 3, 'one is closed');
  const instead = new Reader(client.watchSeats({ scheduleId }, as('till')));
  await play.until(() => instead.got.length > 0, 'one more again');
});

test('a deadline of its own ends a stream, and then nothing is left of it', async ({ play }) => {
  const { scheduleId } = await play.sale();
  const reader = new Reader(play.client().watchSeats({ scheduleId }, as('till'), { deadline: Date.now() + 300 }));
  await play.until(() => reader.got.length > 0, 'the snapshot');
  await play.until(() => reader.ended !== null, 'the end');
  assert.equal(reader.ended?.status, 'DEADLINE_EXCEEDED');
  await play.until(() => play.openStreams === 0, 'closed');
  assert.deepEqual(play.open, [0, 0]);
  assert.deepEqual(play.observed.map(({ status }) => status).includes('OK'), false);
});

test('without a deadline a stream outlives the time that calls have', async ({ play }) => {
  const { scheduleId } = await play.sale();
  const reader = new Reader(play.client().watchSeats({ scheduleId }, as('till')));
  await play.until(() => reader.got.length > 0, 'the snapshot');
  await play.pass(60_000);
  assert.equal(reader.ended, null);
});

test('a stream that cannot be opened in time is refused, and what answers later opens nothing', async ({ play }) => {
  const { concertId, scheduleId } = await play.sale();
  const { userId, queueToken } = await play.fan(concertId);
  let answer: () => void = () => undefined;
  const { fans } = play.ticketing;
  const check = fans.checkActive.bind(fans);
  fans.checkActive = (claims, options) => new Promise<void>((resolve) => (answer = resolve)).then(() => check(claims, options));
  const reader = new Reader(play.client().watchSeats({ scheduleId, userId, queueToken }, as('gate')));
  await play.until(() => play.openStreams === 1, 'opening');
  play.clock.advance(10_000);
  await play.until(() => reader.ended !== null, 'the refusal');
  assert.deepEqual(reader.ended, { status: 'UNAVAILABLE', reason: 'UNAVAILABLE' });
  answer();
  await play.pass(1_000);
  assert.deepEqual([play.openStreams, ...play.open], [0, 0, 0]);
});

test('the same for events: nobody goes on reading the log for a stream that was not opened', async ({ play }) => {
  await play.sale();
  const { operators } = play.ticketing;
  let answer: () => void = () => undefined;
  const reads: (string | null)[] = [];
  operators.unknownCursor = () => new Promise((resolve) => (answer = () => resolve(null)));
  operators.eventsAfter = (after) => {
    reads.push(after);
    return Promise.resolve({ items: [], reached: after });
  };
  const reader = new Reader(play.client().watchEvents({ after: '1-0' }, as('gate')));
  await play.until(() => play.openStreams === 1, 'opening');
  play.clock.advance(10_000);
  await play.until(() => reader.ended !== null, 'the refusal');
  answer();
  await play.pass(60_000);
  assert.ok(reads.length <= 1, `${reads.length} reads`);
  assert.deepEqual(reader.got, []);
});

test('streams that are reset as they come leave nothing behind', async ({ play }) => {
  const { scheduleId } = await play.sale();
  const session = http2.connect(`http://${play.address}`);
  const request = frame(play.requestBytes({ scheduleId }));
  for (let round = 0; round < 50; round += 1) {
    const stream = session.request({
      ':method': 'POST',
      ':path': '/frontrow.v1.Ticketing/WatchSeats',
      'content-type': 'application/grpc',
      te: 'trailers',
      authorization: 'till',
    });
    stream.on('error', () => undefined);
    stream.end(request);
    if (round % 2 === 0) stream.close(http2.constants.NGHTTP2_CANCEL);
    else setImmediate(() => stream.close(http2.constants.NGHTTP2_CANCEL));
    await new Promise((resolve) => stream.once('close', resolve));
  }
  session.close();
  await play.until(() => play.openStreams === 0 && play.open[1] === 0, 'nothing left');
  const reader = new Reader(play.client().watchSeats({ scheduleId }, as('till')));
  await play.until(() => reader.got.length > 0, 'others are served');
});

test('a reader whose window is shut is cut after a while, and its service may open another', async ({ play }) => {
  // More than a client takes in although nobody reads it.
  const rows = Array.from({ length: 5_000 }, (_, row) => ({ name: `${row} ${'열'.repeat(90)}`, seats: 2 }));
  const { scheduleId } = await play.sale({}, { sections: [{ name: 'A', price: 1_000, rows }] });
  const reader = new Reader(play.client().watchSeats({ scheduleId }, as('till')));
  reader.stream.pause();
  await play.until(() => play.open[1] === 1, 'watching');
  await play.pass(1_000);
  play.live.close();
  await play.pass(GOODBYE_MS_MAX - 1_000);
  assert.equal(play.openStreams, 1);
  await play.pass(1_000);
  await play.until(() => play.openStreams === 0, 'cut');
  await play.until(() => reader.ended !== null, 'the end');
  assert.equal(reader.ended?.status, 'RESOURCE_EXHAUSTED');
});

test('a stream is observed once, with how it ended', async ({ play }) => {
  const { concertId } = await play.sale();
  const { userId, queueToken } = await play.fan(concertId);
  const reader = new Reader(play.client().watchQueue({ userId, queueToken }, as('gate')));
  await play.until(() => reader.ended !== null, 'the end');
  await play.until(() => play.openStreams === 0, 'closed');
  assert.deepEqual(
    play.observed.map(({ method, status, code, seconds }) => ({ method, status, code, isQuick: seconds < 5 })),
    [{ method: 'WatchQueue', status: 'OK', code: null, isQuick: true }],
  );
});

/** As gRPC sends a message: not compressed, with its length. */
function frame(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

test.run();
