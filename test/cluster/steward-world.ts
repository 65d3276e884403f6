/** Nodes with a steward each, on one shard table in memory; who is a member, and what the hosts do, is the test's to say. */
import assert from 'node:assert/strict';
import { KvShardTable } from '../../src/cluster/kv-shard-table.js';
import type { Lease, Member, Membership, MemberState } from '../../src/cluster/member.js';
import { placement } from '../../src/cluster/ring.js';
import type { AdoptedShard, ShardHost } from '../../src/cluster/shard-host.js';
import { SHARD_COUNT } from '../../src/cluster/shards.js';
import { Steward } from '../../src/cluster/steward.js';
import { FakeBucket, FakeStore } from '../support/fake-bucket.js';
import { ManualClock } from '../support/manual-clock.js';

/** Sees whatever the test shows it. */
class FakeMembership implements Membership {
  readonly gone = new Set<string>();
  readonly states: MemberState[] = [];
  members: readonly Member[] = [];
  hasLeft = false;
  becomeFails = 0;
  private isLeased = true;
  private sessions = 1;
  private me: Member;
  private readonly changeListeners: (() => void)[] = [];
  private readonly lapseListeners: (() => void)[] = [];

  constructor(
    nodeId: string,
    /** Something that others see has changed. */
    private readonly tell: () => void,
  ) {
    this.me = { nodeId, session: `${nodeId}.1`, address: `${nodeId}:1`, state: 'joining', version: '1', startedAt: 0 };
  }

  get self(): Member {
    return this.me;
  }

  readonly lease: Lease = { holds: () => this.isLeased, left: () => (this.isLeased ? 1_000 : 0) };

  isGone(session: string): boolean {
    return this.gone.has(session);
  }

  async become(state: MemberState): Promise<void> {
    if (this.becomeFails > 0) {
      this.becomeFails -= 1;
      throw new Error('nobody can be told');
    }
    this.states.push(state);
    this.me = { ...this.me, state };
    this.tell();
  }

  onChange(listener: () => void): void {
    this.changeListeners.push(listener);
  }

  onLapse(listener: () => void): void {
    this.lapseListeners.push(listener);
  }

  async leave(): Promise<void> {
    this.hasLeft = true;
    this.isLeased = false;
    this.tell();
  }

  show(members: readonly Member[]): void {
    this.members = members;
    for (const listener of this.changeListeners) listener();
  }

  lapse(): void {
    this.isLeased = false;
    this.gone.add(this.me.session);
    for (const listener of this.lapseListeners) listener();
  }

  rejoin(): void {
    this.sessions += 1;
    this.me = { ...this.me, session: `${this.me.nodeId}.${this.sessions}` };
    this.isLeased = true;
    this.tell();
  }
}

/** Serves what it is told to, and finishes when the test says so. */
class FakeHost implements ShardHost {
  readonly served = new Map<number, number>();
  readonly adopted: AdoptedShard[][] = [];
  readonly abandoned: number[][] = [];
  handOffs = 0;
  adoptFails = 0;
  /** Has much to do before it can let go of them, until they are taken out, or the deadline comes. */
  readonly unprepared = new Set<number>();
  /** Adoptions take for ever. */
  adoptHangs = false;
  /** Something is under way in them until they are taken out, or the deadline comes. */
  readonly busy = new Set<number>();
  /** Hand-offs under way, and the most there ever were. */
  underWay = 0;
  underWayMost = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly clock: ManualClock) {}

  async adopt(shards: readonly AdoptedShard[]): Promise<void> {
    this.adopted.push([...shards]);
    for (const { shard, epoch } of shards) this.served.set(shard, epoch);
    if (this.adoptHangs) await new Promise<never>(() => undefined);
    if (this.adoptFails === 0) return;
    this.adoptFails -= 1;
    throw new Error('the journal cannot be read');
  }

  async prepare(shards: ReadonlySet<number>, deadline: number): Promise<void> {
    await this.until(() => ![...shards].some((shard) => this.unprepared.has(shard)), deadline);
  }

  async handOff(shards: ReadonlySet<number>, deadline: number): Promise<boolean> {
    this.handOffs += 1;
    this.underWay += 1;
    this.underWayMost = Math.max(this.underWay, this.underWayMost);
    const isBusy = (): boolean => [...shards].some((shard) => this.busy.has(shard));
    await this.until(() => !isBusy(), deadline);
    await new Promise<void>((resolve) => this.clock.after(1, resolve));
    this.underWay -= 1;
    for (const shard of shards) this.served.delete(shard);
    return !isBusy();
  }

  abandon(shards: ReadonlySet<number>): void {
    this.abandoned.push([...shards]);
    for (const shard of shards) this.served.delete(shard);
  }

  ask(): Promise<unknown> {
    throw new Error('nobody asks here');
  }

  finish(shard: number): void {
    this.busy.delete(shard);
    this.unprepared.delete(shard);
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }

  private async until(isSo: () => boolean, deadline: number): Promise<void> {
    while (!isSo() && this.clock.now() < deadline) {
      await new Promise<void>((resolve) => {
        this.waiting.add(resolve);
        this.clock.after(deadline - this.clock.now(), resolve);
      });
    }
  }
}

export interface TestNode {
  readonly nodeId: string;
  readonly bucket: FakeBucket;
  readonly table: KvShardTable;
  readonly membership: FakeMembership;
  readonly host: FakeHost;
  readonly steward: Steward;
  readonly lines: string[];
}

export class StewardWorld {
  readonly clock = new ManualClock();
  readonly store = new FakeStore(this.clock);
  readonly nodes: TestNode[] = [];
  /** While false a test shows each node its members itself. */
  everybodySees = true;

  /** A node that is there, and does nothing yet. */
  async node(nodeId: string): Promise<TestNode> {
    const bucket = new FakeBucket(this.store);
    const { clock } = this;
    const lines: string[] = [];
    const say = (_: object, message: string): void => void lines.push(message);
    const log = { info: say, warn: say, error: say };
    const random = (): number => 0.5;
    const table = await KvShardTable.open({ bucket, now: clock.now, timers: clock, random, log });
    const membership = new FakeMembership(nodeId, () => this.show());
    const host = new FakeHost(clock);
    const steward = new Steward({ membership, table, host, now: clock.now, timers: clock, random, log });
    const node = { nodeId, bucket, table, membership, host, steward, lines };
    this.nodes.push(node);
    return node;
  }

  /** Nodes that serve what they should. */
  async settled(...nodeIds: readonly string[]): Promise<TestNode[]> {
    const nodes: TestNode[] = [];
    for (const nodeId of nodeIds) nodes.push(await this.node(nodeId));
    for (const { steward } of nodes) steward.start();
    this.show();
    await this.clock.pass(1_000);
    this.assertSettled(...nodes);
    return nodes;
  }

  /** Everybody sees everybody who has not left. */
  show(): void {
    if (!this.everybodySees) return;
    const members = this.nodes.filter(({ membership }) => membership.lease.holds()).map(({ membership }) => membership.self);
    const left = this.nodes.filter(({ membership }) => membership.hasLeft);
    for (const { membership } of this.nodes) {
      for (const gone of left) membership.gone.add(gone.membership.self.session);
      membership.show(members);
    }
  }

  /** Its process has ended, and the others know. */
  kill(node: TestNode): void {
    this.nodes.splice(this.nodes.indexOf(node), 1);
    node.membership.leave = () => Promise.resolve();
    node.membership.lapse();
    node.bucket.isConnected = false;
    for (const { membership } of this.nodes) membership.gone.add(node.membership.self.session);
    this.show();
  }

  /** These nodes, and nobody else, serve all shards, each those that the ring gives to it, under the epoch in the table. */
  assertSettled(...nodes: readonly TestNode[]): void {
    for (const { nodeId, host, steward, table, membership } of nodes) {
      const mine = wishedFor(nodeId, ...nodes.map((node) => node.nodeId));
      assert.deepEqual(
        [...host.served.keys()].sort((one, other) => one - other),
        mine,
        nodeId,
      );
      for (const shard of mine) {
        const { owner, epoch } = table.entry(shard);
        assert.equal(owner, membership.self.session);
        assert.equal(host.served.get(shard), epoch);
        assert.equal(steward.epochs.get(shard), epoch);
        assert.equal(steward.serving(shard), 'here');
      }
      assert.equal(steward.epochs.size, mine.length);
      assert.equal(steward.settled, true);
    }
  }
}

/** Shards that the ring gives to a node among these. */
export function wishedFor(nodeId: string, ...nodeIds: readonly string[]): number[] {
  const owners = placement(nodeIds);
  return Array.from({ length: SHARD_COUNT }, (_, shard) => shard).filter((shard) => owners[shard] === nodeId);
}

/** One that moves when the second node joins the first. */
export const moving = (from: string, to: string): number => wishedFor(to, from, to)[0] ?? assert.fail('nothing moves');

export function assertNothingTwice(nodes: readonly TestNode[]): void {
  const seen = new Set<number>();
  for (const { host } of nodes) {
    for (const shard of host.served.keys()) {
      assert.ok(!seen.has(shard), `shard ${shard} is served twice`);
      seen.add(shard);
    }
  }
}
