/** Reads one entity of a data directory back to memory, through the entity host and the real journal, and says how long that took. */
import { performance } from 'node:perf_hooks';
import type { EntityId } from '../../src/domain/ids.js';
import { childOptions, cpuSeconds, report } from './child.js';
import { openHost } from './host.js';
import { LoopMonitor } from './stall-monitor.js';

export interface RecoveryOptions {
  readonly directory: string;
  readonly entity: EntityId;
  /** In its history. */
  readonly records: number;
  /** What its description must say when all of them were taken in. */
  readonly expected: Readonly<Record<string, number>>;
}

export interface RecoveryTime {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** The longest the event loop stood still meanwhile, ms. */
  readonly stallMs: number;
}

const { directory, entity, expected } = childOptions<RecoveryOptions>();
const host = await openHost(directory);
const monitor = new LoopMonitor();
monitor.begin();
const cpuBefore = cpuSeconds();
const started = performance.now();
const view = (await host.must(entity, { type: 'Describe' })) as Readonly<Record<string, unknown>>;
const seconds = (performance.now() - started) / 1000;
const time: RecoveryTime = { seconds, cpuSeconds: cpuSeconds() - cpuBefore, stallMs: monitor.end().wallMs };
for (const [name, value] of Object.entries(expected)) {
  if (view[name] !== value) throw new Error(`${name} of ${entity} is ${String(view[name])} after its recovery, not ${value}`);
}
report(time);
// Without a drain no snapshot is left behind, so the next trial reads the whole history too.
process.exit(0);
