/** The frames that answer them, see LinkResponse in node.proto: of the handshake, and replies. */
import type { PeerOutcome } from '../../cluster/transport.js';
import { decodeValue } from './codec.js';
import type { EncodedValue } from './codec.js';
import { Reader, Writer } from './wire.js';

/** null: neither. */
export type OpeningResponse =
  | { readonly kind: 'challenge'; readonly nonce: Buffer; readonly proof: Buffer }
  | { readonly kind: 'welcome'; readonly asksAtOnce: number }
  | null;

/** A reply before it is sent. */
export type EncodedReply =
  | { readonly kind: 'answer'; readonly encoded: EncodedValue }
  | { readonly kind: 'not-owner'; readonly revision: number }
  | { readonly kind: 'not-taken'; readonly reason: string };

export interface ReceivedReply {
  readonly number: number;
  readonly outcome: PeerOutcome;
}

const CHALLENGE = 1;
const WELCOME = 2;
const REPLIES = 3;

const NONCE = 1;
const PROOF = 2;
/** Of Welcome and Replies. */
const ONLY_FIELD = 1;

const NUMBER = 1;
const ANSWER = 2;
const NOT_OWNER = 3;
const NOT_TAKEN = 4;

const HANDSHAKE_BYTES = 256;
const UNREADABLE: PeerOutcome = { kind: 'unknown', reason: 'the reply cannot be read' };

export function encodeChallenge(nonce: Buffer, proof: Buffer): Buffer {
  const writer = new Writer(HANDSHAKE_BYTES);
  const begun = writer.begin(CHALLENGE);
  writer.binary(NONCE, nonce);
  writer.binary(PROOF, proof);
  writer.end(begun);
  return writer.written();
}

export function encodeWelcome(asksAtOnce: number): Buffer {
  const writer = new Writer(HANDSHAKE_BYTES);
  const begun = writer.begin(WELCOME);
  writer.number(ONLY_FIELD, asksAtOnce);
  writer.end(begun);
  return writer.written();
}

/** Replies follow, each by `writeReply`, until `writer.end` with what this returns. */
export const beginReplies = (writer: Writer): number => writer.begin(REPLIES);

export function writeReply(writer: Writer, number: number, reply: EncodedReply): void {
  const begun = writer.begin(ONLY_FIELD);
  writer.number(NUMBER, number);
  switch (reply.kind) {
    case 'answer':
      writer.value(ANSWER, reply.encoded);
      break;
    case 'not-owner':
      writer.number(NOT_OWNER, reply.revision);
      break;
    case 'not-taken':
      writer.text(NOT_TAKEN, reply.reason);
      break;
  }
  writer.end(begun);
}

/** Throws a RangeError for what is no frame. */
export function decodeOpeningResponse(bytes: Buffer): OpeningResponse {
  const reader = new Reader(bytes);
  let opening: OpeningResponse = null;
  for (let field = reader.field(); field > 0; field = reader.field()) {
    if (field === CHALLENGE) opening = { kind: 'challenge', ...reader.message(readChallenge) };
    else if (field === WELCOME) opening = { kind: 'welcome', asksAtOnce: reader.message(readWelcome) };
    else reader.passOver();
  }
  return opening;
}

/** Throws a RangeError for what is no frame. Frames of a later version hold none. */
export function decodeReplies(bytes: Buffer): readonly ReceivedReply[] {
  const reader = new Reader(bytes);
  const replies: ReceivedReply[] = [];
  for (let field = reader.field(); field > 0; field = reader.field()) {
    if (field === REPLIES) reader.message((inner) => readReplies(inner, replies));
    else reader.passOver();
  }
  return replies;
}

function readChallenge(reader: Reader): { readonly nonce: Buffer; readonly proof: Buffer } {
  let nonce: Buffer = Buffer.alloc(0);
  let proof: Buffer = Buffer.alloc(0);
  for (let field = reader.field(); field > 0; field = reader.field()) {
    if (field === NONCE) nonce = reader.binary();
    else if (field === PROOF) proof = reader.binary();
    else reader.passOver();
  }
  return { nonce, proof };
}

function readWelcome(reader: Reader): number {
  let asksAtOnce = 0;
  for (let field = reader.field(); field > 0; field = reader.field()) {
    if (field === ONLY_FIELD) asksAtOnce = reader.number();
    else reader.passOver();
  }
  return asksAtOnce;
}

function readReplies(reader: Reader, replies: ReceivedReply[]): void {
  for (let field = reader.field(); field > 0; field = reader.field()) {
    if (field === ONLY_FIELD) replies.push(reader.message(readReply));
    else reader.passOver();
  }
}

/** A reply of a later version, or none that can be read, is the loss of this ask alone. */
function readReply(reader: Reader): ReceivedReply {
  let number = 0;
  let outcome = UNREADABLE;
  for (let field = reader.field(); field > 0; field = reader.field()) {
    if (field === NUMBER) number = reader.number();
    else if (field === ANSWER) outcome = reader.value(answerIn);
    else if (field === NOT_OWNER) outcome = { kind: 'not-owner', revision: reader.number() };
    else if (field === NOT_TAKEN) outcome = { kind: 'unsent', reason: reader.text() };
    else reader.passOver();
  }
  return { number, outcome };
}

function answerIn(bytes: Buffer, from: number, to: number): PeerOutcome {
  try {
    return { kind: 'answer', answer: decodeValue(bytes, from, to) };
  } catch {
    return UNREADABLE;
  }
}
