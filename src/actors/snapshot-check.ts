/** Whether a snapshot is what the records up to it lead to: an entity is brought to the present twice, from its snapshot and from its first record. */
import { isDeepStrictEqual } from 'node:util';
import type { EntityId } from '../domain/ids.js';
import type { Journal } from '../journal/port.js';
import { recover, snapshotOf } from './recovery.js';
import type { AnyDecider } from './turn.js';

/** No snapshot was ever written with it. */
const NO_SCHEMA = -1;

export type SnapshotCheck = 'none' | 'same' | 'differs' | 'changed meanwhile';

/** Throws DamagedEntity when the records themselves are not whole. */
export async function checkSnapshot(entity: EntityId, decider: AnyDecider, journal: Journal): Promise<SnapshotCheck> {
  const { snapshot } = await journal.load(entity, decider.schema);
  if (snapshot === null) return 'none';
  const key = entity.slice(entity.indexOf('/') + 1);
  // Signs of life count from the recovery on, so both recoveries happen at the same time.
  const at = snapshot.at;
  const fast = await recover(entity, key, decider, journal, () => at);
  const slow = await recover(entity, key, decider, withoutSnapshots(journal), () => at);
  if (fast.version !== slow.version) return 'changed meanwhile';
  const states = [await snapshotOf(entity, decider, fast), await snapshotOf(entity, decider, slow)];
  return isDeepStrictEqual(states[0]?.snapshot, states[1]?.snapshot) ? 'same' : 'differs';
}

function withoutSnapshots(journal: Journal): Journal {
  return new Proxy(journal, {
    get(target, name) {
      if (name === 'load') return (entity: string) => target.load(entity, NO_SCHEMA);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
