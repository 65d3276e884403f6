/**
 * The longest the event loop stood still: an immediate runs in every turn of the loop, so the time between two of them is the length of a turn.
 *
 * On a machine with other work a thread also stands still while it waits for a core. Linux says how long a thread waited, so that share is known too.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

export interface Stall {
  /** The longest turn, ms. */
  readonly wallMs: number;
  /** The longest turn without the time the thread waited for a core; the same as `wallMs` where that is not known. */
  readonly ownMs: number;
}

const SCHEDULING = '/proc/thread-self/schedstat';
const NANOSECONDS_PER_MS = 1e6;

export class LoopMonitor {
  private readonly file = openOrNull();
  private readonly buffer = Buffer.alloc(96);
  private running = false;
  private lastAt = 0;
  private lastWaited = 0;
  private wallMs = 0;
  private ownMs = 0;

  begin(): void {
    this.running = true;
    this.restart();
    this.look();
  }

  /** The longest so far; from now on a new one is looked for. */
  restart(): Stall {
    const stall = { wallMs: this.wallMs, ownMs: this.ownMs };
    this.wallMs = 0;
    this.ownMs = 0;
    this.lastAt = performance.now();
    this.lastWaited = this.waitedMs();
    return stall;
  }

  end(): Stall {
    this.running = false;
    this.note();
    if (this.file !== null) closeSync(this.file);
    return { wallMs: this.wallMs, ownMs: this.ownMs };
  }

  private look(): void {
    setImmediate(() => {
      if (!this.running) return;
      this.note();
      this.look();
    });
  }

  private note(): void {
    const now = performance.now();
    const waited = this.waitedMs();
    const wall = now - this.lastAt;
    this.wallMs = Math.max(this.wallMs, wall);
    this.ownMs = Math.max(this.ownMs, wall - (waited - this.lastWaited));
    this.lastAt = now;
    this.lastWaited = waited;
  }

  /** How long this thread waited for a core in its life. */
  private waitedMs(): number {
    if (this.file === null) return 0;
    const length = readSync(this.file, this.buffer, 0, this.buffer.length, 0);
    return Number(this.buffer.toString('latin1', 0, length).split(' ')[1]) / NANOSECONDS_PER_MS;
  }
}

function openOrNull(): number | null {
  try {
    return openSync(SCHEDULING, 'r');
  } catch {
    return null;
  }
}
