/**
 * Row `memory`: resident bytes per waiting token, per live wallet, per seat.
 *
 * A process fills itself with so many of a kind again and again, and the resident size after a forced collection is taken before and after. The last filling
 * is judged: by then what is bounded has its size (64 MB of page cache for each of the journal's connections, buffers of its threads, the heads that the writer
 * keeps), so that what is left is what the things take. The first one, all of that included, is shown beside it.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild } from '../inside/child.js';
import type { MemoryOptions, MemoryResult } from '../inside/memory.js';
import type { BenchContext, Figure, Row, RowResult } from '../suite/row.js';

interface Kind {
  readonly what: MemoryOptions['what'];
  readonly one: string;
  readonly full: number;
  readonly smoke: number;
  readonly bytesMax: number;
  /** Until the caches are full; wallets are small and need most. */
  readonly fillings: number;
}

const KINDS: readonly Kind[] = [
  { what: 'waiting-tokens', one: 'waiting token', full: 1_000_000, smoke: 2_000, bytesMax: 200, fillings: 2 },
  { what: 'live-wallets', one: 'live wallet', full: 100_000, smoke: 500, bytesMax: 3_000, fillings: 3 },
  { what: 'seats', one: 'seat', full: 5_000_000, smoke: 100_000, bytesMax: 32, fillings: 2 },
];

/** Room for two fillings, so that it is not the collector's haste that is measured. */
const FLAGS: readonly string[] = ['--expose-gc', '--max-old-space-size=4096'];

export const memory: Row = {
  name: 'memory',
  title: 'Memory per waiting token, live wallet, seat',
  ours: 'resident bytes after a forced collection, minus those before',
  reference: 'none; a bare nact actor alone takes 1.5 kB',
  missing: () => Promise.resolve(null),
  run,
};

async function run(context: BenchContext): Promise<RowResult> {
  const figures: Figure[] = [];
  for (const [index, kind] of KINDS.entries()) {
    const first: number[] = [];
    const last: number[] = [];
    const count = kind[context.scale];
    for (let trial = 0; trial < context.pairs; trial += 1) {
      const directory = join(context.scratch, kind.what);
      const options: MemoryOptions = { directory, what: kind.what, count, fillings: kind.fillings };
      const { bytes } = await runChild<MemoryResult>('memory.js', options, FLAGS);
      await rm(directory, { recursive: true });
      const perOne = bytes.map((taken) => taken / count);
      first.push(perOne[0] ?? Number.NaN);
      last.push(perOne.at(-1) ?? Number.NaN);
      context.say(`${kind.one}: ${perOne.map((taken) => Math.round(taken)).join(', then ')} bytes`);
      context.progress(index * context.pairs + trial + 1, KINDS.length * context.pairs);
    }
    const many = count.toLocaleString('en-US');
    const goal = { comparison: '<=', value: kind.bytesMax } as const;
    figures.push({ name: `per ${kind.one}, ${many} more`, unit: 'bytes', ours: last, reference: null, goal });
    figures.push({ name: `per ${kind.one}, the first ${many}, with all caches`, unit: 'bytes', ours: first, reference: null, goal: null });
  }
  return { figures, notes: NOTES };
}

const NOTES: readonly string[] = [
  'All threads of the process are in it. Wallets have one charge each; halls have 100,000 seats and no reservations; the tokens wait in one line.',
];
