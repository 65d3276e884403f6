/**
 * Queue tokens say whose turn it is: a signed name for one place in one concert's line. Whether that place is waiting, active or over is known to the
 * queue alone, so the token has no end of its own.
 *
 * The bytes of a token depend on nothing but the place and the key that the queue recorded with it. A fan who asks again, after a restart or a rotation of
 * the secret, gets the same token.
 */
import { isUserId } from '../domain/ids.js';
import type { KeyRing } from './keys.js';
import { SignedTokens } from './signed-tokens.js';

/** What the queue recorded when it gave the place away. */
export interface QueuePlace {
  readonly concertId: string;
  readonly userId: string;
  /** The place in line, from 1. */
  readonly seq: number;
  /** Ms since 1970. */
  readonly issuedAt: number;
  /** The key the token is signed with. */
  readonly keyId: string;
}

export interface QueueTokens {
  /** The key for places that are given away from now on. */
  readonly currentKeyId: string;
  /**
   * The token of that place: the same bytes each time, as long as its key is the current or the previous one.
   * After that every token signed with the key is invalid, and the place gets a new token, signed with the current key. Other members of `place` are ignored.
   */
  sign(place: QueuePlace): string;
  /** The place that the token names, with the key that signed it; null when it is not one of ours or was changed. Never throws. */
  verify(token: unknown): QueuePlace | null;
}

export interface QueueTokenOptions {
  readonly ring: KeyRing;
  /** Verified tokens remembered; see signed-tokens.ts. */
  readonly verifiedMax?: number;
}

const QUEUE_TOKEN_TYPE = 'queue+jwt';
const QUEUE_TOKEN_AUDIENCE = 'frontrow:queue';

export function createQueueTokens({ ring, ...limits }: QueueTokenOptions): QueueTokens {
  const tokens = new SignedTokens<QueuePlace>({ ring, type: QUEUE_TOKEN_TYPE, audience: QUEUE_TOKEN_AUDIENCE, read: readPlace, ...limits });
  return {
    currentKeyId: tokens.currentKeyId,
    // The names, their order and the absence of anything that changes are what keeps the bytes the same.
    sign({ concertId, userId, seq, issuedAt, keyId }) {
      const payload = { sub: userId, concertId, seq, issuedAt, iat: Math.floor(issuedAt / 1_000) };
      return tokens.sign(payload, keyId);
    },
    verify: (token) => tokens.verify(token),
  };
}

function readPlace({ sub, concertId, seq, issuedAt }: Readonly<Record<string, unknown>>, keyId: string): QueuePlace | null {
  if (typeof sub !== 'string' || !isUserId(sub) || typeof concertId !== 'string') return null;
  if (!isCount(seq) || !isCount(issuedAt)) return null;
  return { concertId, userId: sub, seq, issuedAt, keyId };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}
