/** Entities that are to leave this node: waiting for what they have under way, and saving what would take long to read again. */
import type { Timers } from '../timers.js';
import type { Entity } from './entity.js';
import { SNAPSHOT_BYTES_MIN } from './snapshots.js';

export interface Clock {
  readonly now: () => number;
  readonly timers: Timers;
}

const POLL_MS = 10;
/** Snapshots that are taken and saved at once: each has a copy of its state in memory meanwhile. */
const SNAPSHOTS_AT_ONCE = 16;

/** Waits until it is so; false when it is not by the deadline (node clock, ms). */
export async function waitUntil(isSo: () => boolean, deadline: number, { now, timers }: Clock): Promise<boolean> {
  while (!isSo()) {
    const left = deadline - now();
    if (left <= 0) return false;
    await new Promise<void>((resolve) => timers.after(Math.min(POLL_MS, left), resolve));
  }
  return true;
}

/** Saves what would take long to read again while all of them are served; what is not done by the deadline (node clock, ms) is left. */
export async function prepare(entities: readonly Entity[], deadline: number, clock: Clock): Promise<void> {
  const large = entities.filter(({ snapshots }) => snapshots.recordBytesSince >= SNAPSHOT_BYTES_MIN.atTheEnd);
  for (const entity of large) entity.snapshotSoon();
  const isSaved = ({ snapshots, recovering, stopped }: Entity): boolean =>
    recovering || stopped || !(snapshots.asked || snapshots.underWay);
  await waitUntil(() => large.every(isSaved), deadline, clock);
}

/** Closes them, and waits until they have finished what they had taken on and their snapshots are saved; false when the deadline came first. */
export async function finish(entities: readonly Entity[], deadline: number, clock: Clock): Promise<boolean> {
  for (const entity of entities) entity.close();
  let left = entities;
  const isSettled = (): boolean => {
    left = left.filter(({ settled, stopped }) => !settled && !stopped);
    return left.length === 0;
  };
  if (!(await waitUntil(isSettled, deadline, clock))) return false;
  const saved = saveSnapshots(entities, SNAPSHOT_BYTES_MIN.inSilence, deadline, clock);
  if (!(await withinTime(saved, deadline, clock))) return false;
  return !entities.some(({ stopped }) => stopped);
}

/** Saves those with so many bytes of records after their last one, a few at a time; begins none after the deadline, and says false when there was one. */
export async function saveSnapshots(entities: Iterable<Entity>, bytesMin: number, deadline: number, { now }: Clock): Promise<boolean> {
  const rest = entities[Symbol.iterator]();
  let inTime = true;
  const saveOneByOne = async (): Promise<void> => {
    for (let next = rest.next(); next.done !== true; next = rest.next()) {
      if (now() < deadline) await next.value.saveSnapshot(bytesMin);
      else inTime = false;
    }
  };
  await Promise.all(Array.from({ length: SNAPSHOTS_AT_ONCE }, saveOneByOne));
  return inTime;
}

/** What it resolves with, or false when the deadline comes first. */
async function withinTime(work: Promise<boolean>, deadline: number, { now, timers }: Clock): Promise<boolean> {
  let cancel = (): void => undefined;
  const late = new Promise<boolean>((resolve) => {
    cancel = timers.after(Math.max(0, deadline - now()), () => resolve(false));
  });
  const inTime = await Promise.race([work, late]);
  cancel();
  return inTime;
}
