/**
 * The published results: bench/results.json, which bench/README.md is made from. Each row stands there with its own date, commit and machine, because
 * rows may be measured apart.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeAll } from './judge.js';
import type { JudgedFigure } from './judge.js';
import type { RowTexts, RunResult } from './outcome.js';
import { withStatus } from './outcome.js';
import type { Figure } from './row.js';
import type { Surroundings } from './surroundings.js';

export const RESULTS_PATH = 'bench/results.json';
export const README_PATH = 'bench/README.md';

export interface PublishedRow extends RowTexts, Surroundings {
  /** RFC 3339. */
  readonly measuredAt: string;
  readonly seconds: number;
  readonly pairs: number;
  readonly figures: readonly Figure[];
  readonly notes: readonly string[];
}

export interface Published {
  readonly format: typeof FORMAT;
  readonly rows: readonly PublishedRow[];
}

const FORMAT = 1;
const SAMPLE_DIGITS = 6;

export const NOTHING_PUBLISHED: Published = { format: FORMAT, rows: [] };

/** The file is damaged or of another format; the message says what to do. */
export class UnreadableResults extends Error {
  override readonly name = 'UnreadableResults';
}

/** @param root of the work tree. Throws `UnreadableResults`. */
export async function readPublished(root: string): Promise<Published> {
  const file = join(root, RESULTS_PATH);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NOTHING_PUBLISHED;
    throw error;
  }
  const unreadable = (why: string): UnreadableResults =>
    new UnreadableResults(`${file} ${why}; take it back from the last commit, or remove it to begin anew.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unreadable('is no JSON');
  }
  const { format, rows } = (value ?? {}) as Partial<Published>;
  if (format !== FORMAT || !Array.isArray(rows)) throw unreadable(`is not of format ${FORMAT}`);
  return { format, rows };
}

export async function writePublished(root: string, published: Published): Promise<void> {
  await writeFile(join(root, RESULTS_PATH), textOf(published));
}

/** What was measured takes the place of what stood there; rows that are gone from the suite go from the results. In the suite's order. */
export function merge(published: Published, result: RunResult, allRows: readonly RowTexts[]): Published {
  const { surroundings, pairs } = result;
  const fresh = withStatus(result, 'measured').map(
    ({ row: { name, title, ours, reference }, at, seconds, figures, notes }): PublishedRow => ({
      ...{ name, title, ours, reference, measuredAt: at.toISOString(), seconds: Math.round(seconds), pairs, ...surroundings },
      figures: figures.map(({ name: figure, unit, ours: samples, reference: others, goal }) => ({
        ...{ name: figure, unit, ours: samples.map(rounded), reference: others?.map(rounded) ?? null, goal },
      })),
      notes,
    }),
  );
  const before = published.rows.filter(({ name }) => fresh.every((row) => row.name !== name));
  const byName = new Map([...before, ...fresh].map((row) => [row.name, row]));
  return { format: FORMAT, rows: allRows.flatMap(({ name }) => byName.get(name) ?? []) };
}

export function figuresOf({ figures, pairs }: PublishedRow): JudgedFigure[] {
  return judgeAll(figures, 'full', pairs);
}

/** More digits than any clock tells apart would only make the file hard to read. */
function rounded(sample: number): number {
  return Number(sample.toPrecision(SAMPLE_DIGITS));
}

/** Samples stand on one line, so that a difference between two commits can be read. */
function textOf(published: Published): string {
  const text = JSON.stringify(published, null, 2);
  const samples = /\[\n\s+(-?[\d.e+-]+(?:,\n\s+-?[\d.e+-]+)*)\n\s+\]/g;
  return `${text.replaceAll(samples, (_, numbers: string) => `[${numbers.replaceAll(/\s+/g, ' ')}]`)}\n`;
}
