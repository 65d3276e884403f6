/** What a region reads from its journal and saves to it, from now on. */
import type { MemoryJournal } from '../../src/journal/memory/memory-journal.js';
import type { Snapshot } from '../../src/journal/port.js';

/** Every entity that is read, each time. */
export function loadsOf(journal: MemoryJournal): string[] {
  const loads: string[] = [];
  const load = journal.load.bind(journal);
  journal.load = async (entity, schema) => {
    loads.push(entity);
    return load(entity, schema);
  };
  return loads;
}

/** Every snapshot that is saved. */
export function savesOf(journal: MemoryJournal): Snapshot[] {
  const saves: Snapshot[] = [];
  const save = journal.saveSnapshot.bind(journal);
  journal.saveSnapshot = async (snapshot) => {
    saves.push(snapshot);
    return save(snapshot);
  };
  return saves;
}
