/**
 * Drives an entity's open effects: each is asked of the other entity until it is answered, with back-off and jitter, and the answer is given back to the
 * entity as a command. Everything here may happen twice (a crash forgets what was sent), so effects are idempotent by their key.
 */
import type { Envelope } from '../cluster/router.js';
import type { Effect } from '../domain/decider.js';
import type { EntityId } from '../domain/ids.js';
import { isRefusal } from '../domain/refusals.js';

export interface OutboxHost {
  ask(entity: EntityId, envelope: Envelope): Promise<unknown>;
  after(ms: number, task: () => void): () => void;
  /** 0 <= random < 1. */
  random(): number;
}

/** What an outbox needs of the entity whose effects it drives. */
export interface OutboxOwner {
  /** Gives the entity itself a command. */
  offer(envelope: Envelope): Promise<unknown>;
  /** An answer could not be taken in, which is a bug: it is asked again, and an operator should know. */
  failed(error: unknown): void;
}

const RETRY_MS_MIN = 50;
const RETRY_MS_MAX = 5_000;
const TRANSIENT: ReadonlySet<string> = new Set(['UNAVAILABLE', 'OVERLOADED', 'INTERNAL', 'ENTITY_DAMAGED']);

export class Outbox {
  /** Effects that were sent and are not settled yet, by key. */
  private readonly sent = new Map<string, Sending>();

  constructor(
    private readonly host: OutboxHost,
    private readonly owner: OutboxOwner,
  ) {}

  get open(): boolean {
    return this.sent.size > 0;
  }

  /** Sends what is pending and not under way; forgets what is pending no more. */
  drive(pending: readonly Effect<object>[]): void {
    if (pending.length === 0 && this.sent.size === 0) return;
    const keys = new Set<string>();
    for (const effect of pending) {
      keys.add(effect.key);
      if (this.sent.has(effect.key)) continue;
      const sending = new Sending(effect, this.host, this.owner);
      this.sent.set(effect.key, sending);
      sending.attempt();
    }
    if (keys.size === this.sent.size) return;
    for (const [key, sending] of this.sent) {
      if (keys.has(key)) continue;
      sending.stop();
      this.sent.delete(key);
    }
  }

  /** The entity lost its state; what is pending will be found again by its recovery. */
  reset(): void {
    for (const sending of this.sent.values()) sending.stop();
    this.sent.clear();
  }
}

/** One effect on its way: asked, answered, its answer handed back. Ends by being stopped, when the entity no longer lists it. */
class Sending {
  private stopped = false;
  private attempts = 0;
  private cancelRetry: (() => void) | null = null;

  constructor(
    private readonly effect: Effect<object>,
    private readonly host: OutboxHost,
    private readonly owner: OutboxOwner,
  ) {}

  attempt(): void {
    this.deliver().catch((error: unknown) => {
      if (this.stopped) return;
      this.owner.failed(error);
      this.retry();
    });
  }

  stop(): void {
    this.stopped = true;
    this.cancelRetry?.();
  }

  private async deliver(): Promise<void> {
    const { key, to, command } = this.effect;
    const answer = await this.host.ask(to as EntityId, { id: key, command, fromEffect: true });
    if (this.stopped) return;
    if (isTransient(answer)) this.retry();
    else await this.settle(answer);
  }

  private async settle(answer: unknown): Promise<void> {
    const { key } = this.effect;
    const settled = await this.owner.offer({ id: `${key}-settled`, command: this.effect.then(answer) });
    // Taken in, it is no longer pending and was stopped on the way.
    if (this.stopped) return;
    if (!isTransient(settled)) this.owner.failed(new Error(`effect ${key} was answered and is still pending`, { cause: settled }));
    this.retry();
  }

  private retry(): void {
    if (this.stopped) return;
    const ceiling = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** this.attempts);
    this.attempts += 1;
    this.cancelRetry = this.host.after(ceiling / 2 + (this.host.random() * ceiling) / 2, () => this.attempt());
  }
}

function isTransient(answer: unknown): boolean {
  return isRefusal(answer) && TRANSIENT.has(answer.refused);
}
