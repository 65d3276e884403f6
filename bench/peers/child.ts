/** A server that is a child process: started, waited for until it says that it is ready, and ended by whoever started it. */
import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';

const READY_MS_MAX = 60_000;
const STOP_MS_MAX = 20_000;
/** Of what the server wrote, so much is kept to explain why it ended. */
const OUTPUT_CHARS_MAX = 20_000;

export interface ChildSpec {
  /** For messages, such as "PostgreSQL". */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly options?: Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'>;
  /** What it writes when it is ready; the first group, if there is one, is kept as `announced`. */
  readonly ready: RegExp;
  /** Ends it in good order. @default SIGTERM */
  readonly stopSignal?: NodeJS.Signals;
  /** Ends it when our own process ends without having stopped it. @default SIGKILL */
  readonly abandonSignal?: NodeJS.Signals;
}

/** The server did not start, or ended before it was told to. The message ends with what it wrote last. */
export class ChildFailed extends Error {
  override readonly name = 'ChildFailed';
}

export class Child {
  private readonly exited: Promise<string>;
  private written = '';
  private said: string | null = null;
  private onReady: (() => void) | null = null;
  private ended: string | null = null;

  private constructor(
    private readonly child: ChildProcess,
    private readonly spec: ChildSpec,
  ) {
    this.exited = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, signal) => resolve(String(signal ?? code)));
    });
    void this.exited.then((how) => (this.ended = how));
    const abandon = (): void => void child.kill(spec.abandonSignal ?? 'SIGKILL');
    process.once('exit', abandon);
    child.once('close', () => process.off('exit', abandon));
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => this.read(text));
  }

  /** Resolves when the server says that it is ready. Throws `ChildFailed`. */
  static async start(spec: ChildSpec): Promise<Child> {
    // A Ctrl-C meant for whoever started the server must not reach it as well: the terminal sends it to the whole process group.
    const spawned = spawn(spec.command, spec.args, { ...spec.options, stdio: ['ignore', 'pipe', 'pipe'], detached: process.stdin.isTTY });
    const child = new Child(spawned, spec);
    await child.ready();
    return child;
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new ChildFailed(`${this.spec.name} is not running`);
    return this.child.pid;
  }

  /** What the first group of `ready` matched. */
  get announced(): string {
    if (this.said === null) throw new ChildFailed(`${this.spec.name} is not ready`);
    return this.said;
  }

  /** Throws when the server ended by itself. */
  mustRun(): void {
    if (this.ended !== null) throw new ChildFailed(`${this.spec.name} ended with ${this.ended}. It wrote:\n${this.written}`);
  }

  /** In good order; SIGKILL when that takes too long. */
  async stop(): Promise<void> {
    this.child.kill(this.spec.stopSignal ?? 'SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS_MAX);
    try {
      await this.exited;
    } finally {
      clearTimeout(timer);
    }
  }

  /** kill -9: nothing is flushed, nothing is said. Resolves when the process is gone. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  private async ready(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const announced = new Promise<null>((resolve) => (this.onReady = () => resolve(null)));
    const late = new Promise<string>((resolve) => (timer = setTimeout(() => resolve('late'), READY_MS_MAX)));
    const first = await Promise.race([announced, late, this.exited]);
    clearTimeout(timer);
    if (first === null) return;
    await this.kill();
    const why = first === 'late' ? `was not ready within ${READY_MS_MAX / 1000} s` : `ended with ${first}`;
    throw new ChildFailed(`${this.spec.name} ${why}. It wrote:\n${this.written}`);
  }

  private read(text: string): void {
    this.written = (this.written + text).slice(-OUTPUT_CHARS_MAX);
    if (this.said !== null) return;
    const match = this.spec.ready.exec(this.written);
    if (match === null) return;
    this.said = match[1] ?? '';
    this.onReady?.();
  }
}
