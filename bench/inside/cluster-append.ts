/**
 * Records on their way into the log of a cluster, one in flight for each of many entities: a process of its own, see rows/cluster-append.ts. What it has
 * written it reads again: exactly what was acknowledged must be there.
 */
import type { NewRecord } from '../../src/journal/port.js';
import { openLog } from '../support/cluster-stage.js';
import { CpuMeters } from '../support/cpu-meter.js';
import { childOptions, cpuSeconds, report } from './child.js';

export interface AppendOptions {
  readonly urls: readonly string[];
  readonly natsPids: readonly number[];
  readonly prefix: string;
  readonly directory: string;
  readonly entities: number;
  /** Before the clock runs. */
  readonly warmUp: number;
  readonly records: number;
}

export interface AppendTime {
  readonly seconds: number;
  /** Of this process. */
  readonly cpuSeconds: number;
  /** Of all servers; null when the system does not say it. */
  readonly natsCpuSeconds: number | null;
  /** Mean number of records that were stored together. */
  readonly batch: number;
}

/** As long as that of a hold of one seat: the event, and the answer that is remembered. */
function bodyOf(entity: number, version: number): string {
  const reservationId = `${entity.toString(16).padStart(16, '0')}-${version.toString(16).padStart(12, '0')}-hold`;
  const userId = `8c5f2f0e-4d0f-4a34-9a55-${entity.toString(16).padStart(12, '0')}`;
  const hold = { reservationId, userId, seats: [version], amount: 50_000, expiresAt: 1_800_000_000_000 + version };
  return JSON.stringify({
    events: [{ type: 'SeatHeld', ...hold }],
    answers: [{ key: `${entity}-${version}`, reply: { status: 'HELD', ...hold } }],
  });
}

/** Of each entity, used in turn: making them is none of the append path's work, and the reference finds its own made. */
const BODIES = 16;

const { urls, natsPids, prefix, directory, entities, warmUp, records } = childOptions<AppendOptions>();
const commits: number[] = [];
const journal = await openLog({ urls, prefix, directory, mayWrite: true, onCommit: ({ records: count }) => void commits.push(count) });
const versions = new Array<number>(entities).fill(0);
const made = versions.map((_, entity) => ({
  name: `schedule/${entity.toString(16).padStart(16, '0')}-9a0c21bb47f3`,
  bodies: Array.from({ length: BODIES }, (_unused, body) => bodyOf(entity, body + 1)),
}));

function nextOf(entity: number): NewRecord {
  const expectedVersion = versions[entity] ?? 0;
  versions[entity] = expectedVersion + 1;
  const at = 1_800_000_000_000 + expectedVersion;
  const { name, bodies } = made[entity] ?? { name: '', bodies: [] };
  const body = bodies[expectedVersion % BODIES] ?? '';
  return { entity: name, expectedVersion, schema: 1, epoch: 1, at, wakeAt: at + 300_000, openEffects: false, body };
}

async function appendAll(count: number): Promise<void> {
  let left = count;
  const write = async (entity: number): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { status } = await journal.append(nextOf(entity));
      if (status !== 'durable') throw new Error(`an append was ${status}`);
    }
  };
  await Promise.all(versions.map((_, entity) => write(entity)));
}

await appendAll(warmUp);
commits.length = 0;
const before = { cpu: cpuSeconds(), nats: new CpuMeters(natsPids), at: performance.now() };
await appendAll(records);
const seconds = (performance.now() - before.at) / 1000;
const nats = before.nats.read();
const time: AppendTime = {
  seconds,
  cpuSeconds: cpuSeconds() - before.cpu,
  natsCpuSeconds: nats === null ? null : nats / 1e6,
  batch: records / commits.length,
};
await journal.close();
report(time);
