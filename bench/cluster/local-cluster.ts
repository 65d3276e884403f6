/** NATS servers and the nodes on them, started and stopped in the right order: nodes need NATS for as long as they run. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClusterProcess } from '../support/cluster-process.js';
import { FileLock } from '../support/file-lock.js';
import { NatsServers } from '../support/nats/nats-servers.js';
import type { Guide } from './guide.js';
import type { LocalClusterOptions } from './options.js';

const OPS_PORT = 9_464;
const GRPC_PORT = 50_051;
const LINK_PORT = 7_400;
/** Of what a node wrote before it ended by itself, so many lines are shown. */
const LINES_SHOWN = 12;

interface Place {
  readonly directory: string;
  /** Else it is removed at the end. */
  readonly keep: boolean;
  readonly lock: FileLock;
}

/** The data directory cannot be used; the message says why. */
export class DataUnusable extends Error {
  override readonly name = 'DataUnusable';
}

export class LocalCluster {
  private stopping = false;
  /** What is being brought back. */
  private work: Promise<void> = Promise.resolve();

  private constructor(
    private readonly place: Place,
    private readonly nats: NatsServers,
    private readonly nodes: ClusterProcess,
    private readonly say: (line: string) => void,
  ) {
    nats.onEnd((index, { code, signal }) => this.told(nats.names[index] ?? '', String(signal ?? code), ''));
    nodes.onEnd((index, { code, signal }, output) => this.told(nodes.ids[index] ?? '', String(signal ?? code), output));
  }

  /** Resolves when every node serves. Throws `NatsServerMissing`, `NatsFailed`, `NodeFailed` and `DataUnusable`; nothing is left running then. */
  static async start({ nodes: count, servers, data, port }: LocalClusterOptions, say: (line: string) => void): Promise<LocalCluster> {
    const directory = data ?? (await mkdtemp(join(tmpdir(), 'frontrow-cluster-')));
    const place: Place = { directory, keep: data !== null, lock: await occupied(directory) };
    const undo: (() => Promise<void>)[] = [() => leave(place)];
    try {
      say(`Starting ${servers} NATS server${servers === 1 ? '' : 's'} with JetStream …`);
      const nats = await NatsServers.start({ servers, directory: join(directory, 'nats') });
      undo.push(() => nats.dispose());
      say(`Starting ${count} Frontrow node${count === 1 ? '' : 's'} …`);
      const firstPorts = port === 0 ? {} : { firstPorts: { http: port, ops: OPS_PORT, grpc: GRPC_PORT, link: LINK_PORT } };
      const env = { FRONTROW_DEMO: 'on' };
      const nodes = await ClusterProcess.start({ nodes: count, nats, dataDir: directory, env, ...firstPorts });
      undo.push(() => nodes.dispose());
      await nodes.ready();
      return new LocalCluster(place, nats, nodes, say);
    } catch (error) {
      for (const step of undo.reverse()) await step();
      throw error;
    }
  }

  guide(): Guide {
    const { nats, nodes } = this;
    return {
      nodes: nodes.ids.map((id, index) => ({
        ...{ id, url: nodes.urls[index] ?? '', opsUrl: nodes.opsUrls[index] ?? '', grpcAddress: nodes.grpcAddresses[index] ?? '' },
        pid: nodes.isRunning(index) ? nodes.node(index).pid : null,
      })),
      servers: nats.names.map((name, index) => ({
        ...{ name, url: nats.urls[index] ?? '', monitor: nats.monitors[index] ?? '' },
        pid: nats.isRunning(index) ? nats.pid(index) : null,
      })),
      adminKeyFile: nodes.adminKeyFile,
      data: this.place.directory,
      keepsData: this.place.keep,
      pid: process.pid,
    };
  }

  /** Starts whatever has ended. What cannot be started is said, and may be tried again. */
  bringBack(): void {
    this.work = this.work.then(() => this.startEnded());
  }

  /** Nodes first: they give their shards away and write what they have. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.say('Stopping the nodes …');
    await this.work;
    await this.nodes.stopAll();
    this.say('Stopping the NATS servers …');
    await this.nats.dispose();
    await leave(this.place);
    this.say(this.place.keep ? `Everything has stopped. The data is kept in ${this.place.directory}.` : 'Everything has stopped.');
  }

  private async startEnded(): Promise<void> {
    const servers = this.nats.names.flatMap((name, index) => (this.nats.isRunning(index) ? [] : [{ name, index }]));
    const nodes = this.nodes.ids.flatMap((name, index) => (this.nodes.isRunning(index) ? [] : [{ name, index }]));
    if (servers.length + nodes.length === 0) this.say('Everything runs.');
    for (const { name, index } of servers)
      await this.attempt(
        name,
        () => this.nats.restart(index),
        () => this.nats.pid(index),
      );
    for (const { name, index } of nodes)
      await this.attempt(
        name,
        () => this.nodes.restart(index),
        () => this.nodes.node(index).pid,
      );
  }

  private async attempt(name: string, start: () => Promise<void>, pid: () => number): Promise<void> {
    if (this.stopping) return;
    try {
      await start();
      this.say(`${name} runs again: process ${pid()}`);
    } catch (error) {
      this.say(`${name} could not be started: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private told(name: string, how: string, output: string): void {
    if (this.stopping) return;
    const written = how === 'SIGKILL' ? [] : output.trimEnd().split('\n').slice(-LINES_SHOWN);
    this.say([`${name} has ended (${how}). To bring it back: kill -USR2 ${process.pid}`, ...written.map((line) => `  ${line}`)].join('\n'));
  }
}

/** One cluster at a time has a data directory. */
async function occupied(directory: string): Promise<FileLock> {
  await mkdir(directory, { recursive: true }).catch((error: unknown) => {
    throw new DataUnusable(`${directory} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  });
  const lock = FileLock.tryAcquire(join(directory, 'cluster.lock'));
  if (lock === null) throw new DataUnusable(`${directory} is in use by another cluster.`);
  return lock;
}

async function leave({ directory, keep, lock }: Place): Promise<void> {
  lock.release();
  if (!keep) await rm(directory, { recursive: true, force: true, maxRetries: 5 });
}
