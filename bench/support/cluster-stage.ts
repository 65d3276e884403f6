/**
 * Three NATS servers for a row of the suite, and on them one cluster after the other, each with a log of its own. When a cluster's part is over its nodes are
 * killed and its books are read from the servers; then its streams are deleted, so that the next one finds the servers as this one did.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import type { AuditedEvent } from '../../src/audit/audited-event.js';
import { shardOf } from '../../src/cluster/shards.js';
import { openJetStreamJournal } from '../../src/journal/jetstream/jetstream-journal.js';
import type { JetStreamJournal, JournalLog } from '../../src/journal/jetstream/jetstream-journal.js';
import { nodeTimers } from '../../src/timers.js';
import { ClusterProcess } from './cluster-process.js';
import { CpuMeters } from './cpu-meter.js';
import { auditJournal } from './journal-audit.js';
import type { JournalBooks } from './journal-audit.js';
import { NatsServerMissing, natsServer } from './nats/nats-binary.js';
import { NatsServers } from './nats/nats-servers.js';
import { VERSION_NEEDED } from './nats/nats-version.js';
import { CLOSED_LOOP_SETTINGS } from './trial.js';

export const SERVERS = 3;
const LANES = 1;

/** For the readers of a row that is played here. */
export const STAGE_NOTE = `Three NATS servers with sync_interval: always, every record on all of them, on the same machine as the nodes: whatever they cost is taken from the nodes. The nodes run with FRONTROW_OVERLOAD_DELAY_MS=${CLOSED_LOOP_SETTINGS.FRONTROW_OVERLOAD_DELAY_MS} in place of its default.`;

export interface StagedCluster {
  readonly cluster: ClusterProcess;
  /** Which log on the servers is its own. */
  readonly prefix: string;
}

/** CPU time since it was begun, microseconds; null where the system does not say it. */
export interface StageCpu {
  /** Of all nodes. */
  readonly nodes: number;
  /** Of all servers. */
  readonly nats: number;
}

/** What to have when there is none, for `Row.missing`. */
export async function natsMissing(): Promise<string | null> {
  try {
    await natsServer();
    return null;
  } catch (error) {
    if (!(error instanceof NatsServerMissing)) throw error;
    return `There is no nats-server ${VERSION_NEEDED} or newer in PATH, and none could be fetched: put one from https://github.com/nats-io/nats-server/releases there.`;
  }
}

export class ClusterStage {
  private clusters = 0;

  private constructor(
    readonly nats: NatsServers,
    private readonly scratch: string,
  ) {}

  /**
   * The servers are up while `work` is under way.
   * @param scratch whoever gives it removes it.
   */
  static async with<Result>(scratch: string, work: (stage: ClusterStage) => Promise<Result>): Promise<Result> {
    const directory = join(scratch, 'nats');
    const nats = await NatsServers.start({ servers: SERVERS, directory });
    try {
      return await work(new ClusterStage(nats, scratch));
    } finally {
      // What they keep is of no more use.
      await Promise.all(Array.from({ length: SERVERS }, (_, index) => nats.kill(index)));
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  get natsPids(): readonly number[] {
    return Array.from({ length: SERVERS }, (_, index) => this.nats.pid(index));
  }

  /** A directory and a name on the servers that nobody had before. */
  async place(): Promise<{ readonly prefix: string; readonly directory: string }> {
    this.clusters += 1;
    const prefix = `bench-${this.clusters}`;
    const directory = join(this.scratch, prefix);
    await mkdir(directory);
    return { prefix, directory };
  }

  /** A new cluster, while `work` is under way. All its nodes serve what they should. */
  async withCluster<Result>(nodes: number, work: (staged: StagedCluster) => Promise<Result>): Promise<Result> {
    const { prefix, directory } = await this.place();
    const env = { ...CLOSED_LOOP_SETTINGS, FRONTROW_NATS_PREFIX: prefix };
    const cluster = await ClusterProcess.start({ nodes, nats: this.nats, dataDir: directory, env });
    try {
      await cluster.ready();
      return await work({ cluster, prefix });
    } finally {
      await cluster.dispose();
      await this.deleteStreams();
      await rm(directory, { recursive: true, force: true });
    }
  }

  /** Begins to count; the function returned says what was used since. */
  meter(cluster: ClusterProcess): () => StageCpu | null {
    const ofNodes = new CpuMeters(Array.from({ length: cluster.size }, (_, index) => cluster.node(index).pid));
    const ofServers = new CpuMeters(this.natsPids);
    return () => {
      const [nodes, nats] = [ofNodes.read(), ofServers.read()];
      return nodes === null || nats === null ? null : { nodes, nats };
    };
  }

  /** The books of a cluster whose nodes are gone. Throws when a record is damaged or a promise was broken. */
  async audit(prefix: string, onEvent?: (event: AuditedEvent) => void): Promise<JournalBooks> {
    const { directory } = await this.place();
    const journal = await openLog({ urls: this.nats.urls, prefix, directory, mayWrite: false });
    try {
      return await auditJournal(journal, onEvent);
    } finally {
      await journal.close();
    }
  }

  async deleteStreams(): Promise<void> {
    const connection = await connect({ servers: [...this.nats.urls] });
    try {
      await deleteAllStreams(connection);
    } finally {
      await connection.close();
    }
  }
}

export interface LogOptions {
  readonly urls: readonly string[];
  readonly prefix: string;
  readonly directory: string;
  /** A log that nobody may write to is only read. */
  readonly mayWrite: boolean;
  readonly onCommit?: (commit: { readonly records: number }) => void;
}

/** The log of a cluster by itself, as a node would open it. */
export async function openLog({ urls, prefix, directory, mayWrite, onCommit }: LogOptions): Promise<JetStreamJournal> {
  return openJetStreamJournal({
    connection: await connect({ servers: [...urls] }),
    prefix,
    lanes: LANES,
    replicas: urls.length,
    shardOf,
    directory,
    mayWrite: () => mayWrite,
    timers: nodeTimers,
    random: Math.random,
    log: COMPLAINING,
    ...(onCommit === undefined ? {} : { onCommit }),
  });
}

const COMPLAINING: JournalLog = {
  info: () => undefined,
  warn: complain,
  error: complain,
};

function complain(members: object, message: string): void {
  process.stderr.write(`${message} ${JSON.stringify(members)}\n`);
}

async function deleteAllStreams(connection: NatsConnection): Promise<void> {
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const names: string[] = [];
  for await (const name of manager.streams.names()) names.push(name);
  for (const name of names) await manager.streams.delete(name);
}
