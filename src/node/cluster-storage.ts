/** What a cluster keeps in NATS, opened by the settings: the journal, who is there, who owns what. The journal and the cluster have a connection each. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import type { Member } from '../cluster/member.js';
import { decodeEntry, nodeIdOfKey } from '../cluster/member-entry.js';
import type { Bucket, BucketEntry } from '../cluster/nats/bucket.js';
import { refuseWrongClock, watchClockOffset } from '../cluster/nats/clock-offset.js';
import { connectNats } from '../cluster/nats/connection.js';
import type { ConnectedNats } from '../cluster/nats/connection.js';
import { openKvBucket } from '../cluster/nats/kv-bucket.js';
import { NatsAway } from '../cluster/nats/nats-unusable.js';
import { checkSync, UNCHECKED_SYNC } from '../cluster/nats/sync-check.js';
import { raiseEpochs } from '../cluster/shard-epochs.js';
import { shardOf } from '../cluster/shards.js';
import { openJetStreamJournal } from '../journal/jetstream/jetstream-journal.js';
import type { JetStreamJournal } from '../journal/jetstream/jetstream-journal.js';
import type { ClusterEvent } from '../metrics/cluster.js';
import { nodeTimers } from '../timers.js';
import { nodeIdOf } from './cluster-place.js';
import { ClusterUnusable } from './cluster-unusable.js';
import type { GroundOptions } from './ground.js';
import { knownLog, rememberLog } from './known-log.js';

export interface StorageDeps {
  /** The lease: asked before every append. */
  readonly mayWrite: () => boolean;
  readonly count: (event: ClusterEvent) => void;
}

/** Servers that start together with this node have so long until they can be reached. */
const AWAY_PATIENCE_MS = 15_000;
const AWAY_AGAIN_MS = 500;

const INCIDENTS = {
  fenced: 'append-fenced',
  repeated: 'append-repeated',
  'batch-rejected': 'batch-rejected',
  'batch-unknown': 'append-repeated',
} as const satisfies Record<string, ClusterEvent>;

export class ClusterStorage {
  private stopWatchingClock: () => void = () => undefined;

  private constructor(
    readonly journal: JetStreamJournal,
    readonly members: Bucket,
    readonly shards: Bucket,
    private readonly nats: ConnectedNats,
  ) {}

  static async open({ config, logger, metrics }: GroundOptions, { mayWrite, count }: StorageDeps): Promise<ClusterStorage> {
    await checkServers(config, logger);
    const { dataDir, natsPrefix: prefix } = config;
    const journal = await openLog(config, logger, {
      directory: dataDir,
      known: knownLog(dataDir, prefix),
      mayWrite,
      onCommit: (commit) => metrics.commit(commit),
      onAppend: (incident) => count(INCIDENTS[incident]),
    });
    try {
      rememberLog(dataDir, { prefix, incarnation: journal.incarnation });
      const nats = await connect(config, logger, 'cluster');
      const bucket = (name: string): Promise<Bucket> =>
        openKvBucket({
          nats,
          bucket: `${prefix}_${journal.incarnation}_${name}`,
          replicas: config.natsReplicas,
          timers: nodeTimers,
          log: logger,
        });
      return new ClusterStorage(journal, await bucket('members'), await bucket('shards'), nats);
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** Rejects with `NatsUnusable` when this node's clock is too far from the log's; tells the log when it drifts away later. */
  async keepClock(nodeId: string, now: () => number, logger: Logger): Promise<void> {
    const options = { bucket: this.members, nodeId, now, steady: () => performance.now(), timers: nodeTimers };
    await refuseWrongClock(options);
    this.stopWatchingClock = watchClockOffset({ ...options, log: logger });
  }

  /** The nodes that are there, as far as the bucket's replicas know. Rejects when nobody can tell now. */
  async present(): Promise<readonly Member[]> {
    return (await this.members.all()).map(memberOf).filter((member) => member !== null);
  }

  async close(): Promise<void> {
    this.stopWatchingClock();
    await this.journal.close();
    await this.nats.close();
  }
}

/** The cluster's log, for a command that writes it: no node may be there. */
export async function openStoppedCluster(config: Config): Promise<JetStreamJournal> {
  const journal = await openForCommand(config, () => true);
  try {
    const nats = await connect(config, null, 'command');
    try {
      const bucket = `${config.natsPrefix}_${journal.incarnation}_members`;
      const members = await openKvBucket({ nats, bucket, replicas: config.natsReplicas, timers: nodeTimers, log: SILENT });
      const there = (await members.all()).map(memberOf).filter((member) => member !== null);
      const names = there.map(({ nodeId }) => nodeId).sort();
      if (names.length > 0) throw new ClusterUnusable(`nodes of cluster ${config.natsPrefix} run: ${names.join(', ')}. Stop them first.`);
    } finally {
      await nats.close();
    }
    return journal;
  } catch (error) {
    await journal.close();
    throw error;
  }
}

/** Of a log that was copied into the cluster: its nodes begin above the epochs that its records have. No node may run. */
export async function continueEpochs(config: Config, incarnation: string, epochMax: number): Promise<void> {
  const nats = await connect(config, null, 'command');
  try {
    const bucket = `${config.natsPrefix}_${incarnation}_shards`;
    await raiseEpochs(await openKvBucket({ nats, bucket, replicas: config.natsReplicas, timers: nodeTimers, log: SILENT }), epochMax);
  } finally {
    await nats.close();
  }
}

/** null: the key is of something else, or the node has left. */
function memberOf({ key, value }: BucketEntry): Member | null {
  const nodeId = nodeIdOfKey(key);
  const entry = nodeId === null ? null : decodeEntry(nodeId, value);
  return entry?.over === null ? entry.member : null;
}

/** The cluster's log, for a command that only reads it, whether nodes run or not. */
export function openRunningCluster(config: Config): Promise<JetStreamJournal> {
  return openForCommand(config, () => false);
}

/** Snapshots of its own are of no use to a command, and a node's are not its business. */
async function openForCommand(config: Config, mayWrite: () => boolean): Promise<JetStreamJournal> {
  const directory = await mkdtemp(join(tmpdir(), 'frontrow-command-'));
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
  try {
    const journal = await openLog(config, null, { directory, mayWrite });
    const close = journal.close.bind(journal);
    journal.close = async () => {
      await close();
      await remove();
    };
    return journal;
  } catch (error) {
    await remove();
    throw error;
  }
}

interface LogUse {
  /** For local snapshots. */
  readonly directory: string;
  readonly known?: string | null;
  readonly mayWrite: () => boolean;
  readonly onCommit?: Parameters<typeof openJetStreamJournal>[0]['onCommit'];
  readonly onAppend?: Parameters<typeof openJetStreamJournal>[0]['onAppend'];
}

async function openLog(config: Config, logger: Logger | null, use: LogUse): Promise<JetStreamJournal> {
  const { connection } = await connect(config, logger, 'journal');
  return openJetStreamJournal({
    connection,
    prefix: config.natsPrefix,
    lanes: config.natsLanes,
    replicas: config.natsReplicas,
    shardOf,
    directory: use.directory,
    known: use.known ?? null,
    mayWrite: use.mayWrite,
    timers: nodeTimers,
    random: Math.random,
    log: logger ?? SILENT,
    ...(use.onCommit === undefined ? {} : { onCommit: use.onCommit }),
    ...(use.onAppend === undefined ? {} : { onAppend: use.onAppend }),
  });
}

function connect(config: Config, logger: Logger | null, part: string): Promise<ConnectedNats> {
  const { natsUrl, natsCredentials, natsUser, natsPassword, natsCa, natsCert, natsKey } = config;
  if (natsUrl === null) throw new ClusterUnusable('FRONTROW_NATS_URL must name the cluster that is meant.');
  const options = {
    servers: natsUrl,
    name: `frontrow ${nodeIdOf(config)} ${part}`,
    credentialsFile: natsCredentials,
    user: natsUser,
    password: natsPassword?.reveal() ?? null,
    tls: { ca: natsCa, cert: natsCert, key: natsKey },
    log: logger ?? SILENT,
    timers: nodeTimers,
  };
  return logger === null ? connectNats(options) : awaited(logger, () => connectNats(options));
}

async function checkServers({ natsMonitors }: Config, logger: Logger): Promise<void> {
  if (natsMonitors.length === 0) logger.warn(UNCHECKED_SYNC);
  else for (const notice of await awaited(logger, () => checkSync(natsMonitors, fetch, nodeTimers))) logger.warn(notice);
}

/** A node waits a while for servers that start together with it; a command tells at once that nobody is there. */
async function awaited<Value>(logger: Logger, ask: () => Promise<Value>): Promise<Value> {
  const until = performance.now() + AWAY_PATIENCE_MS;
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof NatsAway) || performance.now() > until) throw error;
      if (tries === 1) logger.warn(`${error.message} It is tried again for ${AWAY_PATIENCE_MS / 1000} s.`);
    }
    // Nothing else keeps the process alive now.
    await new Promise((resolve) => setTimeout(resolve, AWAY_AGAIN_MS));
  }
}

/** Commands end with one line; what happens on the way is of no interest. */
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };
