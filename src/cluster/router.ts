/**
 * The one way to an entity: `ask` finds the node that owns it and hands the command over.
 *
 * On a single node every entity is local. Callers must not assume so: a command can be delivered late, and its answer can be lost; repeating it under the
 * same id is safe, because entities remember the ids of what they did.
 */
import type { EntityId } from '../domain/ids.js';

/** A command on its way. */
export interface Envelope {
  /** The command's id, 32 hex digits: minted once at the edge, the same on every repeat. */
  readonly id: string;
  readonly command: object;
  /** From an Idempotency-Key: the key in its scope (caller, route, target) and the hash of the body it came with. */
  readonly idempotency?: { readonly key: string; readonly bodyHash: string };
  /** On the node clock, ms: after it nobody waits for the answer, so work that has not begun is not begun. */
  readonly deadline?: number;
  /** Asked by another entity, not by a caller: taken on even where memory is full, for whoever asked cannot leave memory before it is answered. */
  readonly fromEffect?: true;
}

export interface Router {
  /** Resolves with the entity's reply or a refusal (see domain/refusals.ts); never rejects for either. */
  ask(entity: EntityId, envelope: Envelope): Promise<unknown>;
}
