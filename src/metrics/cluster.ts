/** What a node of a cluster measures besides what every node does. */
import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { addGauge, Tally } from './counting.js';
import type { NodeFigures } from './node-stats.js';

/** Read when Prometheus asks, not before. */
export interface ClusterSources {
  readonly steward: () => {
    readonly owned: number;
    readonly wished: number;
    readonly handingOff: number;
    readonly adopting: number;
    readonly settled: boolean;
  };
  readonly members: () => number;
  readonly revision: () => number;
  readonly lease: () => { readonly leftMs: number };
  readonly link: () => { readonly depth: number; readonly peers: number };
  readonly waiting: () => number;
  /** How many records the log has that this node has not seen; rejects when nobody can tell now. */
  readonly lag: () => Promise<number>;
}

/** Something that happened, to be counted. */
export type ClusterEvent =
  | 'shard-taken'
  | 'shard-taken-over'
  | 'shard-handed-off'
  | 'shard-lost'
  | 'shard-refused'
  | 'adoption-failed'
  | 'lease-lapsed'
  | 'append-fenced'
  | 'append-repeated'
  | 'batch-rejected'
  | 'command-forwarded'
  | 'command-rerouted'
  | 'command-repeated'
  | 'command-waited'
  | 'command-gave-up';

const HELP: Readonly<Record<ClusterEvent, string>> = {
  'shard-taken': 'a shard that nobody owned',
  'shard-taken-over': 'a shard whose owner was gone',
  'shard-handed-off': 'a shard given to another node',
  'shard-lost': 'a shard let go at once, because the lease was over or another node had it',
  'shard-refused': 'a shard that another node took first, or nobody could tell',
  'adoption-failed': 'shards whose entities could not be read from the log; it is tried again',
  'lease-lapsed': 'heartbeats were not acknowledged in time',
  'append-fenced': 'another owner had written the entity',
  'append-repeated': 'the outcome of an append was unknown',
  'batch-rejected': 'one record of a group was rejected, and each was written by itself',
  'command-forwarded': 'sent to the node that owns the entity',
  'command-rerouted': 'the asked node did not own it any more',
  'command-repeated': 'sent again, after no answer came',
  'command-waited': 'waited for a shard that changed hands',
  'command-gave-up': 'refused with UNAVAILABLE after waiting',
};

/** What the node's own statistics show of the cluster. */
export type ClusterFigures = Omit<NodeFigures, 'sockets'>;

export class ClusterMetrics {
  private readonly events: Tally;
  private handOffs = 0;
  private fences = 0;

  constructor(
    registry: Registry,
    private readonly sources: ClusterSources,
  ) {
    const explained = Object.entries(HELP)
      .map(([event, what]) => `${event}: ${what}`)
      .join('; ');
    this.events = new Tally(
      { name: 'frontrow_cluster_events_total', help: `What happened in the cluster, as this node saw it. ${explained}.`, registry },
      'event',
    );
    this.gauges(registry, sources);
    new Gauge({
      name: 'frontrow_log_lag_records',
      help: 'Records in the log beyond those this node has written or read; -1 while nobody can tell.',
      registers: [registry],
      async collect() {
        this.set(await sources.lag().catch(() => -1));
      },
    });
  }

  count(event: ClusterEvent): void {
    this.events.count(event);
    if (event === 'shard-handed-off') this.handOffs += 1;
    else if (event === 'append-fenced') this.fences += 1;
  }

  figures(): ClusterFigures {
    return { ownedShards: this.sources.steward().owned, handOffs: this.handOffs, fences: this.fences };
  }

  private gauges(registry: Registry, { steward, members, revision, lease, link, waiting }: ClusterSources): void {
    const gauge = (name: string, help: string, read: () => number): void => addGauge({ name, help, registry }, read);
    gauge('frontrow_cluster_nodes', 'Nodes that are there, this one among them.', members);
    gauge('frontrow_shards_owned', 'Shards that this node serves.', () => steward().owned);
    gauge('frontrow_shards_wished', 'Shards that the ring gives to this node.', () => steward().wished);
    gauge('frontrow_shards_handing_off', 'Shards that this node is giving to another one.', () => steward().handingOff);
    gauge('frontrow_shards_adopting', 'Shards that this node owns and is about to serve.', () => steward().adopting);
    gauge('frontrow_shards_settled', '1 when this node serves all that it should.', () => (steward().settled ? 1 : 0));
    gauge('frontrow_shard_table_revision', 'How far this node knows the shard table.', revision);
    gauge(
      'frontrow_lease_left_seconds',
      'How long this node may go on writing and answering without another heartbeat.',
      () => lease().leftMs / 1000,
    );
    gauge('frontrow_link_depth', 'Commands sent or waiting to be sent to other nodes, not answered yet.', () => link().depth);
    gauge('frontrow_link_peers', 'Nodes that the link is connected to.', () => link().peers);
    gauge('frontrow_router_waiting', 'Commands that wait for a shard to be served.', waiting);
  }
}
