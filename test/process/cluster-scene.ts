/** What tests of whole clusters ask of them: the same sale through another node, who owns what, clean books. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterProcess } from '../../bench/support/cluster-process.js';
import { FrontrowApi } from '../../bench/support/frontrow-api.js';
import type { NodeProcess } from '../../bench/support/node-process.js';
import { shardOf } from '../../src/cluster/shards.js';
import { auditNow, seen } from './stage.js';
import type { Sale, Stage } from './stage.js';

const SETTLE_POLL_MS = 100;

export interface ClusterAnswer {
  readonly settled: boolean;
  readonly nodes: readonly { readonly nodeId: string; readonly state: string; readonly shards: number }[];
  readonly shards: readonly { readonly shard: number; readonly owner: string | null; readonly epoch: number }[];
}

export class ClusterScene {
  constructor(
    private readonly stage: Stage,
    private readonly cluster: ClusterProcess,
  ) {}

  /** Those that run. */
  get nodes(): readonly NodeProcess[] {
    const { cluster } = this;
    return Array.from({ length: cluster.size }, (_, index) => index)
      .filter((index) => cluster.isRunning(index))
      .map((index) => cluster.node(index));
  }

  /** The first of them. */
  get anyNode(): NodeProcess {
    const [node] = this.nodes;
    return node ?? assert.fail('no node runs');
  }

  /** The same guest and sale, through another node. */
  through(sale: Sale, node: NodeProcess): Sale {
    const client = this.stage.client(node);
    return { ...sale, node, client, api: new FrontrowApi(client) };
  }

  async seenBy(node: NodeProcess): Promise<ClusterAnswer> {
    const response = await fetch(`${node.url}/api/v1/admin/cluster`, { headers: { authorization: `Bearer ${await node.adminKey()}` } });
    assert.equal(response.status, 200);
    return (await response.json()) as ClusterAnswer;
  }

  /** The index of the node that owns the entity. Waits until one does that runs. */
  ownerOf(entity: string): Promise<number> {
    const { cluster } = this;
    return seen(async () => {
      const { shards } = await this.seenBy(this.anyNode);
      const owner = shards[shardOf(entity)]?.owner ?? null;
      const index = owner === null ? -1 : cluster.ids.indexOf(owner);
      return index === -1 || !cluster.isRunning(index) ? null : index;
    });
  }

  /** Resolves when everybody has its share, and every node knows it. */
  async settled(): Promise<readonly ClusterAnswer[]> {
    for (;;) {
      await this.cluster.ready();
      const views = await Promise.all(this.nodes.map((node) => this.seenBy(node)));
      if (views.every(({ settled, nodes }) => settled && nodes.length === views.length)) return views;
      // Each answer tells of all shards.
      await sleep(SETTLE_POLL_MS);
    }
  }
}

/** The books of everything that was ever sold in that cluster. */
export async function assertClean(sale: Sale): Promise<void> {
  const { violations } = await auditNow(sale);
  assert.deepEqual(
    violations.map(({ code, entity, sentence }) => `${code} ${entity}: ${sentence}`),
    [],
  );
}
