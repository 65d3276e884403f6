/**
 * A cluster of real nodes as child processes on given NATS servers, for whoever needs to kill, stop, pause and restart them one by one: tests, the chaos run,
 * benchmarks, `npm run cluster`. All their ports are settled before the first start, so a node that comes back is found where it was.
 *
 * Nodes are numbered from 0; their ids in the cluster are node-1, node-2 and so on.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from './free-ports.js';
import type { Exit } from './node-process.js';
import { NodeFailed, NodeProcess, READY_MS_MAX } from './node-process.js';

const SECRET_BYTES = 32;
const OWNER_ONLY = 0o600;
const POLL_MS = 50;
const ANSWER_MS_MAX = 2_000;

export interface NodePorts {
  readonly http: number;
  readonly ops: number;
  readonly grpc: number;
  /** Where the other nodes connect. */
  readonly link: number;
}

export interface ClusterOptions {
  readonly nodes: number;
  /** Such as `NatsServers`. Every record is kept on as many servers as are named here. */
  readonly nats: { readonly urls: readonly string[]; readonly monitors: readonly string[] };
  /** The nodes' data directories are in it, and the secret that they share; a later start with the same one is the same cluster. */
  readonly dataDir: string;
  /** Of the first node; each further one has the next. @default free ones */
  readonly firstPorts?: NodePorts;
  /** Further settings of every node, FRONTROW_*. */
  readonly env?: Readonly<Record<string, string>>;
  /** Further settings of one node; they go before all others. */
  readonly envOf?: (index: number) => Readonly<Record<string, string>>;
  /** The address on which a node listens and is found, and what its command begins with. @default the loopback address, and nothing */
  readonly placeOf?: (index: number) => NodePlace;
  /** Another build of the program: its main.js. @default this one */
  readonly main?: string;
  /** Told the process id of each node whenever it is started, before it does anything. */
  readonly onSpawn?: (index: number, pid: number) => void;
  /** Told whatever a node writes. */
  readonly onOutput?: (index: number, text: string) => void;
}

export interface NodePlace {
  readonly host: string;
  readonly within: readonly string[];
}

const LOOPBACK: NodePlace = { host: '127.0.0.1', within: [] };

interface Seat {
  readonly id: string;
  ports: NodePorts;
  /** null while it does not run, and until it has said that it is ready. */
  process: NodeProcess | null;
  paused: boolean;
}

export class ClusterProcess {
  private readonly seats: Seat[] = [];
  private readonly endListeners: ((index: number, how: Exit, output: string) => void)[] = [];

  private constructor(
    private readonly options: ClusterOptions,
    private readonly secret: string,
  ) {}

  /** Resolves when all nodes have said that they are ready. Throws `NodeFailed`; none is left running then. */
  static async start(options: ClusterOptions): Promise<ClusterProcess> {
    const cluster = new ClusterProcess(options, await secretIn(options.dataDir));
    const starts = await Promise.allSettled(Array.from({ length: options.nodes }, () => cluster.add()));
    const failed = starts.find((start) => start.status === 'rejected');
    if (failed === undefined) return cluster;
    await cluster.dispose();
    throw failed.reason instanceof Error ? failed.reason : new NodeFailed(String(failed.reason));
  }

  get size(): number {
    return this.seats.length;
  }

  /** Where the REST APIs answer, without a slash at the end; also of nodes that do not run. */
  get urls(): readonly string[] {
    return this.seats.map(({ ports }, index) => `http://${this.placeOf(index).host}:${ports.http}`);
  }

  get opsUrls(): readonly string[] {
    return this.seats.map(({ ports }, index) => `http://${this.placeOf(index).host}:${ports.ops}`);
  }

  /** host:port of the gRPC APIs. */
  get grpcAddresses(): readonly string[] {
    return this.seats.map(({ ports }) => `${LOOPBACK.host}:${ports.grpc}`);
  }

  get ids(): readonly string[] {
    return this.seats.map(({ id }) => id);
  }

  /** Every node derives the same one from the secret. */
  get adminKeyFile(): string {
    return join(this.dataDirOf(this.at(0).id), 'admin-key');
  }

  async adminKey(): Promise<string> {
    return (await readFile(this.adminKeyFile, 'utf8')).trim();
  }

  isRunning(index: number): boolean {
    return this.at(index).process !== null;
  }

  /** Throws when it does not run. */
  node(index: number): NodeProcess {
    const { process, id } = this.at(index);
    if (process === null) throw new NodeFailed(`${id} is not running`);
    return process;
  }

  /** Whenever one has ended, asked to or not, with the last of what it wrote. */
  onEnd(listener: (index: number, how: Exit, output: string) => void): void {
    this.endListeners.push(listener);
  }

  /** All that makes a node part of this cluster, whether it runs or not. */
  settingsOf(index: number): Record<string, string> {
    const { id, ports } = this.at(index);
    const { nats, env, envOf } = this.options;
    return { ...clusterSettings({ id, ports, nats, secret: this.secret, host: this.placeOf(index).host }), ...env, ...envOf?.(index) };
  }

  /** One more node. Resolves with its number when it has said that it is ready. */
  async add(): Promise<number> {
    const index = this.seats.length;
    const { firstPorts } = this.options;
    const seat: Seat = { id: `node-${index + 1}`, ports: NO_PORTS, process: null, paused: false };
    this.seats.push(seat);
    seat.ports = firstPorts === undefined ? await anyPorts() : portsAfter(firstPorts, index);
    await this.launch(index);
    return index;
  }

  /** kill -9. Resolves when it is gone. */
  async kill(index: number): Promise<void> {
    await this.node(index).kill();
  }

  /** SIGTERM: it gives its shards away first. Resolves when it is gone. */
  async stop(index: number): Promise<void> {
    this.resume(index);
    await this.node(index).stop();
  }

  /** SIGSTOP: it stands still, its connections stay open. */
  pause(index: number): void {
    process.kill(this.node(index).pid, 'SIGSTOP');
    this.at(index).paused = true;
  }

  resume(index: number): void {
    process.kill(this.node(index).pid, 'SIGCONT');
    this.at(index).paused = false;
  }

  /** The same node again: same id, ports and data; stopped before when it still runs. Resolves when it has said that it is ready. */
  async restart(index: number): Promise<void> {
    if (this.isRunning(index)) await this.stop(index);
    await this.launch(index);
  }

  /** Resolves when every node that runs and is not paused says that it serves (/readyz). Throws `NodeFailed`. */
  async ready(): Promise<void> {
    const deadline = performance.now() + READY_MS_MAX;
    for (;;) {
      const waitedFor = await this.firstNotReady();
      if (waitedFor === null) return;
      if (performance.now() > deadline) {
        throw new NodeFailed(
          `${waitedFor.id} was not ready within ${READY_MS_MAX / 1000} s. It wrote:\n${waitedFor.process?.output ?? ''}`,
        );
      }
      await sleep(POLL_MS);
    }
  }

  /** SIGTERM to all at once. Resolves when they are gone. */
  async stopAll(): Promise<void> {
    await this.ofAllRunning((index) => this.stop(index));
  }

  /** kill -9 to all. The data directory is left to whoever made it. */
  async dispose(): Promise<void> {
    await this.ofAllRunning((index) => this.kill(index));
  }

  private async ofAllRunning(end: (index: number) => Promise<void>): Promise<void> {
    const running = [...this.seats.keys()].filter((index) => this.isRunning(index));
    await Promise.all(running.map(end));
  }

  private at(index: number): Seat {
    const seat = this.seats[index];
    if (seat === undefined) throw new NodeFailed(`there is no node ${index}: they are numbered from 0 to ${this.seats.length - 1}`);
    return seat;
  }

  private placeOf(index: number): NodePlace {
    return this.options.placeOf?.(index) ?? LOOPBACK;
  }

  private dataDirOf(id: string): string {
    return join(this.options.dataDir, id);
  }

  private async launch(index: number): Promise<void> {
    const seat = this.at(index);
    const { main, onSpawn, onOutput } = this.options;
    const { http: port, grpc: grpcPort } = seat.ports;
    const env = this.settingsOf(index);
    const node = await NodeProcess.start({
      dataDir: this.dataDirOf(seat.id),
      port,
      grpcPort,
      env,
      within: this.placeOf(index).within,
      ...(main === undefined ? {} : { main }),
      onSpawn: (pid) => onSpawn?.(index, pid),
      onOutput: (text) => onOutput?.(index, text),
    });
    seat.process = node;
    seat.paused = false;
    void node.exited.then((how) => {
      seat.process = null;
      for (const listener of this.endListeners) listener(index, how, node.output);
    });
  }

  private async firstNotReady(): Promise<Seat | null> {
    for (const [index, seat] of this.seats.entries()) {
      if (seat.process === null || seat.paused) continue;
      if (!(await answersOk(`http://${this.placeOf(index).host}:${seat.ports.ops}/readyz`))) return seat;
    }
    return null;
  }
}

export interface ClusterNode {
  readonly id: string;
  readonly ports: NodePorts;
  readonly nats: ClusterOptions['nats'];
  readonly secret: string;
  readonly host: string;
}

/** What makes a node part of the cluster. */
export function clusterSettings({ id, ports, nats, secret, host }: ClusterNode): Record<string, string> {
  return {
    FRONTROW_NATS_URL: nats.urls.join(','),
    FRONTROW_NATS_REPLICAS: String(nats.urls.length),
    FRONTROW_NATS_MONITORS: nats.monitors.join(','),
    FRONTROW_NODE_ID: id,
    FRONTROW_SECRET: secret,
    FRONTROW_CLUSTER_PORT: String(ports.link),
    FRONTROW_ADVERTISE: `${host}:${ports.link}`,
    FRONTROW_HOST: host,
    FRONTROW_OPS_HOST: host,
    FRONTROW_CLUSTER_HOST: host,
    FRONTROW_OPS_PORT: String(ports.ops),
  };
}

const NO_PORTS: NodePorts = { http: 0, ops: 0, grpc: 0, link: 0 };

async function anyPorts(): Promise<NodePorts> {
  const [http = 0, ops = 0, grpc = 0, link = 0] = await freePorts(4);
  return { http, ops, grpc, link };
}

function portsAfter({ http, ops, grpc, link }: NodePorts, index: number): NodePorts {
  return { http: http + index, ops: ops + index, grpc: grpc + index, link: link + index };
}

/** The secret of the cluster that the directory belongs to; a new one when it is new. */
async function secretIn(dataDir: string): Promise<string> {
  const file = join(dataDir, 'secret');
  await mkdir(dataDir, { recursive: true });
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (kept !== '') return kept;
  const secret = randomBytes(SECRET_BYTES).toString('hex');
  await writeFile(file, `${secret}\n`, { mode: OWNER_ONLY });
  return secret;
}

async function answersOk(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS_MAX) })).ok;
  } catch {
    return false;
  }
}
