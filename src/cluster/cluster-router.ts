/**
 * The way to an entity in a cluster: to the host on this node when it serves the entity's shard, else over the transport to the node that the shard table names.
 *
 * Invariants
 *  - An answer of an entity here leaves only while this node's lease holds; without it the answer is UNAVAILABLE, whatever the entity said.
 *  - A command goes to at most one node at a time, always under its own id: an entity that has carried it out answers a repeat and does nothing.
 *  - Nothing waits without bound: not for a shard that changes hands, not for a node that is gone, and only so many commands at once.
 *
 * Failure cases
 *  - the asked node does not own the shard: nothing was done; the command goes on to the owner once the table shows it.
 *  - nothing was sent, or no answer came: asked again with growing pauses, as long as the deadline, the patience and the budget for repeats allow; then UNAVAILABLE.
 *  - the shard is being handed over, or its owner is gone: the command waits until somebody serves it, then goes there.
 */
import type { EntityId } from '../domain/ids.js';
import { refuse } from '../domain/refusals.js';
import type { Timers } from '../timers.js';
import type { Lease } from './member.js';
import { RetryBudget } from './retry-budget.js';
import type { Envelope, Router } from './router.js';
import type { ShardHost } from './shard-host.js';
import type { ShardTable } from './shard-table.js';
import { shardOf } from './shards.js';
import { ShardWaiters } from './shard-waiters.js';
import type { PeerReply, PeerRequest, Transport } from './transport.js';

/** What this node does for a shard. */
export type Serving = 'here' | 'handing-off' | null;

export interface ClusterRouterDeps {
  /** This node's session now. */
  readonly session: () => string;
  readonly lease: Lease;
  readonly table: Pick<ShardTable, 'entry' | 'revision' | 'reached' | 'onChange'>;
  readonly steward: { serving(shard: number): Serving; onChange(listener: (shards: readonly number[]) => void): void };
  readonly host: Pick<ShardHost, 'ask'>;
  readonly transport: Pick<Transport, 'ask'>;
  /** Node clock, ms. */
  readonly now: () => number;
  readonly timers: Timers;
  /** 0 <= random < 1. */
  readonly random: () => number;
  /** For metrics: a command was sent to another node, sent again, or waits for a shard. */
  readonly observe: (what: RouterEvent) => void;
}

export type RouterEvent = 'forwarded' | 'rerouted' | 'repeated' | 'waited' | 'gave-up';

/** How long a command waits for a shard that changes hands, or for a node that cannot be reached. Whoever asked may try again. */
export const PATIENCE_MS = 3_000;
/** How long an asked node waits for a table as new as the asking node's. */
const TABLE_PATIENCE_MS = 1_000;
/** Commands that wait for shards at once. */
const WAITING_MAX = 10_000;
/** A command that was sent on so often meets tables that do not agree; the caller tries again later. */
const REROUTES_MAX = 8;
const PAUSE_MS_MIN = 20;
const PAUSE_MS_MAX = 500;

const UNAVAILABLE = refuse('UNAVAILABLE');
const OVERLOADED = refuse('OVERLOADED');

/** One command on its way through the cluster. */
interface Journey {
  readonly entity: EntityId;
  readonly shard: number;
  readonly envelope: Envelope;
  /** Node clock, ms. */
  readonly until: number;
  reroutes: number;
  repeats: number;
}

/** What to do next: this is the answer, or look again. */
type Step = { readonly answer: unknown } | 'look again';

export class ClusterRouter implements Router {
  private readonly waiters: ShardWaiters;
  private readonly budget = new RetryBudget();

  constructor(private readonly deps: ClusterRouterDeps) {
    this.waiters = new ShardWaiters(deps.timers, WAITING_MAX);
    deps.table.onChange((changed) => {
      for (const { shard } of changed) this.waiters.wake(shard);
    });
    deps.steward.onChange((shards) => {
      for (const shard of shards) if (deps.steward.serving(shard) !== 'handing-off') this.waiters.wake(shard);
    });
  }

  /** Commands that wait for a shard now. */
  get waiting(): number {
    return this.waiters.size;
  }

  ask(entity: EntityId, envelope: Envelope): Promise<unknown> {
    const shard = shardOf(entity);
    if (this.deps.steward.serving(shard) === 'here') return this.askHere(entity, envelope);
    const until = Math.min(envelope.deadline ?? Infinity, this.deps.now() + PATIENCE_MS);
    return this.travel({ entity, shard, envelope, until, reroutes: 0, repeats: 0 });
  }

  /** What a peer asks of this node: the entity's answer, or that somebody else owns it. Bound, so that it can be handed on as a function. */
  readonly answer = async ({ entity, envelope, revision }: PeerRequest): Promise<PeerReply> => {
    const { table, steward, now } = this.deps;
    const shard = shardOf(entity);
    if (steward.serving(shard) !== 'here') {
      // Whoever asks may know of a change of owner that this node has not heard of yet.
      if (revision > table.revision) await table.reached(revision, TABLE_PATIENCE_MS);
      if (this.comesOrGoes(shard)) {
        const until = Math.min(envelope.deadline ?? Infinity, now() + PATIENCE_MS);
        while (this.comesOrGoes(shard) && now() < until) if (!(await this.wait(shard, until))) break;
      }
    }
    if (steward.serving(shard) === 'here') return { kind: 'answer', answer: await this.askHere(entity, envelope) };
    // The owner as far as anybody knows, and yet it does not serve: nobody else can.
    if (this.comesOrGoes(shard)) return { kind: 'answer', answer: UNAVAILABLE };
    return { kind: 'not-owner', revision: table.revision };
  };

  private async askHere(entity: EntityId, envelope: Envelope): Promise<unknown> {
    const { lease, host } = this.deps;
    if (!lease.holds()) return UNAVAILABLE;
    const answer = await host.ask(entity, envelope);
    return lease.holds() ? answer : UNAVAILABLE;
  }

  /** This node is about to serve the shard, or about to stop. */
  private comesOrGoes(shard: number): boolean {
    const { steward, table, session } = this.deps;
    const serving = steward.serving(shard);
    return serving === 'handing-off' || (serving === null && table.entry(shard).owner === session());
  }

  private async travel(journey: Journey): Promise<unknown> {
    this.budget.asked();
    for (;;) {
      const step = await this.step(journey);
      if (step !== 'look again') return step.answer;
      if (this.deps.now() >= journey.until) {
        this.deps.observe('gave-up');
        return UNAVAILABLE;
      }
    }
  }

  private async step(journey: Journey): Promise<Step> {
    const { entity, shard, envelope, until } = journey;
    const { steward, table } = this.deps;
    if (steward.serving(shard) === 'here') return { answer: await this.askHere(entity, envelope) };
    const { owner } = table.entry(shard);
    if (owner === null || this.comesOrGoes(shard)) {
      this.deps.observe('waited');
      return this.waitFor(shard, until);
    }
    return this.askOwner(owner, journey);
  }

  private async askOwner(owner: string, journey: Journey): Promise<Step> {
    const { entity, envelope } = journey;
    const { table, transport, observe } = this.deps;
    observe('forwarded');
    const outcome = await transport.ask(owner, { entity, envelope, revision: table.revision });
    switch (outcome.kind) {
      case 'answer':
        return outcome;
      case 'not-owner':
        return this.reroute(owner, outcome.revision, journey);
      case 'unsent':
      case 'unknown':
        return this.repeat(owner, journey);
    }
  }

  private async reroute(owner: string, revision: number, journey: Journey): Promise<Step> {
    const { table, now, observe } = this.deps;
    journey.reroutes += 1;
    observe('rerouted');
    if (journey.reroutes > REROUTES_MAX) return { answer: UNAVAILABLE };
    if (revision > table.revision) await table.reached(revision, Math.max(0, journey.until - now()));
    // Both tables are as new as each other, and still name it: it has just given the shard up, or not yet heard that it has it.
    return table.entry(journey.shard).owner === owner ? this.pause(journey, journey.reroutes) : 'look again';
  }

  /** The same command, under the same id: whether it was carried out or not makes no difference to what happens now. */
  private async repeat(owner: string, journey: Journey): Promise<Step> {
    const { table, observe } = this.deps;
    if (!this.budget.mayRepeat()) {
      observe('gave-up');
      return { answer: UNAVAILABLE };
    }
    journey.repeats += 1;
    observe('repeated');
    return table.entry(journey.shard).owner === owner ? this.pause(journey, journey.repeats) : 'look again';
  }

  /** Ends early when the shard's owner changes. */
  private pause({ shard, until }: Journey, times: number): Promise<Step> {
    const { now, random } = this.deps;
    const ceiling = Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN * 2 ** times);
    return this.waitFor(shard, Math.min(until, now() + ceiling / 2 + (random() * ceiling) / 2));
  }

  private async waitFor(shard: number, until: number): Promise<Step> {
    return (await this.wait(shard, until)) ? 'look again' : { answer: OVERLOADED };
  }

  /** Until the shard may be served somewhere else, or until then. False when too many wait. */
  private wait(shard: number, until: number): Promise<boolean> {
    return this.waiters.wait(shard, Math.max(0, until - this.deps.now()));
  }
}
