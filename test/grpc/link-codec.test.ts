/** What travels over the link comes out as it went in, and is what node.proto says it is. */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { loadSync } from '@grpc/proto-loader';
import type { MessageTypeDefinition } from '@grpc/proto-loader';
import fc from 'fast-check';
import { test } from 'uvu';
import type { PeerRequest } from '../../src/cluster/transport.js';
import type { LinkRequest, LinkRequest__Output } from '../../src/grpc/generated/frontrow/v1/LinkRequest.js';
import type { LinkResponse, LinkResponse__Output } from '../../src/grpc/generated/frontrow/v1/LinkResponse.js';
import { decodeAskingRequest, decodeOpeningRequest, encodeHello, encodeProof } from '../../src/grpc/link/asks-frames.js';
import { beginAsks, writeAsk, writeCancels } from '../../src/grpc/link/asks-frames.js';
import { decodeValue, encodeValue, JSON_FORMAT, V8_FORMAT } from '../../src/grpc/link/codec.js';
import { nodeLinkService } from '../../src/grpc/link/node-link-service.js';
import { beginReplies, decodeOpeningResponse, decodeReplies, encodeChallenge, encodeWelcome } from '../../src/grpc/link/replies-frames.js';
import { writeReply } from '../../src/grpc/link/replies-frames.js';
import type { EncodedReply } from '../../src/grpc/link/replies-frames.js';
import { Writer } from '../../src/grpc/link/wire.js';

const PROTO = fileURLToPath(new URL('../../../proto/frontrow/v1/node.proto', import.meta.url));
const definition = loadSync(PROTO, { longs: Number, enums: String, defaults: true, oneofs: true });
const request = definition['frontrow.v1.LinkRequest'] as unknown as MessageTypeDefinition<LinkRequest, LinkRequest__Output>;
const response = definition['frontrow.v1.LinkResponse'] as unknown as MessageTypeDefinition<LinkResponse, LinkResponse__Output>;

const NOW = 1_800_000_000_000;
const NUMBER_MAX = Number.MAX_SAFE_INTEGER;

const whole = fc.nat({ max: NUMBER_MAX });
const text = fc.string({ unit: 'grapheme' });
const word = fc.string({ minLength: 1, maxLength: 40 });

function bytesOf(value: unknown): Buffer {
  const encoded = encodeValue(value);
  return typeof encoded === 'string'
    ? Buffer.concat([Buffer.from([JSON_FORMAT]), Buffer.from(encoded)])
    : Buffer.concat([Buffer.from([V8_FORMAT]), encoded]);
}

function there(value: unknown): unknown {
  // In the middle of other bytes, as in a frame.
  const bytes = Buffer.concat([Buffer.from('abc'), bytesOf(value), Buffer.from('def')]);
  return decodeValue(bytes, 3, bytes.length - 3);
}

test('values come out as they went in, whatever is in them', () => {
  const anything = fc.anything({
    maxDepth: 4,
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
  });
  fc.assert(
    fc.property(anything, (value) => {
      // To the assertion, a date that is none differs even from itself.
      fc.pre(!inspect(value, { depth: null }).includes('Invalid Date'));
      assert.deepEqual(there(value), structuredClone(value));
    }),
    { numRuns: 2_000 },
  );
});

test('what JSON keeps travels as JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      // JSON has one zero.
      const kept = JSON.parse(JSON.stringify(value)) as unknown;
      assert.equal(bytesOf(kept)[0], JSON_FORMAT);
      assert.deepEqual(there(kept), kept);
    }),
  );
});

for (const [what, value] of [
  ['undefined', undefined],
  ['a member that is undefined', { a: undefined }],
  ['NaN', [NaN]],
  ['an infinite number', { a: -Infinity }],
  ['minus zero', { a: [-0] }],
  ['a date', { at: new Date(NOW) }],
  ['a map', new Map([['a', 1]])],
  ['a set', new Set([1])],
  ['bytes', { statuses: Uint8Array.of(0, 1, 255) }],
  ['numbers of 32 bits', { at: Uint32Array.of(1, 2 ** 32 - 1) }],
  ['a large integer', 2n ** 70n],
  ['an array with a hole', Object.assign(new Array<number>(3), { 0: 1, 2: 3 })],
] as const) {
  test(`${what}, which JSON would lose, travels as structured clone`, () => {
    assert.equal(bytesOf(value)[0], V8_FORMAT);
    assert.deepEqual(there(value), value);
  });
}

test('a value that contains itself, or is very deep, comes out too', () => {
  const round: Record<string, unknown> = {};
  round['self'] = round;
  const got = there(round) as typeof round;
  assert.equal(got['self'], got);
  let deep: unknown = 1;
  for (let level = 0; level < 200; level += 1) deep = [deep];
  assert.deepEqual(there(deep), deep);
});

test('what cannot travel is refused', () => {
  assert.throws(() => encodeValue({ run: () => 1 }));
  assert.throws(() => encodeValue(Symbol('x')));
});

test('bytes that come out of a frame do not keep it in memory', () => {
  const frame = bytesOf({ statuses: Uint8Array.of(1, 2, 3) });
  const { statuses } = decodeValue(frame, 0, frame.length) as { readonly statuses: Uint8Array };
  assert.notEqual(statuses.buffer, frame.buffer);
  frame.fill(0);
  assert.deepEqual([...statuses], [1, 2, 3]);
});

test('the handshake is what node.proto says', () => {
  fc.assert(
    fc.property(whole, text, word, word, fc.uint8Array({ maxLength: 64 }), (protocol, cluster, session, toSession, bytes) => {
      const nonce = Buffer.from(bytes);
      const hello = { protocol: protocol % 2 ** 32, cluster, session, toSession, nonce };
      const { hello: read } = request.deserialize(encodeHello(hello));
      assert.deepEqual(read, { ...hello, nonce });
      assert.deepEqual(decodeOpeningRequest(request.serialize({ hello })), { kind: 'hello', hello });
      assert.deepEqual(request.deserialize(encodeProof(nonce)).proof, { proof: nonce });
      assert.deepEqual(decodeOpeningRequest(request.serialize({ proof: { proof: nonce } })), { kind: 'proof', proof: nonce });
      const proof = Buffer.from(session);
      assert.deepEqual(response.deserialize(encodeChallenge(nonce, proof)).challenge, { nonce, proof });
      assert.deepEqual(decodeOpeningResponse(response.serialize({ challenge: { nonce, proof } })), { kind: 'challenge', nonce, proof });
      const asksAtOnce = hello.protocol;
      assert.deepEqual(response.deserialize(encodeWelcome(asksAtOnce)).welcome, { asksAtOnce });
      assert.deepEqual(decodeOpeningResponse(response.serialize({ welcome: { asksAtOnce } })), { kind: 'welcome', asksAtOnce });
    }),
    { numRuns: 200 },
  );
});

const asks = fc.array(
  fc.record({
    key: text,
    id: word,
    command: fc.dictionary(word, fc.oneof(fc.integer(), text, fc.uint8Array())),
    idempotency: fc.option(fc.record({ key: word, bodyHash: text })),
    leftMs: fc.option(fc.nat()),
    fromEffect: fc.boolean(),
    revision: whole,
  }),
  { minLength: 1, maxLength: 20 },
);

test('asks are what node.proto says, and come out as they went in', () => {
  fc.assert(
    fc.property(asks, whole, (given, first) => {
      const numberOf = (index: number): number => Math.min(NUMBER_MAX, first + index);
      const writer = new Writer(16);
      const begun = beginAsks(writer);
      const requests = given.map(({ key, id, command, idempotency, leftMs, fromEffect, revision }, index): PeerRequest => {
        const envelope = {
          id,
          command,
          ...(idempotency === null ? {} : { idempotency }),
          ...(leftMs === null ? {} : { deadline: NOW + leftMs }),
          ...(fromEffect ? { fromEffect: true as const } : {}),
        };
        const asked: PeerRequest = { entity: `queue/${key}`, envelope, revision };
        writeAsk(writer, numberOf(index), asked, encodeValue(command), leftMs);
        return asked;
      });
      writer.end(begun);
      const frame = Buffer.from(writer.written());
      const wanted = { kind: 'asks', asks: requests.map((asked, index) => ({ number: numberOf(index), request: asked })) };
      assert.deepEqual(decodeAskingRequest(frame, NOW), structuredClone(wanted));
      const read = request.deserialize(frame);
      assert.deepEqual(decodeAskingRequest(request.serialize(read as LinkRequest), NOW), structuredClone(wanted));
      assert.deepEqual(
        read.asks?.asks.map(({ number, entity, id, leftMs, fromEffect, revision }) => [
          number,
          entity,
          id,
          leftMs ?? null,
          fromEffect,
          revision,
        ]),
        given.map(({ key, id, leftMs, fromEffect, revision }, at) => [numberOf(at), `queue/${key}`, id, leftMs, fromEffect, revision]),
      );
    }),
    { numRuns: 300 },
  );
});

test('cancels are what node.proto says', () => {
  fc.assert(
    fc.property(fc.array(whole, { minLength: 1 }), (numbers) => {
      const writer = new Writer(16);
      writeCancels(writer, numbers);
      assert.deepEqual(request.deserialize(Buffer.from(writer.written())).cancels, { numbers });
      assert.deepEqual(decodeAskingRequest(request.serialize({ cancels: { numbers } }), NOW), { kind: 'cancels', numbers });
    }),
  );
});

test('replies are what node.proto says, and come out as they went in', () => {
  const reply = fc.oneof(
    fc.record({ kind: fc.constant('answer' as const), answer: fc.anything({ withTypedArray: true, withMap: true }) }),
    fc.record({ kind: fc.constant('not-owner' as const), revision: whole }),
    fc.record({ kind: fc.constant('not-taken' as const), reason: text }),
  );
  fc.assert(
    fc.property(fc.array(reply, { minLength: 1 }), (given) => {
      const writer = new Writer(16);
      const begun = beginReplies(writer);
      given.forEach((one, index) => {
        const encoded: EncodedReply = one.kind === 'answer' ? { kind: 'answer', encoded: encodeValue(one.answer) } : one;
        writeReply(writer, index + 1, encoded);
      });
      writer.end(begun);
      const frame = Buffer.from(writer.written());
      const wanted = given.map((one, index) => ({
        number: index + 1,
        outcome: one.kind === 'not-taken' ? { kind: 'unsent', reason: one.reason } : structuredClone(one),
      }));
      assert.deepEqual(decodeReplies(frame), wanted);
      assert.deepEqual(decodeReplies(response.serialize(response.deserialize(frame) as LinkResponse)), wanted);
    }),
    { numRuns: 300 },
  );
});

test('a command or an answer that cannot be read is the loss of that one alone', () => {
  const rubbish = Buffer.from([JSON_FORMAT, 0x7b]);
  const ask = (number: number, command: Buffer): object => ({ number, entity: 'queue/1', id: 'x', command });
  const asked = decodeAskingRequest(request.serialize({ asks: { asks: [ask(1, rubbish), ask(2, bytesOf({ a: 1 }))] } }), NOW);
  assert.deepEqual(asked, {
    kind: 'asks',
    asks: [
      { number: 1, request: 'the command cannot be read' },
      { number: 2, request: { entity: 'queue/1', envelope: { id: 'x', command: { a: 1 } }, revision: 0 } },
    ],
  });
  const replies = [rubbish, bytesOf('fine')].map((answer, index) => ({ number: index + 1, answer }));
  assert.deepEqual(
    decodeReplies(response.serialize({ replies: { replies } })).map(({ outcome }) => outcome.kind),
    ['unknown', 'answer'],
  );
});

test('fields of a later version are passed over', () => {
  // Field 100 of each type there is, before a hello.
  const later = Buffer.from([0xa0, 0x06, 0x01, 0xa1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8, 0xa2, 0x06, 0x02, 9, 9, 0xa5, 0x06, 1, 2, 3, 4]);
  const hello = { protocol: 1, cluster: 'c', session: 's', toSession: 't', nonce: Buffer.alloc(2) };
  assert.deepEqual(decodeOpeningRequest(Buffer.concat([later, encodeHello(hello)])), { kind: 'hello', hello });
  assert.deepEqual(decodeAskingRequest(later, NOW), { kind: 'other' });
});

test('bytes that are no frame are a RangeError and nothing else', () => {
  const readers = [decodeOpeningRequest, decodeOpeningResponse, decodeReplies, (bytes: Buffer): unknown => decodeAskingRequest(bytes, NOW)];
  const beginning = fc.constantFrom<readonly number[]>([], [0x1a], [0x1a, 0x06, 0x0a, 0x04], [0x0a, 0x05], [0x22, 0x03, 0x0a]);
  fc.assert(
    fc.property(beginning, fc.uint8Array({ maxLength: 60 }), (first, rest) => {
      const bytes = Buffer.from([...first, ...rest]);
      for (const read of readers) {
        try {
          read(bytes);
        } catch (error) {
          assert.ok(error instanceof RangeError, String(error));
        }
      }
    }),
    { numRuns: 5_000 },
  );
});

test('the service is the one of node.proto', () => {
  const { Connect } = definition['frontrow.v1.NodeLink'] as unknown as typeof nodeLinkService;
  const { path, requestStream, responseStream } = nodeLinkService.Connect;
  assert.deepEqual([path, requestStream, responseStream], [Connect.path, Connect.requestStream, Connect.responseStream]);
});

test.run();
