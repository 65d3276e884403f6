/**
 * The frames that whoever connects sends, see LinkRequest in node.proto: of the handshake, asks, and cancels.
 *
 * Frames of the handshake have a reader of their own: from whom nothing is known yet, no command is decoded.
 */
import type { Envelope } from '../../cluster/router.js';
import type { PeerRequest } from '../../cluster/transport.js';
import type { EntityId } from '../../domain/ids.js';
import { decodeValue } from './codec.js';
import type { EncodedValue } from './codec.js';
import { Reader, Writer } from './wire.js';

export interface Hello {
  readonly protocol: number;
  readonly cluster: string;
  readonly session: string;
  readonly toSession: string;
  readonly nonce: Buffer;
}

/** null: neither. */
export type OpeningRequest = { readonly kind: 'hello'; readonly hello: Hello } | { readonly kind: 'proof'; readonly proof: Buffer } | null;

/** An envelope that came over the link: its deadline is put into the past when nobody waits for the answer any more. */
export type ReceivedEnvelope = { -readonly [Member in keyof Envelope]: Envelope[Member] };

export interface ReceivedAsk {
  readonly number: number;
  /** Or what is wrong with it. */
  readonly request: (PeerRequest & { readonly envelope: ReceivedEnvelope }) | string;
}

export type AskingRequest =
  | { readonly kind: 'asks'; readonly asks: readonly ReceivedAsk[] }
  | { readonly kind: 'cancels'; readonly numbers: readonly number[] }
  /** Of a later version. */
  | { readonly kind: 'other' };

const HELLO = 1;
const PROOF = 2;
const ASKS = 3;
const CANCELS = 4;

const PROTOCOL = 1;
const CLUSTER = 2;
const SESSION = 3;
const TO_SESSION = 4;
const NONCE = 5;

/** Of Proof, Asks and Cancels. */
const ONLY_FIELD = 1;

const NUMBER = 1;
const ENTITY = 2;
const ID = 3;
const COMMAND = 4;
const IDEMPOTENCY_KEY = 5;
const IDEMPOTENCY_BODY_HASH = 6;
const LEFT_MS = 7;
const FROM_EFFECT = 8;
const REVISION = 9;

const HANDSHAKE_BYTES = 512;
/** As long as a field of 32 bits holds; nobody waits for 24 days. */
const LEFT_MS_MAX = 2 ** 31;

export function encodeHello({ protocol, cluster, session, toSession, nonce }: Hello): Buffer {
  const writer = new Writer(HANDSHAKE_BYTES);
  const begun = writer.begin(HELLO);
  writer.number(PROTOCOL, protocol);
  writer.text(CLUSTER, cluster);
  writer.text(SESSION, session);
  writer.text(TO_SESSION, toSession);
  writer.binary(NONCE, nonce);
  writer.end(begun);
  return writer.written();
}

export function encodeProof(proof: Buffer): Buffer {
  const writer = new Writer(HANDSHAKE_BYTES);
  const begun = writer.begin(PROOF);
  writer.binary(ONLY_FIELD, proof);
  writer.end(begun);
  return writer.written();
}

/** Asks follow, each by `writeAsk`, until `writer.end` with what this returns. */
export const beginAsks = (writer: Writer): number => writer.begin(ASKS);

/** `leftMs` null: somebody always waits. */
export function writeAsk(
  writer: Writer,
  number: number,
  { entity, envelope, revision }: PeerRequest,
  command: EncodedValue,
  leftMs: number | null,
): void {
  const begun = writer.begin(ONLY_FIELD);
  writer.number(NUMBER, number);
  writer.text(ENTITY, entity);
  writer.text(ID, envelope.id);
  writer.value(COMMAND, command);
  if (envelope.idempotency !== undefined) {
    writer.text(IDEMPOTENCY_KEY, envelope.idempotency.key);
    writer.text(IDEMPOTENCY_BODY_HASH, envelope.idempotency.bodyHash);
  }
  if (leftMs !== null) writer.number(LEFT_MS, Math.min(LEFT_MS_MAX, Math.ceil(leftMs)));
  if (envelope.fromEffect === true) writer.true(FROM_EFFECT);
  if (revision > 0) writer.number(REVISION, revision);
  writer.end(begun);
}

export function writeCancels(writer: Writer, numbers: readonly number[]): void {
  const begun = writer.begin(CANCELS);
  writer.numbers(ONLY_FIELD, numbers);
  writer.end(begun);
}

/** Throws a RangeError for what is no frame. */
export function decodeOpeningRequest(bytes: Buffer): OpeningRequest {
  const reader = new Reader(bytes);
  let opening: OpeningRequest = null;
  for (let field = reader.field(); field > 0; field = reader.field()) {
    if (field === HELLO) opening = { kind: 'hello', hello: reader.message(readHello) };
    else if (field === PROOF) opening = { kind: 'proof', proof: reader.message(readProof) };
    else reader.passOver();
  }
  return opening;
}

/** Throws a RangeError for what is no frame. `now`: node clock, ms. */
export function decodeAskingRequest(bytes: Buffer, now: number): AskingRequest {
  const reader = new Reader(bytes);
  let request: AskingRequest = { kind: 'other' };
  for (let field = reader.field(); field > 0; field = reader.field()) {
    if (field === ASKS) request = { kind: 'asks', asks: reader.message((asks) => readAsks(asks, now)) };
    else if (field === CANCELS) request = { kind: 'cancels', numbers: reader.message(readCancels) };
    else reader.passOver();
  }
  return request;
}

function readHello(reader: Reader): Hello {
  let protocol = 0;
  let cluster = '';
  let session = '';
  let toSession = '';
  let nonce: Buffer = Buffer.alloc(0);
  for (let field = reader.field(); field > 0; field = reader.field()) {
    if (field === PROTOCOL) protocol = reader.number();
    else if (field === CLUSTER) cluster = reader.text();
    else if (field === SESSION) session = reader.text();
    else if (field === TO_SESSION) toSession = reader.text();
    else if (field === NONCE) nonce = reader.binary();
    else reader.passOver();
  }
  return { protocol, cluster, session, toSession, nonce };
}

function readProof(reader: Reader): Buffer {
  let proof: Buffer = Buffer.alloc(0);
  for (let field = reader.field(); field > 0; field = reader.field()) {
    if (field === ONLY_FIELD) proof = reader.binary();
    else reader.passOver();
  }
  return proof;
}

function readCancels(reader: Reader): readonly number[] {
  const numbers: number[] = [];
  for (let field = reader.field(); field > 0; field = reader.field()) {
    if (field === ONLY_FIELD) reader.addNumbersTo(numbers);
    else reader.passOver();
  }
  return numbers;
}

function readAsks(reader: Reader, now: number): readonly ReceivedAsk[] {
  const asks: ReceivedAsk[] = [];
  const readOne = (ask: Reader): ReceivedAsk => readAsk(ask, now);
  for (let field = reader.field(); field > 0; field = reader.field()) {
    if (field === ONLY_FIELD) asks.push(reader.message(readOne));
    else reader.passOver();
  }
  return asks;
}

/** A command that cannot be read is the fault of this ask alone. */
function readAsk(reader: Reader, now: number): ReceivedAsk {
  let number = 0;
  let entity = '';
  let id = '';
  let key = '';
  let bodyHash = '';
  let leftMs = -1;
  let fromEffect = false;
  let revision = 0;
  let command: object | null = null;
  for (let field = reader.field(); field > 0; field = reader.field()) {
    if (field === NUMBER) number = reader.number();
    else if (field === ENTITY) entity = reader.text();
    else if (field === ID) id = reader.text();
    else if (field === COMMAND) command = reader.value(commandIn);
    else if (field === IDEMPOTENCY_KEY) key = reader.text();
    else if (field === IDEMPOTENCY_BODY_HASH) bodyHash = reader.text();
    else if (field === LEFT_MS) leftMs = reader.number();
    else if (field === FROM_EFFECT) fromEffect = reader.number() !== 0;
    else if (field === REVISION) revision = reader.number();
    else reader.passOver();
  }
  if (command === null) return { number, request: 'the command cannot be read' };
  if (!isEntity(entity) || id === '') return { number, request: 'no entity, or no id' };
  const envelope: ReceivedEnvelope = { id, command };
  if (key !== '') envelope.idempotency = { key, bodyHash };
  if (leftMs >= 0) envelope.deadline = now + leftMs;
  if (fromEffect) envelope.fromEffect = true;
  return { number, request: { entity, envelope, revision } };
}

function commandIn(bytes: Buffer, from: number, to: number): object | null {
  try {
    const command = decodeValue(bytes, from, to);
    return typeof command === 'object' ? command : null;
  } catch {
    return null;
  }
}

/** Which kinds there are is the region's to know. */
function isEntity(text: string): text is EntityId {
  return text.indexOf('/') > 0;
}
