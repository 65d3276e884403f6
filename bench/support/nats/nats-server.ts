/**
 * One real nats-server as a child process on the loopback address: started, killed, stopped, paused, and started again on the same ports and store. It ends
 * when we do, see guarded-child.ts.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { guarded } from '../guarded-child.js';
import { configurationOf } from './server-config.js';
import type { ServerSettings } from './server-config.js';

const START_MS_MAX = 60_000;
const STOP_MS_MAX = 20_000;
const POLL_MS = 20;
const CONNECT_MS_MAX = 1_000;
const HEALTH_MS_MAX = 2_000;
const LOG_LINES_SHOWN = 25;
/** The first thing a server says to a client. */
const GREETING = 'INFO ';

/** The servers did not start, or did not become healthy. The message ends with what they logged last. */
export class NatsFailed extends Error {
  override readonly name = 'NatsFailed';
}

export interface NatsExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface NatsServerOptions {
  readonly program: string;
  /** Configuration, log and store are in it. */
  readonly directory: string;
  readonly settings: Omit<ServerSettings, 'storeDirectory'>;
}

export class NatsServer {
  private child: ChildProcess | null = null;
  private ended: Promise<NatsExit> | null = null;
  private stopped = false;
  private readonly endListeners: ((how: NatsExit) => void)[] = [];

  constructor(private readonly options: NatsServerOptions) {}

  get name(): string {
    return this.options.settings.name;
  }

  get url(): string {
    const { host, ports, tls } = this.options.settings;
    return `${tls === null ? 'nats' : 'tls'}://${host}:${ports.client}`;
  }

  /** The monitoring endpoints, without a slash at the end. */
  get monitor(): string {
    const { host, ports } = this.options.settings;
    return `http://${host}:${ports.monitor}`;
  }

  get running(): boolean {
    return this.child !== null;
  }

  get paused(): boolean {
    return this.child !== null && this.stopped;
  }

  get pid(): number {
    if (this.child?.pid === undefined) throw new NatsFailed(`${this.name} is not running`);
    return this.child.pid;
  }

  get logFile(): string {
    return join(this.options.directory, 'server.log');
  }

  /** Whenever the process has ended, asked to or not. */
  onEnd(listener: (how: NatsExit) => void): void {
    this.endListeners.push(listener);
  }

  /** Resolves when it takes connections; JetStream may not have a leader yet. Throws `NatsFailed`. */
  async start(): Promise<void> {
    if (this.child !== null) throw new NatsFailed(`${this.name} is running already`);
    const { directory, settings, program } = this.options;
    const storeDirectory = join(directory, 'store');
    const configuration = join(directory, 'server.conf');
    await mkdir(storeDirectory, { recursive: true });
    await writeFile(configuration, configurationOf({ ...settings, storeDirectory }));
    this.spawn(program, ['--config', configuration]);
    const deadline = performance.now() + START_MS_MAX;
    while (!(await this.greets())) {
      if (!this.running) throw await this.failure('ended before it took connections');
      if (performance.now() > deadline) throw await this.failure(`took no connection within ${START_MS_MAX / 1000} s`);
      await sleep(POLL_MS);
    }
  }

  /** kill -9. Resolves when the process is gone. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.ended;
  }

  /** In good order (SIGTERM); kill -9 when that takes too long. */
  async stop(): Promise<void> {
    if (this.paused) this.resume();
    this.child?.kill('SIGTERM');
    const timer = setTimeout(() => this.child?.kill('SIGKILL'), STOP_MS_MAX);
    try {
      await this.ended;
    } finally {
      clearTimeout(timer);
    }
  }

  /** It stands still, with all its connections open, until `resume`. */
  pause(): void {
    process.kill(this.pid, 'SIGSTOP');
    this.stopped = true;
  }

  resume(): void {
    process.kill(this.pid, 'SIGCONT');
    this.stopped = false;
  }

  /** By its own word: JetStream has a leader here, and all that it keeps is up to date. */
  async isHealthy(): Promise<boolean> {
    try {
      return (await fetch(`${this.monitor}/healthz`, { signal: AbortSignal.timeout(HEALTH_MS_MAX) })).ok;
    } catch {
      return false;
    }
  }

  /** For an error: what went wrong, and what the server logged last. */
  async failure(what: string): Promise<NatsFailed> {
    return new NatsFailed(`${this.name} ${what}.\n${await this.lastLines()}`);
  }

  async lastLines(): Promise<string> {
    const log = await readFile(this.logFile, 'utf8').catch(() => '');
    return `It logged (${this.logFile}):\n${log.trimEnd().split('\n').slice(-LOG_LINES_SHOWN).join('\n')}`;
  }

  private spawn(program: string, args: readonly string[]): void {
    const log = openSync(this.logFile, 'a');
    const command = guarded(program, args);
    const child = spawn(command.file, command.args, {
      stdio: ['pipe', log, log],
      // A Ctrl-C meant for whoever started the server must not reach the server as well: the terminal sends it to the whole process group.
      detached: process.stdin.isTTY,
    });
    closeSync(log);
    this.child = child;
    this.stopped = false;
    this.ended = new Promise((resolve) => {
      const end = (how: NatsExit): void => {
        this.child = null;
        resolve(how);
        for (const listener of this.endListeners) listener(how);
      };
      child.once('error', () => end({ code: null, signal: null }));
      child.once('exit', (code, signal) => end({ code, signal }));
    });
  }

  private greets(): Promise<boolean> {
    return new Promise((resolve) => {
      const { host, ports } = this.options.settings;
      const socket = connect(ports.client, host);
      const end = (greeted: boolean): void => {
        socket.destroy();
        resolve(greeted);
      };
      socket.setTimeout(CONNECT_MS_MAX, () => end(false));
      socket.once('error', () => end(false));
      socket.once('close', () => end(false));
      socket.once('data', (data) => end(data.toString('latin1').startsWith(GREETING)));
    });
  }
}
