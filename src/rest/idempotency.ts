/** The Idempotency-Key header: its form, and the hash that tells a repeat from another request under the same key. */
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { invalid } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import type { CallOptions } from '../ticketing/asking.js';

export const IDEMPOTENCY_KEY_LENGTH_MAX = 200;
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

const MALFORMED = invalid(
  '/Idempotency-Key',
  `the header must have 1 to ${IDEMPOTENCY_KEY_LENGTH_MAX} visible ASCII characters, without spaces`,
);

/** The options every use case of this request is called with, or why its Idempotency-Key does not do. */
export function callOptions(request: FastifyRequest): CallOptions | Refusal {
  const { deadline } = request;
  const key = request.headers['idempotency-key'];
  if (key === undefined) return { deadline };
  if (typeof key !== 'string' || key.length > IDEMPOTENCY_KEY_LENGTH_MAX || !VISIBLE_ASCII.test(key)) return MALFORMED;
  return { deadline, idempotency: { key, bodyHash: bodyHash(request.body) } };
}

/** Of what the body says, not of its bytes: spaces and the order of members make no difference. */
export function bodyHash(body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(body ?? null, inOrder))
    .digest('hex');
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
