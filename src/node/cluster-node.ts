/**
 * A node of a cluster: entities live on whichever node owns their shard, their journal is in JetStream.
 *
 * Opened in this order, because each part needs those before it: the data directory, the journal, the clock, the link's port (others must be able to reach this
 * node once they know of it), the membership, the shard table, the steward. Closed the other way round: shards are given away while the link still answers.
 */
import { randomBytes } from 'node:crypto';
import { Region } from '../actors/region.js';
import type { NodeClock } from '../clock.js';
import { ClusterRouter } from '../cluster/cluster-router.js';
import { KvShardTable } from '../cluster/kv-shard-table.js';
import { joinCluster } from '../cluster/membership.js';
import type { Lease, Member, Membership } from '../cluster/member.js';
import { shardOf } from '../cluster/shards.js';
import { Steward } from '../cluster/steward.js';
import type { StewardObserver } from '../cluster/steward-tally.js';
import type { EntityId } from '../domain/ids.js';
import type { Envelope, Router } from '../cluster/router.js';
import { openLink } from '../grpc/link/link.js';
import type { Link } from '../grpc/link/link.js';
import { deriveKeyRing } from '../identity/keys.js';
import { loadSecrets } from '../identity/secrets.js';
import type { LoadedSecrets } from '../identity/secrets.js';
import { dataFiles, DirectoryLock, prepareDirectory } from '../journal/sqlite/data-directory.js';
import type { Metrics } from '../metrics.js';
import type { ClusterEvent, ClusterMetrics } from '../metrics/cluster.js';
import { nodeTimers } from '../timers.js';
import { linkPlace, linkTls, nodeIdOf, PROGRAM_VERSION } from './cluster-place.js';
import { ClusterStorage } from './cluster-storage.js';
import { nodeClock, regionOptions } from './entities.js';
import type { Ground, GroundOptions } from './ground.js';
import { listening } from './listening.js';
import { ownSecrets } from './one-node.js';
import { clusterView } from './cluster-view.js';

/** How long a start waits until this node serves what it should; after that it goes on by itself, and /readyz says when. */
const SETTLE_PATIENCE_MS = 15_000;
const SETTLE_POLL_MS = 50;
const SESSION_BYTES = 8;
/** For peers' questions that are under way when everything was given away. */
const LINK_PATIENCE_MS = 1_000;

/** The process's own clock, timers and chance. */
const TIMING = { steady: () => performance.now(), timers: nodeTimers, random: Math.random };

const NO_LEASE: Lease = { holds: () => false, left: () => 0 };

export async function openClusterNode(options: GroundOptions): Promise<Ground> {
  const files = dataFiles(options.config.dataDir);
  prepareDirectory(files.directory);
  const lock = DirectoryLock.acquire(files);
  const node = new ClusterNode(options, lock);
  try {
    await node.open();
    return node;
  } catch (error) {
    await node.close(0);
    throw error;
  }
}

class ClusterNode implements Ground {
  private storagePart: ClusterStorage | null = null;
  private parts: {
    readonly clock: NodeClock;
    readonly secrets: LoadedSecrets;
    readonly region: Region;
    readonly link: Link;
    readonly membership: Membership;
    readonly table: KvShardTable;
    readonly steward: Steward;
    readonly router: ClusterRouter;
  } | null = null;
  private lease: Lease = NO_LEASE;
  private events: ClusterMetrics | null = null;
  private left: Promise<boolean> | null = null;
  private hasSettled = false;

  constructor(
    private readonly options: GroundOptions,
    private readonly lock: DirectoryLock,
  ) {}

  get clock(): NodeClock {
    return this.opened.clock;
  }

  get journal() {
    return this.storage.journal;
  }

  get secrets(): LoadedSecrets {
    return this.opened.secrets;
  }

  get region(): Region {
    return this.opened.region;
  }

  get router(): Router {
    return this.opened.router;
  }

  async open(): Promise<void> {
    const { config, logger, metrics, onJournalFailure } = this.options;
    const storage = await ClusterStorage.open(this.options, {
      mayWrite: () => this.lease.holds(),
      count: (event) => this.events?.count(event),
    });
    this.storagePart = storage;
    storage.journal.onFailure(onJournalFailure);
    const clock = nodeClock(this.options, 0);
    const nodeId = nodeIdOf(config);
    await storage.keepClock(nodeId, clock.now, logger);
    const secrets = loadSecrets({ dataDir: config.dataDir, ...ownSecrets(config), adminKeyFromSecret: true });
    const route: Router = { ask: (entity: EntityId, envelope: Envelope) => this.router.ask(entity, envelope) };
    const region = new Region({
      ...regionOptions(this.options, clock),
      journal: storage.journal,
      shards: { shardOf },
      router: route,
    });
    const known: { membership: Membership | null; router: ClusterRouter | null } = { membership: null, router: null };
    const link = await this.openLink(clock, secrets, known);
    const membership = await joinCluster({
      bucket: storage.members,
      nodeId,
      address: config.advertise ?? link.address,
      version: PROGRAM_VERSION,
      startedAt: clock.now(),
      ...TIMING,
      mintSession: () => `${nodeId}.${randomBytes(SESSION_BYTES).toString('hex')}`,
      log: logger,
    });
    known.membership = membership;
    this.lease = membership.lease;
    membership.onLapse(() => {
      this.hasSettled = false;
      this.events?.count('lease-lapsed');
    });
    const table = await KvShardTable.open({ ...TIMING, bucket: storage.shards, now: TIMING.steady, log: logger });
    const steward = new Steward({
      membership,
      table,
      host: region,
      ...TIMING,
      now: clock.now,
      log: logger,
      observe: this.observer(),
    });
    const router = new ClusterRouter({
      session: () => membership.self.session,
      lease: membership.lease,
      table,
      steward,
      host: region,
      transport: link.transport,
      ...TIMING,
      now: clock.now,
      observe: (what) => this.events?.count(`command-${what}`),
    });
    known.router = router;
    this.parts = { clock, secrets, region, link, membership, table, steward, router };
    this.events = this.measured(metrics);
  }

  async start() {
    const { membership, link, steward, region } = this.opened;
    const { journal } = this.storage;
    const meet = (): void => link.transport.meet(membership.members);
    membership.onChange(meet);
    meet();
    region.begin();
    steward.start();
    const deadline = performance.now() + SETTLE_PATIENCE_MS;
    while (!steward.settled && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, SETTLE_POLL_MS));
    const { records, entities } = journal.opening;
    const { owned } = steward.figures();
    return {
      isNew: journal.isNew,
      lines: [
        `Cluster: ${this.options.config.natsPrefix}, log ${journal.incarnation} ${records === 0 ? '(new)' : `with ${records} records of ${entities} entities`}`,
        `Node: ${membership.self.nodeId}, reached by other nodes on ${membership.self.address}, with ${owned} of its shards${steward.settled ? '' : ' so far'}`,
      ],
    };
  }

  /** Once it has served all that it should, until its lease lapses or it leaves: shards that move when others come and go are no reason to send traffic elsewhere. */
  isSettled(): boolean {
    const { steward, membership } = this.opened;
    if (this.left !== null || !membership.lease.holds()) return false;
    this.hasSettled ||= steward.settled;
    return this.hasSettled;
  }

  view() {
    const { membership, table, steward } = this.opened;
    return clusterView(membership, table, steward.settled);
  }

  async leave(deadline: number): Promise<void> {
    this.left ??= this.parts === null ? Promise.resolve(true) : this.opened.steward.drain(deadline);
    await this.left;
  }

  async close(deadline: number): Promise<boolean> {
    let finished = true;
    if (this.parts !== null) {
      const { region, link, table } = this.parts;
      await this.leave(deadline);
      finished = (await this.left) ?? true;
      await link.transport.close(LINK_PATIENCE_MS);
      await table.close();
      await region.drain(deadline);
    }
    await this.storagePart?.close();
    this.lock.release();
    return finished;
  }

  private measured(metrics: Metrics): ClusterMetrics {
    const { steward, membership, table, link, router } = this.opened;
    return metrics.ofCluster({
      steward: () => ({ ...steward.figures(), settled: steward.settled }),
      members: () => membership.members.length,
      revision: () => table.revision,
      lease: () => ({ leftMs: membership.lease.left() }),
      link: () => ({ depth: link.transport.depth, peers: link.figures().peers.filter(({ connected }) => connected).length }),
      waiting: () => router.waiting,
      lag: () => this.storage.journal.lag(),
    });
  }

  private observer(): StewardObserver {
    const count = (event: ClusterEvent): void => this.events?.count(event);
    return {
      took: (from) => count(from === 'gone' ? 'shard-taken-over' : 'shard-taken'),
      refused: () => count('shard-refused'),
      handedOff: () => count('shard-handed-off'),
      lost: (shards) => {
        for (let lost = 0; lost < shards; lost += 1) count('shard-lost');
      },
      adoptionFailed: () => count('adoption-failed'),
    };
  }

  private get opened() {
    if (this.parts === null) throw new Error('the node is not open');
    return this.parts;
  }

  private get storage(): ClusterStorage {
    if (this.storagePart === null) throw new Error('the node is not open');
    return this.storagePart;
  }

  private openLink(
    clock: NodeClock,
    secrets: LoadedSecrets,
    known: { readonly membership: Membership | null; readonly router: ClusterRouter | null },
  ): Promise<Link> {
    const { config, logger } = this.options;
    const { host, port } = linkPlace(config);
    const nobodyYet: Member = {
      nodeId: nodeIdOf(config),
      session: '',
      address: '',
      state: 'joining',
      version: PROGRAM_VERSION,
      startedAt: clock.now(),
    };
    const start = (): Promise<Link> =>
      openLink({
        cluster: `${config.natsPrefix}/${this.storage.journal.incarnation}`,
        secret: deriveKeyRing(secrets.secrets, 'node-link').current.bytes,
        // Peers of its former life may call before it is a member again: whomever they ask for is not here.
        self: () => known.membership?.self ?? nobodyYet,
        members: () => known.membership?.members ?? [],
        tls: linkTls(config),
        host,
        port,
        handler: (request) => (known.router === null ? Promise.resolve({ kind: 'not-owner', revision: 0 }) : known.router.answer(request)),
        ...TIMING,
        now: clock.now,
        log: logger,
        observe: { roundTrip: () => undefined },
      });
    return listening(start, { host, port, setting: 'FRONTROW_CLUSTER_PORT' });
  }
}
