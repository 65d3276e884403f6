/**
 * How two nodes prove to each other that they know the cluster's secret, without showing it.
 *
 * Each proof is an HMAC over what both have said: the protocol, the cluster, both sessions, and 32 random bytes of each. So a proof is good for this handshake
 * alone, whoever saw others, and one side's is never the other's, for each begins with words of its own.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Grows with every change after which two versions do not understand each other. */
export const LINK_PROTOCOL = 1;
export const NONCE_BYTES = 32;

export interface Introduction {
  readonly cluster: string;
  /** The session that connects. */
  readonly asking: string;
  readonly asked: string;
  readonly askingNonce: Buffer;
  readonly askedNonce: Buffer;
}

const LABELS = { asking: 'frontrow node link: who connects', asked: 'frontrow node link: who is connected to' } as const;

export const newNonce = (): Buffer => randomBytes(NONCE_BYTES);

export function proofOf(side: keyof typeof LABELS, secret: Uint8Array, introduction: Introduction): Buffer {
  const { cluster, asking, asked, askingNonce, askedNonce } = introduction;
  const hmac = createHmac('sha256', secret);
  // With its length before it, no part can pass for the end of one and the beginning of another.
  for (const part of [LABELS[side], String(LINK_PROTOCOL), cluster, asking, asked, askingNonce, askedNonce]) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hmac.update(length).update(bytes);
  }
  return hmac.digest();
}

/** Takes as long for a wrong one as for the right one. */
export function isProof(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}
