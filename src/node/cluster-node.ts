/**
 * A node of a cluster: entities live on whichever node owns their shard, their journal is in JetStream.
 *
 * Opened in this order, because each part needs those before it: the data directory, the journal, the clock, the link's port (others must be able to reach this
 * node once they know of it). It joins only when it is started, with everything ready that takes time to make: from then on a lease has to be kept, and others give
 * it shards. Then come the shard table, the membership, the steward. Closed the other way round: shards are given away while the link still answers.
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
import { refuse } from '../domain/refusals.js';
import type { Envelope, Router } from '../cluster/router.js';
import type { AdmissionOptions } from '../grpc/link/admission.js';
import { openLink } from '../grpc/link/link.js';
import type { Link } from '../grpc/link/link.js';
import type { LinkIdentity, LinkTls } from '../grpc/link/identity.js';
import { deriveKeyRing } from '../identity/keys.js';
import { loadSecrets } from '../identity/secrets.js';
import type { LoadedSecrets } from '../identity/secrets.js';
import { dataFiles, DirectoryLock, prepareDirectory } from '../journal/sqlite/data-directory.js';
import type { Metrics } from '../metrics.js';
import type { ClusterEvent, ClusterMetrics } from '../metrics/cluster.js';
import { nodeTimers } from '../timers.js';
import { mustBeAdmitted, mustStayAdmitted, othersThere } from './admission.js';
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
/** How long a node that joins waits for links with all others before it takes a share: whoever asks for what lives in it would wait for the link. */
const LINKED_PATIENCE_MS = 2_000;
const LINKED_POLL_MS = 10;
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

/** What there is before it has joined. */
interface Base {
  readonly clock: NodeClock;
  readonly secrets: LoadedSecrets;
  readonly region: Region;
  readonly link: Link;
  readonly admission: AdmissionOptions;
}

/** What there is once it has. */
interface Joined {
  readonly membership: Membership;
  readonly table: KvShardTable;
  readonly steward: Steward;
  readonly router: ClusterRouter;
}

class ClusterNode implements Ground {
  /** The way to any entity; until this node has joined there is none. */
  readonly router: Router = {
    ask: (entity: EntityId, envelope: Envelope) => this.joinedPart?.router.ask(entity, envelope) ?? Promise.resolve(refuse('UNAVAILABLE')),
  };
  private storagePart: ClusterStorage | null = null;
  private basePart: Base | null = null;
  private tablePart: KvShardTable | null = null;
  private membershipPart: Membership | null = null;
  private joinedPart: Joined | null = null;
  private lease: Lease = NO_LEASE;
  private events: ClusterMetrics | null = null;
  private left: Promise<boolean> | null = null;
  private hasSettled = false;

  constructor(
    private readonly options: GroundOptions,
    private readonly lock: DirectoryLock,
  ) {}

  get clock(): NodeClock {
    return this.base.clock;
  }

  get journal() {
    return this.storage.journal;
  }

  get secrets(): LoadedSecrets {
    return this.base.secrets;
  }

  get region(): Region {
    return this.base.region;
  }

  async open(): Promise<void> {
    const { config, logger, onJournalFailure } = this.options;
    const storage = await ClusterStorage.open(this.options, {
      mayWrite: () => this.lease.holds(),
      count: (event) => this.events?.count(event),
    });
    this.storagePart = storage;
    storage.journal.onFailure(onJournalFailure);
    const clock = nodeClock(this.options, 0);
    await storage.keepClock(nodeIdOf(config), clock.now, logger);
    const secrets = loadSecrets({ dataDir: config.dataDir, ...ownSecrets(config), adminKeyFromSecret: true });
    const region = new Region({
      ...regionOptions(this.options, clock),
      journal: storage.journal,
      shards: { shardOf },
      router: this.router,
    });
    const identity = this.identity(clock, secrets);
    const tls = linkTls(config, clock.now(), logger);
    const admission = { identity, tls, timers: nodeTimers };
    await mustBeAdmitted(() => storage.present(), admission);
    this.basePart = { clock, secrets, region, link: await this.openLink(clock, identity, tls), admission };
  }

  private async join(): Promise<Joined> {
    const { config, logger, metrics } = this.options;
    const { storage } = this;
    const { clock, region, link } = this.base;
    const nodeId = nodeIdOf(config);
    const table = await KvShardTable.open({ ...TIMING, bucket: storage.shards, now: TIMING.steady, log: logger });
    this.tablePart = table;
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
    this.membershipPart = membership;
    this.lease = membership.lease;
    membership.onLapse(() => {
      this.hasSettled = false;
      this.events?.count('lease-lapsed');
    });
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
    this.joinedPart = { membership, table, steward, router };
    this.events = this.measured(metrics);
    return this.joinedPart;
  }

  async start() {
    const { membership, steward } = await this.join();
    const { link, region } = this.base;
    const { journal } = this.storage;
    const meet = (): void => link.transport.meet(membership.members);
    membership.onChange(meet);
    meet();
    region.begin();
    await this.linked();
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

  /** Until it and the others are linked, both ways, or for so long; one of them may have died just now. Those that would not link are asked why. */
  private async linked(): Promise<void> {
    const { link, admission } = this.base;
    const { membership } = this.joined;
    const registered = { ...TIMING, present: () => this.storage.present(), session: () => membership.self.session };
    const others = await othersThere(registered);
    const isLinked = (): boolean => {
      const { peers, connectedFrom } = link.figures();
      const connected = new Set(peers.filter((peer) => peer.connected).map(({ session }) => session));
      return connectedFrom >= others.length && others.every(({ session }) => connected.has(session));
    };
    const deadline = performance.now() + LINKED_PATIENCE_MS;
    while (!isLinked() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, LINKED_POLL_MS));
    if (!isLinked()) await mustStayAdmitted(registered, admission);
  }

  /** Once it has served all that it should, until its lease lapses or it leaves: shards that move when others come and go are no reason to send traffic elsewhere. */
  isSettled(): boolean {
    if (this.joinedPart === null) return false;
    const { steward, membership } = this.joinedPart;
    if (this.left !== null || !membership.lease.holds()) return false;
    this.hasSettled ||= steward.settled;
    return this.hasSettled;
  }

  view() {
    const { membership, table, steward } = this.joined;
    return clusterView(membership, table, steward.settled);
  }

  async leave(deadline: number): Promise<void> {
    this.left ??= this.joinedPart?.steward.drain(deadline) ?? this.membershipPart?.leave().then(() => true) ?? Promise.resolve(true);
    await this.left;
  }

  async close(deadline: number): Promise<boolean> {
    let finished = true;
    if (this.basePart !== null) {
      const { region, link } = this.basePart;
      await this.leave(deadline);
      finished = (await this.left) ?? true;
      await link.transport.close(LINK_PATIENCE_MS);
      await this.tablePart?.close();
      await region.drain(deadline);
    }
    await this.storagePart?.close();
    this.lock.release();
    return finished;
  }

  private measured(metrics: Metrics): ClusterMetrics {
    const { steward, membership, table, router } = this.joined;
    const { link } = this.base;
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

  private get base(): Base {
    if (this.basePart === null) throw new Error('the node is not open');
    return this.basePart;
  }

  private get joined(): Joined {
    if (this.joinedPart === null) throw new Error('the node has not joined');
    return this.joinedPart;
  }

  private get storage(): ClusterStorage {
    if (this.storagePart === null) throw new Error('the node is not open');
    return this.storagePart;
  }

  private identity(clock: NodeClock, secrets: LoadedSecrets): LinkIdentity {
    const { config } = this.options;
    const { current, previous } = deriveKeyRing(secrets.secrets, 'node-link');
    const nobodyYet: Member = {
      nodeId: nodeIdOf(config),
      session: '',
      address: '',
      state: 'joining',
      version: PROGRAM_VERSION,
      startedAt: clock.now(),
    };
    return {
      cluster: `${config.natsPrefix}/${this.storage.journal.incarnation}`,
      secret: current.bytes,
      previousSecret: previous?.bytes ?? null,
      // Peers of its former life may call before it is a member again: whomever they ask for is not here.
      self: () => this.membershipPart?.self ?? nobodyYet,
      members: () => this.membershipPart?.members ?? [],
    };
  }

  private openLink(clock: NodeClock, identity: LinkIdentity, tls: LinkTls | null): Promise<Link> {
    const { config, logger } = this.options;
    const { host, port } = linkPlace(config);
    const start = (): Promise<Link> =>
      openLink({
        ...identity,
        tls,
        host,
        port,
        handler: (request) => this.joinedPart?.router.answer(request) ?? Promise.resolve({ kind: 'not-owner', revision: 0 }),
        ...TIMING,
        now: clock.now,
        log: logger,
        observe: { roundTrip: () => undefined },
      });
    return listening(start, { host, port, setting: 'FRONTROW_CLUSTER_PORT' });
  }
}
