/** What a node says about its cluster: who owns what. */
import { setTimeout as sleep } from 'node:timers/promises';
import { shardOf } from '../../src/cluster/shards.js';
import type { ClusterProcess } from './cluster-process.js';

interface ClusterAnswer {
  readonly nodes: readonly { readonly nodeId: string; readonly state: string; readonly shards: number }[];
  readonly shards: readonly { readonly shard: number; readonly owner: string | null }[];
}

const POLL_MS = 20;
const PATIENCE_MS = 60_000;
const ANSWER_MS_MAX = 5_000;

export class ClusterWatch {
  private constructor(
    private readonly cluster: ClusterProcess,
    private readonly adminKey: string,
  ) {}

  static async of(cluster: ClusterProcess): Promise<ClusterWatch> {
    return new ClusterWatch(cluster, await cluster.adminKey());
  }

  /** The number of the node that owns the entity, as node `asked` knows it; null while it is not known or does not run. */
  async ownerOf(entity: string, asked = this.anyRunning()): Promise<number | null> {
    const { shards } = await this.seenBy(asked);
    const owner = shards[shardOf(entity)]?.owner ?? null;
    const index = owner === null ? -1 : this.cluster.ids.indexOf(owner);
    return index === -1 || !this.cluster.isRunning(index) ? null : index;
  }

  /** The same when everything has come to rest: all nodes serve, and no shard is on its way. */
  async settledOwnerOf(entity: string): Promise<number> {
    await this.cluster.ready();
    return this.until(`somebody owns ${entity}`, () => this.ownerOf(entity));
  }

  /** How many shards a node owns, as node `asked` knows it. */
  async shardsOf(index: number, asked: number): Promise<number> {
    const { nodes } = await this.seenBy(asked);
    return nodes.find(({ nodeId }) => nodeId === this.cluster.ids[index])?.shards ?? 0;
  }

  /** Resolves with what it comes to once that is not null; throws when it takes too long. */
  async until<Result>(what: string, look: () => Promise<Result | null>): Promise<Result> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const result = await look();
      if (result !== null) return result;
      if (performance.now() > deadline) throw new Error(`not so within ${PATIENCE_MS / 1000} s: ${what}`);
      await sleep(POLL_MS);
    }
  }

  private anyRunning(): number {
    const running = Array.from({ length: this.cluster.size }, (_, index) => index).find((index) => this.cluster.isRunning(index));
    if (running === undefined) throw new Error('no node of the cluster runs');
    return running;
  }

  private async seenBy(asked: number): Promise<ClusterAnswer> {
    const url = `${this.cluster.urls[asked] ?? ''}/api/v1/admin/cluster`;
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${this.adminKey}` },
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`the cluster's view was answered ${response.status}: ${text}`);
    return JSON.parse(text) as ClusterAnswer;
  }
}
