/** Shows how far long work is: a bar on a terminal, a plain line now and then elsewhere. */
import { Presets, SingleBar } from 'cli-progress';

const PLAIN_EVERY_MS = 3_000;

export class Progress {
  private bar: SingleBar | null = null;
  private stage = '';
  private saidAt = -Infinity;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  /** `total` may grow while the work is done. */
  show(stage: string, done: number, total: number): void {
    if (this.stream.isTTY) this.draw(stage, done, total);
    else this.say(stage, done, total);
  }

  end(): void {
    this.bar?.stop();
    this.bar = null;
    this.stage = '';
  }

  private draw(stage: string, done: number, total: number): void {
    if (this.bar === null || stage !== this.stage) {
      this.end();
      const format = `${stage} {bar} {value}/{total} | {duration_formatted}`;
      this.bar = new SingleBar({ stream: this.stream, format, hideCursor: true, emptyOnZero: true }, Presets.shades_classic);
      this.bar.start(total, 0);
    }
    this.stage = stage;
    this.bar.setTotal(total);
    this.bar.update(done);
  }

  private say(stage: string, done: number, total: number): void {
    const isNew = stage !== this.stage;
    if (!isNew && done < total && performance.now() - this.saidAt < PLAIN_EVERY_MS) return;
    this.stage = stage;
    this.saidAt = performance.now();
    this.stream.write(`${stage}: ${done} of ${total}\n`);
  }
}
