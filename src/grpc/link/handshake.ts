/**
 * How two nodes prove to each other that they know the cluster's secret, without showing it.
 *
 * Each proof is an HMAC over what both have said: the protocol, the cluster, both sessions, and 32 random bytes of each. So a proof is good for this handshake
 * alone, whoever saw others, and one side's is never the other's, for each begins with words of its own.
 *
 * While the secret is changed, node by node, a node knows two of them. Whoever is connected to speaks first and cannot tell which of them the other side knows, so
 * it proves each; whoever connects then proves the one that both know. Two nodes link when there is a secret that both know.
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

/** The one that counts, and the one beside it while it is changed. */
export interface LinkSecrets {
  readonly secret: Uint8Array;
  /** Counts as much as the other; null: the secret is not being changed. */
  readonly previousSecret: Uint8Array | null;
}

const PROOF_BYTES = 32;
/** One for each secret that a node can know. */
const PROOFS_MAX = 2;

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

/** By whoever is connected to: a proof of each secret that it knows, one after the other. */
export function proofsOf(secrets: LinkSecrets, introduction: Introduction): Buffer {
  return Buffer.concat(known(secrets).map((secret) => proofOf('asked', secret, introduction)));
}

/** The secret that both sides know, by the proofs of whoever is connected to; null: there is none. */
export function sharedSecret(secrets: LinkSecrets, proofs: Buffer, introduction: Introduction): Uint8Array | null {
  if (proofs.length > PROOFS_MAX * PROOF_BYTES || proofs.length % PROOF_BYTES !== 0) return null;
  const given = Array.from({ length: proofs.length / PROOF_BYTES }, (_, index) =>
    proofs.subarray(index * PROOF_BYTES, (index + 1) * PROOF_BYTES),
  );
  const shared = known(secrets).filter((secret) => {
    const expected = proofOf('asked', secret, introduction);
    return given.some((proof) => isProof(proof, expected));
  });
  return shared[0] ?? null;
}

/** Whether whoever connects has proven one of the secrets. */
export function isProven(secrets: LinkSecrets, proof: Buffer, introduction: Introduction): boolean {
  return known(secrets).some((secret) => isProof(proof, proofOf('asking', secret, introduction)));
}

function known({ secret, previousSecret }: LinkSecrets): readonly Uint8Array[] {
  return previousSecret === null ? [secret] : [secret, previousSecret];
}

/** Takes as long for a wrong one as for the right one. */
function isProof(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}
