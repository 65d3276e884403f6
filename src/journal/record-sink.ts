/**
 * A journal as the target of a copy. A record is written by appending what it was made from: its hash covers everything but the position, so that a record with
 * the same hash is the same record. What comes out otherwise was not what the source had, and stops the copy.
 */
import type { RecordSink } from './copy.js';
import { CopyFailed } from './copy.js';
import type { Journal, StoredRecord } from './port.js';

type Target = Pick<Journal, 'opening' | 'appendsAtOnce' | 'append' | 'events'>;

/** A journal knows the ends of so many chains, or more, that were written last. */
const ENTITIES_KNOWN_MAX = 50_000;

/** @param target nobody else writes to it. */
export function recordSink(target: Target): RecordSink {
  const known = new Set<string>();
  return {
    opening: target.opening,
    events: (after, limit) => target.events(after, limit),
    import: (records) => importAll(target, records, known),
  };
}

/**
 * Appends are begun in the order of the records, as many at once as the journal takes of each entity: the order across entities stays what it was where the
 * journal (or each of its streams) writes in the order of its appends. A journal that must look for the end of a chain first would let others go ahead: such an
 * append is waited for, so that a copy that is begun again still has causes before their effects.
 *
 * @param known entities that were written lately.
 */
async function importAll(target: Target, records: readonly StoredRecord[], known: Set<string>): Promise<void> {
  const underWay = new Map<string, Promise<void>[]>();
  const all: Promise<void>[] = [];
  try {
    for (const record of records) {
      const { entity, version } = record;
      const isSought = version > 1 && !known.has(entity);
      if (isSought) await Promise.all(all);
      const others = underWay.get(entity) ?? [];
      if (others.length >= target.appendsAtOnce) await others.shift();
      const append = importOne(target, record, others.length > 0);
      // Whoever waits for it hears of it; nobody may be waiting yet.
      append.catch(() => undefined);
      if (isSought) await append;
      if (known.size >= ENTITIES_KNOWN_MAX) known.clear();
      known.add(entity);
      others.push(append);
      underWay.set(entity, others);
      all.push(append);
    }
    await Promise.all(all);
  } finally {
    await Promise.allSettled(all);
  }
}

async function importOne(target: Target, record: StoredRecord, ahead: boolean): Promise<void> {
  const { entity, version, schema, epoch, at, wakeAt, openEffects, body, hash } = record;
  const result = await target.append({ entity, expectedVersion: version - 1, schema, epoch, at, wakeAt, openEffects, body, ahead });
  const which = `version ${version} of ${entity}`;
  if (result.status === 'failed') throw new CopyFailed(`${which} was not written: ${result.reason}; copy again, it goes on from there`);
  if (result.status === 'fenced') throw new CopyFailed(`${which} does not fit to the target: somebody else writes to it`);
  if (result.hash !== hash) throw new CopyFailed(`${which} was written with another hash: copy into an empty journal`);
}
