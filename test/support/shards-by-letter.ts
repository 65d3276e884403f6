/** Shards for tests: the first letter of a tally's key names its shard, so that a test reads by itself. And regions that serve some of them. */
import type { AdoptedShard } from '../../src/cluster/shard-host.js';
import type { EntityId } from '../../src/domain/ids.js';
import type { Head, Journal } from '../../src/journal/port.js';
import type { MemoryJournal } from '../../src/journal/memory/memory-journal.js';
import { TestRegion } from './test-region.js';
import type { TestRegionOptions } from './test-region.js';

const FIRST = 'a'.charCodeAt(0);

export const byLetter = { shardOf: (entity: EntityId): number => entity.charCodeAt(entity.indexOf('/') + 1) - FIRST };

/** The shards of these letters. */
export const shards = (letters: string): ReadonlySet<number> => new Set([...letters].map((letter) => letter.charCodeAt(0) - FIRST));

/** The same, each owned under this epoch. */
export const owned = (letters: string, epoch: number): readonly AdoptedShard[] => [...shards(letters)].map((shard) => ({ shard, epoch }));

/**
 * A journal as it is in a cluster: it knows shards, and takes one append of an entity at once.
 *
 * @param asked gets the shards whose heads are asked for, each time.
 */
export function clustered(asked: (readonly number[])[] = [], appendsAtOnce = 1): (journal: MemoryJournal) => Journal {
  return (journal) =>
    new Proxy(journal, {
      get(target, name) {
        if (name === 'appendsAtOnce') return appendsAtOnce;
        if (name === 'heads') return (of: ReadonlySet<number>) => headsOf(target, of, asked);
        const member = Reflect.get(target, name) as unknown;
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
}

async function* headsOf(journal: MemoryJournal, of: ReadonlySet<number>, asked: (readonly number[])[]): AsyncGenerator<readonly Head[]> {
  asked.push([...of]);
  for await (const page of journal.heads()) yield page.filter(({ entity }) => of.has(byLetter.shardOf(entity as EntityId)));
}

/** A node of a cluster that owns nothing yet. */
export function memberRegion(options: TestRegionOptions = {}): TestRegion {
  const member = new TestRegion({ shards: byLetter, through: clustered(), ...options });
  member.region.begin();
  return member;
}

/** The same, that owns these. */
export async function memberOwning(letters: string, epoch = 1): Promise<TestRegion> {
  const member = memberRegion();
  await member.region.adopt(owned(letters, epoch));
  return member;
}

/** Another node on the same log and by the same clock, that owns nothing yet. */
export function besides(other: TestRegion, options: TestRegionOptions = {}): TestRegion {
  return memberRegion({ journal: other.journal.beside(), clock: other.clock, ...options });
}
