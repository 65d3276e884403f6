/**
 * A real node as a child process, for whoever needs to start, kill and restart one: the on-sale player, crash tests, benchmarks.
 * It listens on free ports and keeps its data in the directory given, so a second start on the same directory is the same node after a crash. It ends when we
 * do, see guarded-child.ts.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from './free-ports.js';
import { guarded } from './guarded-child.js';
import { NODE_FLAGS } from './node-flags.js';

const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url));
const READY = /^Frontrow is ready: (http:\/\/\S+)$/m;
/** Lines before the one that says it is ready. */
const GRPC = /^gRPC on (\S+:\d+) /m;
const OPS = /^Health and metrics: (http:\/\/\S+)\/readyz /m;
export const READY_MS_MAX = 60_000;
export const STOP_MS_MAX = 20_000;
/** Of what the node wrote, so much is kept to explain why it ended. */
const OUTPUT_CHARS_MAX = 20_000;

export interface NodeOptions {
  readonly dataDir: string;
  /** 0 takes a free one. @default 0 */
  readonly port?: number;
  /** The same of the gRPC API. @default 0 */
  readonly grpcPort?: number;
  /** Further settings, FRONTROW_*. */
  readonly env?: Readonly<Record<string, string>>;
  /** Another build of the program: its main.js. @default this one */
  readonly main?: string;
  /** What the command begins with, such as a program that enters a namespace; it must become the node. @default nothing */
  readonly within?: readonly string[];
  /** Told the process id as soon as there is one, long before the node is ready. */
  readonly onSpawn?: (pid: number) => void;
  /** Told whatever it writes, from the first line on. */
  readonly onOutput?: (text: string) => void;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The node did not start, or ended before it was told to. The message ends with what it wrote last. */
export class NodeFailed extends Error {
  override readonly name = 'NodeFailed';
}

export class NodeProcess {
  /** Resolves when the process has ended, whatever the reason. */
  readonly exited: Promise<Exit>;
  private written = '';
  /** What it wrote until it was ready. */
  private announced = '';
  private readyUrl: string | null = null;
  private onReady: (() => void) | null = null;

  private constructor(
    private readonly child: ChildProcess,
    private readonly options: NodeOptions,
  ) {
    this.exited = new Promise((resolve, reject) => {
      child.once('error', (error) => reject(new NodeFailed(`the node could not be started: ${error.message}`)));
      child.once('close', (code, signal) => resolve({ code, signal }));
    });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => this.read(text));
  }

  /** Resolves when the node says that it is ready. Throws `NodeFailed`. */
  static async start(options: NodeOptions): Promise<NodeProcess> {
    const [program = '', ...args] = (options.within ?? []).concat(process.execPath, NODE_FLAGS, options.main ?? MAIN);
    const command = guarded(program, args);
    const env = settings(await withPorts(options));
    const child = spawn(command.file, command.args, {
      env: { ...ownEnvironment(), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      // A Ctrl-C meant for whoever started the node must not reach the node as well: the terminal sends it to the whole process group.
      detached: process.stdin.isTTY,
    });
    const node = new NodeProcess(child, options);
    if (child.pid !== undefined) options.onSpawn?.(child.pid);
    await node.ready();
    return node;
  }

  /** Where the REST API answers, without a slash at the end. */
  get url(): string {
    if (this.readyUrl === null) throw new NodeFailed('the node is not ready');
    return this.readyUrl;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** Where the gRPC API answers: host:port. */
  get grpcAddress(): string {
    return this.said(GRPC);
  }

  /** Where the ops port answers, without a slash at the end. */
  get opsUrl(): string {
    return this.said(OPS);
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new NodeFailed('the node was not started');
    return this.child.pid;
  }

  get dataDir(): string {
    return this.options.dataDir;
  }

  /** The last of what it wrote to standard output and standard error. */
  get output(): string {
    return this.written;
  }

  async adminKey(): Promise<string> {
    return (await readFile(join(this.dataDir, 'admin-key'), 'utf8')).trim();
  }

  /** kill -9: nothing is flushed, nothing is said. Resolves when the process is gone. */
  async kill(): Promise<Exit> {
    this.child.kill('SIGKILL');
    return this.exited;
  }

  /** SIGTERM; SIGKILL when that takes too long. */
  async stop(): Promise<Exit> {
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS_MAX);
    try {
      return await this.exited;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The same node again: same data, same ports, same settings. The process before must have ended. */
  async restart(): Promise<NodeProcess> {
    const grpcPort = Number(new URL(`http://${this.grpcAddress}`).port);
    return NodeProcess.start({ ...this.options, port: this.port, grpcPort });
  }

  private async ready(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const announced = new Promise<'ready'>((resolve) => (this.onReady = () => resolve('ready')));
    const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), READY_MS_MAX)));
    const first = await Promise.race([announced, late, this.exited]);
    clearTimeout(timer);
    if (first === 'ready') return;
    if (first === 'late') await this.kill();
    const why = first === 'late' ? `was not ready within ${READY_MS_MAX / 1000} s` : `ended with ${String(first.signal ?? first.code)}`;
    throw new NodeFailed(`the node ${why}. It wrote:\n${this.written}`);
  }

  private read(text: string): void {
    this.options.onOutput?.(text);
    this.written = (this.written + text).slice(-OUTPUT_CHARS_MAX);
    if (this.readyUrl !== null) return;
    this.readyUrl = READY.exec(this.written)?.[1] ?? null;
    if (this.readyUrl === null) return;
    this.announced = this.written;
    this.onReady?.();
  }

  private said(line: RegExp): string {
    const found = line.exec(this.announced)?.[1];
    if (found === undefined) throw new NodeFailed(`the node did not say ${line.source} when it was ready. It wrote:\n${this.announced}`);
    return found;
  }
}

/** A fresh directory for a node's data; `remove` deletes it. */
export async function temporaryDataDir(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'frontrow-'));
  return { path, remove: async () => rm(path, { recursive: true, force: true }) };
}

/** A port that the system hands out may be somebody's own end of a connection by the time that the node is started again on it, so free ones are chosen here. */
async function withPorts(options: NodeOptions): Promise<NodeOptions> {
  const chosen = async (wanted = 0): Promise<number> => (wanted === 0 ? ((await freePorts(1))[0] ?? 0) : wanted);
  return { ...options, port: await chosen(options.port), grpcPort: await chosen(options.grpcPort) };
}

function settings({ dataDir, port, grpcPort, env }: NodeOptions): Record<string, string> {
  return {
    FRONTROW_DATA_DIR: dataDir,
    FRONTROW_HTTP_PORT: String(port ?? 0),
    FRONTROW_GRPC_PORT: String(grpcPort ?? 0),
    FRONTROW_OPS_PORT: '0',
    FRONTROW_CLUSTER_PORT: '0',
    FRONTROW_RATE_LIMIT: '0',
    FRONTROW_DEMO: 'off',
    FRONTROW_LOG_LEVEL: 'warn',
    ...env,
  };
}

/** Settings of whoever starts us are not meant for this node. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('FRONTROW_')));
}
