/** The open-loop generator as a process of its own, as whoever measures sees it. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromGenerator, GeneratorPlan, PhasePlan, ToGenerator } from './open-loop-messages.js';
import type { PhaseSummary } from './open-loop-tally.js';

const PROCESS = fileURLToPath(new URL('./open-loop-process.js', import.meta.url));

export class OpenLoop {
  private constructor(private readonly child: ChildProcess) {}

  static async start(plan: GeneratorPlan): Promise<OpenLoop> {
    const loop = new OpenLoop(fork(PROCESS, { serialization: 'advanced' }));
    await loop.ask({ kind: 'begin', ...plan }, 'ready');
    return loop;
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('the generator could not be started');
    return this.child.pid;
  }

  /** The phases follow each other without a pause. Resolves when all answers are there. */
  async run(phases: readonly PhasePlan[], p99MsMax: number): Promise<readonly PhaseSummary[]> {
    const { summaries } = await this.ask({ kind: 'run', phases, p99MsMax }, 'ran');
    return summaries;
  }

  /** Ends the process. @returns By schedule and seat: 1 for a seat that was granted. */
  async end(): Promise<readonly Uint8Array[]> {
    const { seats } = await this.ask({ kind: 'end' }, 'granted');
    return seats;
  }

  /** For a measurement that failed. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  private async ask<Kind extends FromGenerator['kind']>(
    message: ToGenerator,
    kind: Kind,
  ): Promise<Extract<FromGenerator, { readonly kind: Kind }>> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        this.child.off('message', onMessage);
        this.child.off('exit', onExit);
        act();
      };
      const onMessage = (answer: FromGenerator): void => {
        const why = answer.kind === 'failed' ? answer.reason : `it said ${answer.kind} instead of ${kind}`;
        if (answer.kind === kind) settle(() => resolve(answer as Extract<FromGenerator, { readonly kind: Kind }>));
        else settle(() => reject(new Error(`the load generator failed: ${why}`)));
      };
      const onExit = (): void => settle(() => reject(new Error('the load generator ended too early')));
      this.child.on('message', onMessage);
      this.child.once('exit', onExit);
      this.child.send(message);
    });
  }
}
