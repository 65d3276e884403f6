/**
 * A process that is set up once and then measured again and again, in turns with others: for comparisons whose set-up takes far longer than what is measured.
 * `Member` is its parent's side, `serveMeasurements` its own.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { NODE_FLAGS } from '../support/node-flags.js';

interface Reply {
  readonly result: unknown;
}

export class Member<Result> {
  private readonly ended: Promise<never>;
  private written = '';

  private constructor(private readonly child: ChildProcess) {
    const killAtExit = (): void => void child.kill('SIGKILL');
    process.once('exit', killAtExit);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.written += text));
    this.ended = new Promise((_resolve, reject) => {
      child.once('close', (code, signal) => {
        process.off('exit', killAtExit);
        reject(new Error(`a measured process ended with ${String(signal ?? code)}: ${this.written}`));
      });
    });
    // It is waited for together with an answer; at the end it is expected.
    this.ended.catch(() => undefined);
  }

  /** Runs `script` (beside this file); resolves when it is set up. */
  static async start<Result>(script: string, options: object, flags: readonly string[] = []): Promise<Member<Result>> {
    const file = fileURLToPath(new URL(script, import.meta.url));
    const child = fork(file, [JSON.stringify(options)], {
      execArgv: [...NODE_FLAGS, ...flags],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const member = new Member<Result>(child);
    await member.reply();
    return member;
  }

  async measure(): Promise<Result> {
    this.child.send('measure');
    return (await this.reply()) as Result;
  }

  async end(): Promise<void> {
    this.child.send('end');
    await this.reply();
    await this.ended.catch(() => undefined);
  }

  private async reply(): Promise<unknown> {
    const answered = new Promise<Reply>((resolve) => this.child.once('message', (reply: Reply) => resolve(reply)));
    return (await Promise.race([answered, this.ended])).result;
  }
}

/** Says that it is set up, then measures whenever it is asked to. */
export function serveMeasurements(measure: () => Promise<object>, end: () => Promise<void>): void {
  const reply = (result: object): void => void process.send?.({ result } satisfies Reply);
  const serve = async (request: 'measure' | 'end'): Promise<void> => {
    if (request === 'measure') {
      reply(await measure());
      return;
    }
    await end();
    reply({});
    // With the channel goes what keeps the process alive.
    process.disconnect();
  };
  process.on('message', (request: 'measure' | 'end') => {
    serve(request).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exit(1);
    });
  });
  reply({});
}
