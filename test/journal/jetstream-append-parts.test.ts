/** The parts of an append on JetStream that need no server: what answers mean, which ends of chains are known, how long to wait. */
import assert from 'node:assert/strict';
import { errors, headers } from '@nats-io/transport-node';
import type { MsgHdrs } from '@nats-io/transport-node';
import { suite } from 'uvu';
import { backoffMs } from '../../src/journal/jetstream/append-backoff.js';
import { batchHeaders, readyEntry, singleHeaders } from '../../src/journal/jetstream/append-entry.js';
import type { Answer, Meaning } from '../../src/journal/jetstream/outcome.js';
import { answerOf, answerOfError, describeAnswer, meaningOf } from '../../src/journal/jetstream/outcome.js';
import type { Tail } from '../../src/journal/jetstream/tails.js';
import { Tails } from '../../src/journal/jetstream/tails.js';

const test = suite('the parts of an append on JetStream');

const refused = (code: number, status: number, description = 'as the server says'): string =>
  JSON.stringify({ error: { code: status, err_code: code, description } });

const ANSWERS: readonly (readonly [said: string, meaning: Meaning])[] = [
  ['{"stream":"s","seq":7}', 'stored'],
  ['{"stream":"s","seq":7,"batch":"b","count":3}', 'stored'],
  [refused(10_071, 400, 'wrong last sequence: 9'), 'look'],
  [refused(10_164, 400, 'wrong last sequence'), 'again'],
  [refused(10_158, 409), 'again'],
  [refused(10_163, 503), 'again'],
  [refused(10_167, 429, 'too many requests'), 'again'],
  [refused(10_008, 503, 'JetStream system temporarily unavailable'), 'again'],
  [refused(10_118, 500, 'stream is offline'), 'again'],
  [refused(10_077, 503, 'store is closed'), 'again'],
  [refused(10_077, 503, 'maximum bytes exceeded'), 'final'],
  [refused(10_077, 503, 'maximum messages exceeded'), 'final'],
  [refused(10_109, 400, 'invalid operation on sealed stream'), 'final'],
  [refused(10_047, 500, 'insufficient storage resources available'), 'final'],
  [refused(10_039, 503, 'jetstream not enabled for account'), 'final'],
  [refused(10_054, 400, 'message size exceeds maximum allowed'), 'too-large'],
  [refused(19_999, 400, 'something new'), 'declined'],
  [refused(19_999, 500, 'something new'), 'again'],
  ['{"stream":"s"}', 'again'],
  ['{}', 'again'],
  ['not JSON', 'again'],
];

for (const [said, meaning] of ANSWERS) {
  test(`${said} means ${meaning}`, () => assert.equal(meaningOf(answerOf(said)), meaning));
}

const FAILURES: readonly (readonly [error: unknown, meaning: Meaning])[] = [
  [new errors.TimeoutError(), 'again'],
  [new errors.RequestError('connection closed'), 'again'],
  [new errors.RequestError('no responders', { cause: new errors.NoRespondersError('a.log.0') }), 'nobody'],
  [new errors.NoRespondersError('a.log.0'), 'nobody'],
  [new errors.RequestError('refused', { cause: new errors.PermissionViolationError('refused', 'publish', 'a.log.0') }), 'final'],
  [errors.InvalidArgumentError.format('payload', 'max_payload size exceeded'), 'too-large'],
  [new errors.ClosedConnectionError(), 'final'],
  [new errors.DrainingConnectionError(), 'final'],
  ['anything', 'again'],
];

for (const [error, meaning] of FAILURES) {
  test(`${String(error)} means ${meaning}`, () => assert.equal(meaningOf(answerOfError(error)), meaning));
}

test('every answer is told in one line', () => {
  const answers: Answer[] = [
    ...ANSWERS.map(([said]) => answerOf(said)),
    ...FAILURES.map(([error]) => answerOfError(error)),
    { kind: 'unsent' },
    { kind: 'lapsed' },
  ];
  for (const answer of answers) assert.match(describeAnswer(answer), /^[^\n]+$/);
  assert.equal(meaningOf({ kind: 'unsent' }), 'again');
  assert.equal(meaningOf({ kind: 'lapsed' }), 'lapsed');
});

const tail = (version: number): Tail => ({ version, hash: String(version), position: version * 10, epoch: 1 });

test('a chain is never known shorter than it was', () => {
  const tails = new Tails();
  tails.set('wallet/a', tail(5));
  tails.set('wallet/a', tail(4));
  assert.deepEqual(tails.get('wallet/a'), tail(5));
  tails.set('wallet/a', tail(6));
  assert.deepEqual(tails.get('wallet/a'), tail(6));
  tails.drop('wallet/a');
  assert.equal(tails.get('wallet/a'), undefined);
  tails.set('wallet/a', tail(2));
  assert.deepEqual(tails.get('wallet/a'), tail(2), 'who was told that it is not the end asks anew');
});

test('what is used stays known, and not more than twice a generation', () => {
  const tails = new Tails(10);
  tails.set('wallet/kept', tail(1));
  for (let key = 0; key < 100; key += 1) {
    tails.set(`wallet/${key}`, tail(1));
    assert.deepEqual(tails.get('wallet/kept'), tail(1));
  }
  const known = Array.from({ length: 100 }, (_, key) => tails.get(`wallet/${key}`)).filter((found) => found !== undefined);
  assert.ok(known.length >= 9 && known.length <= 20, `${known.length} are known`);
  tails.drop('wallet/kept');
  assert.equal(tails.get('wallet/kept'), undefined, 'in neither generation');
});

/** As the client sends them. */
const bytesOf = (fields: MsgHdrs): string => Buffer.from((fields as MsgHdrs & { encode(): Uint8Array }).encode()).toString('latin1');

test('headers are spelled as the client spells them', () => {
  const record = { entity: 'wallet/a', expectedVersion: 4, schema: 1, epoch: 3, at: 7, wakeAt: null, openEffects: true, body: '{}' };
  const ignore = (): void => undefined;
  const entry = readyEntry(
    { record, lane: 0, subject: 'p.i.log.0.1.wallet=a', resolve: ignore, reject: ignore },
    { ...tail(4), position: 1_234 },
  );
  const single = headers();
  single.append('Frontrow-Record', entry.header);
  single.append('Nats-Expected-Last-Subject-Sequence', '1234');
  assert.equal(bytesOf(singleHeaders(entry)), bytesOf(single));
  single.append('Nats-Batch-Id', 'AbC1');
  single.append('Nats-Batch-Sequence', '17');
  assert.equal(bytesOf(batchHeaders(entry, 'AbC1', 17, false)), bytesOf(single));
  single.append('Nats-Batch-Commit', '1');
  assert.equal(bytesOf(batchHeaders(entry, 'AbC1', 17, true)), bytesOf(single));
});

test('waits grow to a quarter of a second, each a little different', () => {
  assert.ok(backoffMs(1, () => 0) >= 3 && backoffMs(1, () => 0.99) <= 7);
  for (const attempt of [10, 100, 5_000]) {
    assert.ok(backoffMs(attempt, () => 0) >= 180 && backoffMs(attempt, () => 0.99) <= 320);
  }
  assert.ok(backoffMs(4, () => 0.5) > backoffMs(3, () => 0.5));
});

test.run();
