/** Holds through the entity host: a process of its own, see rows/core.ts. */
import type { EntityId } from '../../src/domain/ids.js';
import { childOptions, cpuSeconds, report } from './child.js';
import type { Ask, Stage } from './holds.js';
import { askAll, holdOf, isHeld, newSchedule, stageWith } from './holds.js';
import type { Host } from './host.js';
import { openHost } from './host.js';

export interface CoreOptions {
  readonly directory: string;
  readonly holds: number;
  readonly inFlight: number;
  /** Schedules that the holds go to in turn. */
  readonly schedules: number;
}

export interface CoreResult {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Records of each measured commit, in order. The log ends with them. */
  readonly commits: readonly number[];
}

const USERS = 10_000;

async function schedulesOf(host: Host, stage: Stage, count: number, seats: number): Promise<readonly EntityId[]> {
  return Promise.all(Array.from({ length: count }, () => newSchedule(host, stage, seats)));
}

function holds(host: Host, stage: Stage, schedules: readonly EntityId[], count: number): readonly Ask[] {
  const asks: Ask[] = [];
  for (let index = 0; index < count; index += 1) {
    const entity = schedules[index % schedules.length];
    if (entity === undefined) throw new Error('there are no schedules');
    asks.push(holdOf(host, stage, entity, Math.floor(index / schedules.length) + 1, index));
  }
  return asks;
}

const { directory, holds: count, inFlight, schedules } = childOptions<CoreOptions>();
const host = await openHost(directory);
const stage = stageWith(host, USERS);
const seats = Math.ceil(count / schedules);
const warm = await schedulesOf(host, stage, schedules, seats);
const measured = await schedulesOf(host, stage, schedules, seats);
await askAll(host, holds(host, stage, warm, count), inFlight, isHeld);
const asks = holds(host, stage, measured, count);

const commitsBefore = host.commits.length;
const cpuBefore = cpuSeconds();
const started = performance.now();
await askAll(host, asks, inFlight, isHeld);
const seconds = (performance.now() - started) / 1000;
const result: CoreResult = { seconds, cpuSeconds: cpuSeconds() - cpuBefore, commits: host.commits.slice(commitsBefore) };
await host.close();
report(result);
