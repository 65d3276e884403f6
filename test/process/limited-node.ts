/** A node whose files may not grow beyond a size. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { freePorts, MAIN } from './stage.js';

export interface LimitedExit {
  readonly code: number | null;
  readonly stderr: readonly string[];
}

const READY = /^Frontrow is ready: (http:\/\/\S+)$/m;

export class LimitedNode {
  readonly exited: Promise<LimitedExit>;

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    stderr: () => string,
  ) {
    this.exited = new Promise((resolve) => {
      child.once('close', (code) => resolve({ code, stderr: stderr().split('\n') }));
    });
  }

  /** @param fileKibMax largest size of any file, KiB. The shell sets the limit, and the node takes its place. */
  static async start(dataDir: string, fileKibMax: number): Promise<LimitedNode> {
    const child = spawn('bash', ['-c', 'ulimit -f "$1"; shift; exec "$@"', 'limit', String(fileKibMax), process.execPath, MAIN], {
      env: { PATH: process.env['PATH'], ...freePorts(dataDir), FRONTROW_RATE_LIMIT: '0', FRONTROW_DEMO: 'off', FRONTROW_LOG_LEVEL: 'warn' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text;
        const ready = READY.exec(stdout)?.[1];
        if (ready !== undefined) resolve(ready);
      });
      child.once('close', (code) => reject(new Error(`the node ended with ${String(code)}: ${stderr}`)));
    });
    return new LimitedNode(child, url, () => stderr);
  }

  async kill(): Promise<unknown> {
    this.child.kill('SIGKILL');
    return this.exited;
  }
}
