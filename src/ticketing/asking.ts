/**
 * How a use case asks an entity: typed by the entity's protocol, with the command's id, its idempotency key in scope and its deadline.
 */
import type { CatalogueCommand, CatalogueReplies } from '../domain/catalogue/protocol.js';
import type { ConcertCommand, ConcertReplies } from '../domain/concert/protocol.js';
import { CATALOGUE, concertEntity, queueEntity, scheduleEntity, walletEntity } from '../domain/ids.js';
import type { EntityId } from '../domain/ids.js';
import type { QueueCommand, QueueReplies } from '../domain/queue/protocol.js';
import { isRefusal, refuse } from '../domain/refusals.js';
import type { Refusal, RefusalCode } from '../domain/refusals.js';
import type { ScheduleCommand, ScheduleReplies } from '../domain/schedule/protocol.js';
import type { WalletCommand, WalletReplies } from '../domain/wallet/protocol.js';
import type { Envelope, Router } from '../cluster/router.js';

/** What a caller may add to any use case. */
export interface CallOptions {
  /** The Idempotency-Key of a mutation and a hash of the body it came with. */
  readonly idempotency?: { readonly key: string; readonly bodyHash: string };
  /** On the node clock, ms: nobody waits for the answer after it. */
  readonly deadline?: number;
}

export type Answer<View> = Promise<View | Refusal>;

type Of<Command extends { readonly type: string }, Type extends Command['type']> = Extract<Command, { readonly type: Type }>;

/** Who repeats a key, and on what: the same key of another caller or for another use case is another key. The entity asked is the third part of the scope. */
export interface Scope {
  readonly caller: string;
  readonly useCase: string;
}

/**
 * Asks entities in the name of a use case. While a mutation with an Idempotency-Key is under way on this node, the same key is refused with
 * IDEMPOTENCY_IN_PROGRESS; once it is done, the entity itself knows the answer.
 */
export class Asking {
  private readonly running = new Set<string>();

  constructor(
    private readonly router: Router,
    /** A fresh command id: 32 hex digits. */
    private readonly mint: () => string,
  ) {}

  schedule<T extends ScheduleCommand['type']>(
    scheduleId: string,
    command: Of<ScheduleCommand, T>,
    options?: CallOptions,
    scope?: Scope,
  ): Answer<ScheduleReplies[T]> {
    return this.ask(scheduleEntity(scheduleId), command, options, scope);
  }

  queue<T extends QueueCommand['type']>(
    concertId: string,
    command: Of<QueueCommand, T>,
    options?: CallOptions,
    scope?: Scope,
  ): Answer<QueueReplies[T]> {
    return this.ask(queueEntity(concertId), command, options, scope);
  }

  wallet<T extends WalletCommand['type']>(
    userId: string,
    command: Of<WalletCommand, T>,
    options?: CallOptions,
    scope?: Scope,
  ): Answer<WalletReplies[T]> {
    return this.ask(walletEntity(userId), command, options, scope);
  }

  concert<T extends ConcertCommand['type']>(
    concertId: string,
    command: Of<ConcertCommand, T>,
    options?: CallOptions,
    scope?: Scope,
  ): Answer<ConcertReplies[T]> {
    return this.ask(concertEntity(concertId), command, options, scope);
  }

  catalogue<T extends CatalogueCommand['type']>(
    command: Of<CatalogueCommand, T>,
    options?: CallOptions,
    scope?: Scope,
  ): Answer<CatalogueReplies[T]> {
    return this.ask(CATALOGUE, command, options, scope);
  }

  private ask<Reply>(entity: EntityId, command: object, options: CallOptions | undefined, scope: Scope | undefined): Answer<Reply> {
    const deadline = options?.deadline;
    if (options?.idempotency === undefined || scope === undefined) {
      const id = this.mint();
      return this.deliver(entity, deadline === undefined ? { id, command } : { id, command, deadline });
    }
    const key = `${scope.caller}|${scope.useCase}|${options.idempotency.key}`;
    return this.once(`${entity}|${key}`, () =>
      this.deliver(entity, {
        id: this.mint(),
        command,
        idempotency: { key, bodyHash: options.idempotency?.bodyHash ?? '' },
        ...(deadline === undefined ? {} : { deadline }),
      }),
    );
  }

  private async once<Reply>(running: string, deliver: () => Answer<Reply>): Answer<Reply> {
    if (this.running.has(running)) return refuse('IDEMPOTENCY_IN_PROGRESS');
    this.running.add(running);
    try {
      return await deliver();
    } finally {
      this.running.delete(running);
    }
  }

  /** An entity answers a command with the reply its protocol names for it, so the type is the protocol's word. */
  private deliver<Reply>(entity: EntityId, envelope: Envelope): Answer<Reply> {
    return this.router.ask(entity, envelope) as Answer<Reply>;
  }
}

/** All views, or the first refusal among them; those that are refused with one of `leftOut` are left out. */
export function allAccepted<View>(answers: readonly (View | Refusal)[], leftOut: readonly RefusalCode[] = []): readonly View[] | Refusal {
  const views: View[] = [];
  for (const answer of answers) {
    if (!isRefusal(answer)) views.push(answer);
    else if (!leftOut.includes(answer.refused)) return answer;
  }
  return views;
}
