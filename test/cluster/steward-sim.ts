/**
 * A cluster on simulated time, from a seed: processes that join, leave, die, are stopped and continued, and lose their connection, with messages that take their
 * time. Membership here keeps the promises of the real one, and no more: a lease from the sending of the last acknowledged heartbeat, keys that lapse later than
 * that, and views that are out of date.
 */
import assert from 'node:assert/strict';
import { KvShardTable } from '../../src/cluster/kv-shard-table.js';
import type { Lease, Member, Membership, MemberState } from '../../src/cluster/member.js';
import { joinCluster } from '../../src/cluster/membership.js';
import { placement } from '../../src/cluster/ring.js';
import type { AdoptedShard, ShardHost } from '../../src/cluster/shard-host.js';
import { SHARD_COUNT } from '../../src/cluster/shards.js';
import { Steward } from '../../src/cluster/steward.js';
import { randomFrom } from '../../src/demo/random.js';
import { FakeBucket, FakeStore } from '../support/fake-bucket.js';
import { SimClock, SimProcess } from '../support/sim-clock.js';

const LEASE_MS = 2_000;
const KEY_TTL_MS = 3_000;
const HEARTBEAT_MS = 500;
const POLL_MS = 500;
const REJOIN_MS = 250;

interface Registered {
  member: Member;
  beatAt: number;
  /** It left, or its own process has a later session. */
  isOver: boolean;
}

/** What the servers know of the members. */
class Registry {
  private readonly sessions = new Map<string, Registered>();

  constructor(private readonly now: () => number) {}

  /** False while another process has the node id. */
  join(member: Member, follows: string | null): boolean {
    for (const one of this.sessions.values()) {
      if (one.member.nodeId !== member.nodeId || !this.isThere(one)) continue;
      if (one.member.session !== follows && one.member.session !== member.session) return false;
      one.isOver = true;
    }
    this.sessions.set(member.session, { member, beatAt: this.now(), isOver: false });
    return true;
  }

  beat(member: Member): boolean {
    const known = this.sessions.get(member.session);
    if (known === undefined || !this.isThere(known)) return false;
    known.beatAt = this.now();
    known.member = member;
    return true;
  }

  leave(session: string): void {
    const known = this.sessions.get(session);
    if (known !== undefined) known.isOver = true;
  }

  look(): { readonly members: readonly Member[]; readonly gone: ReadonlySet<string> } {
    const all = [...this.sessions.values()];
    const members = all.filter((one) => this.isThere(one)).map(({ member }) => member);
    const gone = new Set(all.filter((one) => !this.isThere(one)).map(({ member }) => member.session));
    return { members, gone };
  }

  private isThere({ beatAt, isOver }: Registered): boolean {
    return !isOver && this.now() - beatAt < KEY_TTL_MS;
  }
}

class SimMembership implements Membership {
  isConnected = true;
  members: readonly Member[] = [];
  private gone: ReadonlySet<string> = new Set();
  private readonly lapsed = new Set<string>();
  private me: Member;
  private leaseUntil = -Infinity;
  private isLeaving = false;
  private readonly changeListeners: (() => void)[] = [];
  private readonly lapseListeners: (() => void)[] = [];

  constructor(
    nodeId: string,
    private readonly world: SimWorld,
    private readonly process: SimProcess,
  ) {
    this.me = { nodeId, session: world.mintSession(nodeId), address: '', state: 'joining', version: '', startedAt: 0 };
  }

  get self(): Member {
    return this.me;
  }

  readonly lease: Lease = {
    holds: () => this.process.now() < this.leaseUntil,
    left: () => Math.max(0, this.leaseUntil - this.process.now()),
  };

  isGone(session: string): boolean {
    return this.lapsed.has(session) || (this.gone.has(session) && session !== this.me.session);
  }

  join(): void {
    this.tryToJoin(null);
    this.poll();
  }

  become(state: MemberState): Promise<void> {
    this.me = { ...this.me, state };
    this.changed();
    return new Promise((resolve) => {
      this.send(() => {
        this.world.registry.beat(this.me);
        resolve();
      });
    });
  }

  onChange(listener: () => void): void {
    this.changeListeners.push(listener);
  }

  onLapse(listener: () => void): void {
    this.lapseListeners.push(listener);
  }

  async leave(): Promise<void> {
    this.isLeaving = true;
    this.leaseUntil = -Infinity;
    this.send(() => this.world.registry.leave(this.me.session));
  }

  /** Something reaches the servers after a while, unless the connection is cut. */
  private send(arrives: () => void): void {
    this.world.clock.after(this.world.delayMs(), () => {
      if (this.isConnected) arrives();
    });
  }

  private tryToJoin(follows: string | null): void {
    const sentAt = this.process.now();
    const member = { ...this.me, session: follows === null ? this.me.session : this.world.mintSession(this.me.nodeId) };
    let isIn = false;
    this.send(() => {
      isIn = this.world.registry.join(member, follows);
    });
    this.process.after(REJOIN_MS, () => {
      if (this.isLeaving) return;
      if (!isIn) return this.tryToJoin(follows);
      this.me = { ...member, state: this.me.state };
      this.leaseUntil = sentAt + LEASE_MS;
      this.changed();
      this.watchLease(this.me.session);
      this.beatLater(this.me.session);
    });
  }

  private beatLater(session: string): void {
    this.process.after(HEARTBEAT_MS, () => {
      if (this.me.session !== session || this.isLeaving || this.lapsed.has(session)) return;
      const sentAt = this.process.now();
      this.send(() => {
        if (this.me.session !== session || !this.world.registry.beat(this.me)) return;
        this.process.after(this.world.delayMs(), () => {
          if (this.isConnected && this.me.session === session && this.lease.holds())
            this.leaseUntil = Math.max(this.leaseUntil, sentAt + LEASE_MS);
        });
      });
      this.beatLater(session);
    });
  }

  private watchLease(session: string): void {
    if (this.isLeaving || this.me.session !== session) return;
    if (this.lease.holds()) {
      this.process.after(this.lease.left(), () => this.watchLease(session));
      return;
    }
    this.lapsed.add(session);
    for (const listener of this.lapseListeners) listener();
    this.changed();
    this.tryToJoin(session);
  }

  private poll(): void {
    this.process.after(POLL_MS, () => {
      if (this.isConnected) {
        const { members, gone } = this.world.registry.look();
        this.process.after(this.world.delayMs(), () => {
          this.members = members;
          this.gone = gone;
          this.changed();
        });
      }
      this.poll();
    });
  }

  private changed(): void {
    for (const listener of this.changeListeners) listener();
  }
}

/** Serves, and tells the world, which looks whether anybody else does. */
class SimHost implements ShardHost {
  readonly served = new Map<number, number>();
  adoptFails = 0;

  constructor(
    private readonly world: SimWorld,
    private readonly process: SimProcess,
    private readonly node: () => SimNode,
  ) {}

  async adopt(shards: readonly AdoptedShard[]): Promise<void> {
    for (const { shard, epoch } of shards) {
      this.served.set(shard, epoch);
      this.world.served(this.node(), shard, epoch);
    }
    await this.wait(this.world.delayMs());
    if (this.adoptFails === 0) return;
    this.adoptFails -= 1;
    throw new Error('the journal cannot be read');
  }

  async prepare(_shards: ReadonlySet<number>, deadline: number): Promise<void> {
    await this.wait(Math.min(this.world.delayMs(), Math.max(0, deadline - this.process.now())));
  }

  async handOff(shards: ReadonlySet<number>, deadline: number): Promise<boolean> {
    const ms = this.world.random() < 0.005 ? 10_000 : this.world.delayMs();
    const left = Math.max(0, deadline - this.process.now());
    await this.wait(Math.min(ms, left));
    for (const shard of shards) this.served.delete(shard);
    return ms <= left;
  }

  abandon(shards: ReadonlySet<number>): void {
    for (const shard of shards) this.served.delete(shard);
  }

  ask(): Promise<unknown> {
    throw new Error('nobody asks here');
  }

  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.process.after(ms, resolve));
  }
}

interface SimNode {
  readonly nodeId: string;
  readonly process: SimProcess;
  readonly bucket: FakeBucket;
  readonly membership: Membership;
  /** Cuts its connection to the members' servers, or restores it. */
  readonly connect: (isConnected: boolean) => void;
  readonly host: SimHost;
  readonly steward: Steward;
}

export class SimWorld {
  readonly clock = new SimClock();
  readonly registry = new Registry(this.clock.now);
  readonly store = new FakeStore(this.clock);
  readonly random: () => number;
  readonly nodes = new Map<string, SimNode>();
  /** Kept here, for whoever is told of it where it happens would take it for a failure of its own. */
  readonly violations: string[] = [];
  /** Under which epoch each shard was last served by somebody who might, and by whom. */
  private readonly last = new Map<number, { readonly epoch: number; readonly session: string }>();
  private sessions = 0;

  private readonly memberStore = new FakeStore(this.clock);

  /** @param isMembershipReal the program's own membership, on a bucket in memory, in place of the one here. */
  constructor(
    seed: number,
    private readonly isMembershipReal = false,
  ) {
    this.random = randomFrom(seed).next;
  }

  mintSession(nodeId: string): string {
    this.sessions += 1;
    return `${nodeId}.${this.sessions}`;
  }

  delayMs(): number {
    const { random } = this;
    return random() < 0.01 ? Math.floor(random() * 400) : Math.floor(random() * 10);
  }

  served({ nodeId, membership }: SimNode, shard: number, epoch: number): void {
    if (!membership.lease.holds()) return;
    const { session } = membership.self;
    for (const other of this.nodes.values()) {
      if (other.nodeId === nodeId || !other.host.served.has(shard) || !other.membership.lease.holds()) continue;
      this.violations.push(`shard ${shard} is served by ${other.membership.self.session} and by ${session}`);
    }
    const before = this.last.get(shard);
    if (before !== undefined && (epoch < before.epoch || (epoch === before.epoch && session !== before.session))) {
      this.violations.push(`shard ${shard} is served by ${session} under epoch ${epoch} after ${before.session} under ${before.epoch}`);
    }
    this.last.set(shard, { epoch, session });
  }

  async start(nodeId: string): Promise<void> {
    if (this.nodes.has(nodeId)) return;
    const process = new SimProcess(this.clock);
    const bucket = new FakeBucket(this.store, { clock: process, delayMs: () => this.delayMs() });
    const say = (): void => {};
    const log = { info: say, warn: say, error: say };
    const { random } = this;
    const opening = KvShardTable.open({ bucket, now: process.now, timers: process, random, log });
    await this.clock.run(2_000);
    const table = await opening;
    const { membership, connect } = await (this.isMembershipReal ? this.joinForReal(nodeId, process) : this.join(nodeId, process));
    const host: SimHost = new SimHost(this, process, () => node);
    const steward = new Steward({ membership, table, host, now: process.now, timers: process, random, log });
    const node: SimNode = { nodeId, process, bucket, membership, connect, host, steward };
    this.nodes.set(nodeId, node);
    steward.start();
  }

  private async join(nodeId: string, process: SimProcess): Promise<Pick<SimNode, 'membership' | 'connect'>> {
    const membership = new SimMembership(nodeId, this, process);
    membership.join();
    return { membership, connect: (isConnected) => (membership.isConnected = isConnected) };
  }

  private async joinForReal(nodeId: string, process: SimProcess): Promise<Pick<SimNode, 'membership' | 'connect'>> {
    const bucket = new FakeBucket(this.memberStore, { clock: process, delayMs: () => this.delayMs() });
    const say = (): void => {};
    const joining = joinCluster({
      bucket,
      nodeId,
      address: `${nodeId}:1`,
      version: '1',
      startedAt: 0,
      steady: process.now,
      timers: process,
      random: this.random,
      mintSession: () => this.mintSession(nodeId),
      log: { info: say, warn: say, error: say },
    });
    // A key of the process before it may have to lapse.
    await this.clock.run(8_000);
    return { membership: await joining, connect: (isConnected) => (isConnected ? bucket.reconnect() : (bucket.isConnected = false)) };
  }

  kill(nodeId: string): void {
    const node = this.nodes.get(nodeId);
    if (node === undefined) return;
    node.process.isDead = true;
    this.nodes.delete(nodeId);
  }

  /** Its process ends when it has handed everything off, or after a while. */
  leave(nodeId: string): void {
    const node = this.nodes.get(nodeId);
    if (node === undefined) return;
    void node.steward.drain(this.clock.now() + 4_000).then(() => {
      node.process.isDead = true;
      this.nodes.delete(nodeId);
    });
  }

  cut(nodeId: string, ms: number): void {
    const node = this.nodes.get(nodeId);
    if (node === undefined) return;
    node.bucket.isConnected = false;
    node.connect(false);
    this.clock.after(ms, () => {
      node.connect(true);
      node.bucket.reconnect();
    });
  }

  pause(nodeId: string, ms: number): void {
    const node = this.nodes.get(nodeId);
    if (node === undefined) return;
    node.process.isPaused = true;
    this.clock.after(ms, () => node.process.resume());
  }

  /** Each shard is served by the node that the ring names, and by nobody else; nor was it ever served by two who might. */
  assertSettled(): void {
    assert.deepEqual(this.violations.slice(0, 3), []);
    const owners = placement([...this.nodes.keys()]);
    const served = new Map<number, string[]>();
    for (const { nodeId, host, steward } of this.nodes.values()) {
      for (const shard of host.served.keys()) served.set(shard, [...(served.get(shard) ?? []), nodeId]);
      assert.equal(steward.settled, true, `${nodeId} is settled`);
    }
    for (let shard = 0; shard < SHARD_COUNT; shard += 1) assert.deepEqual(served.get(shard), [owners[shard]], `shard ${shard}`);
  }
}
