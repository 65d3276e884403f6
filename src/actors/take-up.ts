/** Taking up what was left lying: whoever has something due or open is woken, alarms are set for the others. */
import type { AdoptedShard } from '../cluster/shard-host.js';
import type { EntityId } from '../domain/ids.js';
import type { Head } from '../journal/port.js';

/** What the heads showed that goes on by itself. */
export interface TakenUp {
  /** Entities with an effect to drive on. */
  readonly openEffects: number;
  /** Entities in which something fell due meanwhile. */
  readonly overdue: number;
  /** Entities that will be woken later. */
  readonly alarms: number;
}

export interface TakeUpHost {
  now(): number;
  /** Asked again for every head, for shards come and go while the heads are read. */
  isServed(entity: EntityId): boolean;
  /** Brings it to memory; resolves when it has read its journal, or could not. */
  awaken(entity: EntityId): Promise<void>;
  setAlarm(entity: EntityId, at: number | null): void;
}

/** Entities that are brought to memory at once. */
const CONCURRENCY = 256;

/** Rejects when the heads cannot be read. */
export async function takeUp(heads: AsyncIterable<readonly Head[]>, host: TakeUpHost): Promise<TakenUp> {
  const found = { openEffects: 0, overdue: 0, alarms: 0 };
  const now = host.now();
  const awake: Promise<void>[] = [];
  for await (const page of heads) {
    for (const head of page) {
      const entity = head.entity as EntityId;
      if (!host.isServed(entity)) continue;
      const overdue = head.wakeAt !== null && head.wakeAt <= now;
      if (head.openEffects) found.openEffects += 1;
      else if (overdue) found.overdue += 1;
      else found.alarms += 1;
      if (!head.openEffects && !overdue) {
        host.setAlarm(entity, head.wakeAt);
        continue;
      }
      awake.push(host.awaken(entity));
      if (awake.length >= CONCURRENCY) await Promise.all(awake.splice(0));
    }
  }
  await Promise.all(awake);
  return found;
}

/** The log makes a reader of its own for each, and one that hangs must not hold all others up. */
const SCANS_AT_ONCE = 3;

interface WaitingShards {
  readonly shards: readonly AdoptedShard[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Shards whose heads are to be read: a few scans at a time, and all that come meanwhile share the next one. */
export class HeadScans {
  private waiting: WaitingShards[] = [];
  private underWay = 0;

  /** @param scan rejects when the heads cannot be read. */
  constructor(private readonly scan: (shards: readonly AdoptedShard[]) => Promise<unknown>) {}

  /** Resolves when the scan that these shards were part of has ended, rejects as it does. */
  of(shards: readonly AdoptedShard[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ shards, resolve, reject });
      if (this.underWay < SCANS_AT_ONCE) void this.next();
    });
  }

  private async next(): Promise<void> {
    const group = this.waiting.splice(0);
    if (group.length === 0) return;
    this.underWay += 1;
    try {
      await this.scan(group.flatMap(({ shards }) => shards));
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    this.underWay -= 1;
    void this.next();
  }
}

/** Who waits for an entity to be in memory. */
export class Awakenings {
  private readonly waiting = new Map<EntityId, () => void>();

  /** Resolves when it is, or could not be read, or was given up. */
  until(entity: EntityId): Promise<void> {
    return new Promise((resolve) => {
      const before = this.waiting.get(entity);
      const both = (): void => {
        before?.();
        resolve();
      };
      this.waiting.set(entity, both);
    });
  }

  end(entity: EntityId): void {
    const waiting = this.waiting.get(entity);
    if (waiting === undefined) return;
    this.waiting.delete(entity);
    waiting();
  }
}
