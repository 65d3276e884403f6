/** Whose turn it is, as far as a queue token itself can say. */
import { refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import type { QueueClaims } from './fans.js';

const REQUIRED = refuse('QUEUE_TOKEN_REQUIRED');
const INVALID = refuse('QUEUE_TOKEN_INVALID');
const MISMATCH = refuse('QUEUE_TOKEN_MISMATCH');

/** The queue token's claims, or why it does not do for this user. */
export function checkQueueToken(
  queueTokens: { verify(token: string): QueueClaims | null },
  token: string | null,
  userId: string,
): QueueClaims | Refusal {
  if (token === null) return REQUIRED;
  const claims = queueTokens.verify(token);
  if (claims === null) return INVALID;
  return claims.userId === userId ? claims : MISMATCH;
}
