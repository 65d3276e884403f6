/** Taking up what was left lying: whoever has something due or open is woken, alarms are set for the others. */
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
