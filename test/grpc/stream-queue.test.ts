/** WatchQueue: what a reader hears of its place in line, and when its stream ends. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import type { QueueUpdate__Output } from '../../src/grpc/generated/frontrow/v1/QueueUpdate.js';
import { SIGN_OF_LIFE_AFTER_MS } from '../../src/grpc/streams/sign-of-life.js';
import { Reader, StreamHarness, accepted, as } from './stream-harness.js';
import type { Fan } from './stream-harness.js';

const test = suite<{ play: StreamHarness }>('WatchQueue');

test.before.each(async (context) => {
  context.play = await StreamHarness.start();
});
test.after.each(({ play }) => {
  play.stop();
  assert.deepEqual(play.errors, []);
});

function watch(
  play: StreamHarness,
  { userId, queueToken }: Pick<Fan, 'userId' | 'queueToken'>,
  service = 'gate',
): Reader<QueueUpdate__Output> {
  return new Reader(play.client().watchQueue({ userId, queueToken }, as(service)));
}

const positions = ({ got }: Reader<QueueUpdate__Output>) => got.map(({ waiting }) => waiting?.position);

test('says the place at once, again whenever it changes, and ends after the admission', async ({ play }) => {
  const { concertId } = await play.sale({ maxActive: 1 });
  const [inside, first, second] = [await play.fan(concertId), await play.fan(concertId), await play.fan(concertId)];
  const reader = watch(play, second);
  await play.until(() => reader.got.length === 1, 'the place');
  assert.deepEqual(reader.got[0]?.waiting, {
    position: 2,
    ahead: 1,
    estimatedWaitSeconds: reader.got[0]?.waiting?.estimatedWaitSeconds,
    refreshIntervalSeconds: reader.got[0]?.waiting?.refreshIntervalSeconds,
  });
  accepted(await play.ticketing.fans.leave(first.claims));
  await play.pass(1_000);
  await play.until(() => reader.got.length === 2, 'the next place');
  assert.deepEqual(positions(reader), [2, 1]);
  accepted(await play.ticketing.fans.leave(inside.claims));
  await play.pass(1_000);
  await play.until(() => reader.ended !== null, 'the end');
  assert.deepEqual(reader.ended, { status: 'OK', reason: null });
  const last = reader.got.at(-1);
  assert.equal(last?.update, 'admitted');
  assert.equal(last.admitted?.concertId, concertId);
  assert.ok(Number(last.admitted.expiresAt?.seconds) * 1_000 > play.clock.now());
  await play.until(() => play.openStreams === 0, 'nothing left open');
  assert.deepEqual(play.open, [0, 0]);
});

test('whoever is inside already hears so, and one whose token has ended hears why', async ({ play }) => {
  const { concertId } = await play.sale({ maxActive: 1 });
  const [inside, gone] = [await play.fan(concertId), await play.fan(concertId)];
  accepted(await play.ticketing.fans.leave(gone.claims));
  const readers = [watch(play, inside), watch(play, gone)];
  await play.until(() => readers.every(({ ended }) => ended !== null), 'both ends');
  assert.deepEqual(
    readers.map(({ got }) => got.map(({ update }) => update)),
    [['admitted'], ['ended']],
  );
  assert.equal(readers[1]?.got[0]?.ended?.reason, 'END_REASON_LEFT');
});

test('an open stream keeps the place; without one it is lost', async ({ play }) => {
  const { concertId } = await play.sale({ maxActive: 1, waitingTimeoutSeconds: 30 });
  await play.fan(concertId);
  const [kept, lost] = [await play.fan(concertId), await play.fan(concertId)];
  const reader = watch(play, kept);
  await play.until(() => reader.got.length === 1, 'the place');
  await play.pass(45_000);
  assert.equal(reader.ended, null);
  assert.equal(accepted(await play.ticketing.fans.currentToken(kept.claims, kept.queueToken)).status, 'WAITING');
  assert.equal(accepted(await play.ticketing.fans.currentToken(lost.claims, lost.queueToken)).endReason, 'LOST');
});

test('says that it is still there when there is nothing else to say', async ({ play }) => {
  const { concertId } = await play.sale({ maxActive: 1 });
  await play.fan(concertId);
  const reader = watch(play, await play.fan(concertId));
  await play.until(() => reader.got.length === 1, 'the place');
  await play.pass(SIGN_OF_LIFE_AFTER_MS);
  await play.until(() => reader.got.some(({ update }) => update === 'stillThere'), 'a sign of life');
});

test('refuses whoever may not ask, before anything is said', async ({ play }) => {
  const { concertId } = await play.sale();
  const fan = await play.fan(concertId);
  const other = await play.fan(concertId);
  const cases: readonly (readonly [string, string, Reader<QueueUpdate__Output>])[] = [
    ['UNAUTHENTICATED', 'SERVICE_UNKNOWN', watch(play, fan, 'nobody')],
    ['PERMISSION_DENIED', 'RIGHT_MISSING', watch(play, fan, 'bank')],
    ['INVALID_ARGUMENT', 'VALIDATION_FAILED', watch(play, { ...fan, userId: 'me' })],
    ['INVALID_ARGUMENT', 'QUEUE_TOKEN_REQUIRED', watch(play, { ...fan, queueToken: '' })],
    ['INVALID_ARGUMENT', 'QUEUE_TOKEN_INVALID', watch(play, { ...fan, queueToken: 'forged' })],
    ['PERMISSION_DENIED', 'QUEUE_TOKEN_MISMATCH', watch(play, { ...fan, queueToken: other.queueToken })],
  ];
  for (const [code, reason, reader] of cases) {
    await play.until(() => reader.ended !== null, reason);
    assert.deepEqual({ ...reader.ended, got: reader.got }, { status: code, reason, got: [] });
  }
  assert.deepEqual(play.open, [0, 0]);
});

test('a lost connection frees everything, also when it is lost before the first word', async ({ play }) => {
  const { concertId } = await play.sale({ maxActive: 1 });
  await play.fan(concertId);
  const fan = await play.fan(concertId);
  const reader = watch(play, fan);
  await play.until(() => reader.got.length === 1, 'the place');
  assert.deepEqual([play.openStreams, play.open[0]], [1, 1]);
  reader.stream.cancel();
  await play.until(() => play.openStreams === 0, 'the stream is closed');
  assert.equal(play.open[0], 0);
  assert.deepEqual(
    play.observed.map(({ method, status, code }) => ({ method, status, code })),
    [{ method: 'WatchQueue', status: 'CANCELLED', code: null }],
  );
  const hasty = Array.from({ length: 20 }, () => watch(play, fan));
  for (const { stream } of hasty) setImmediate(() => stream.cancel());
  await play.until(() => hasty.every(({ ended }) => ended !== null), 'all are cancelled');
  await play.until(() => play.openStreams === 0 && play.open[0] === 0, 'nothing left');
});

test('the node goes away: UNAVAILABLE', async ({ play }) => {
  const { concertId } = await play.sale({ maxActive: 1 });
  await play.fan(concertId);
  const reader = watch(play, await play.fan(concertId));
  await play.until(() => reader.got.length === 1, 'the place');
  play.ready = false;
  play.live.close();
  await play.until(() => reader.ended !== null, 'the end');
  assert.deepEqual(reader.ended, { status: 'UNAVAILABLE', reason: 'UNAVAILABLE' });
  const late = watch(play, await play.fan(concertId));
  await play.until(() => late.ended !== null, 'the refusal');
  assert.deepEqual(late.ended, { status: 'UNAVAILABLE', reason: 'UNAVAILABLE' });
  await new Promise((resolve) => play.server.tryShutdown(resolve));
});

test.run();
