/** bench/README.md: what is measured, why and how, and the published results. Made from bench/results.json alone, so that the two never disagree. */
import { counted, duration, figureCells, spreadText } from './format.js';
import type { JudgedFigure, Verdict } from './judge.js';
import type { RowTexts } from './outcome.js';
import { figuresOf } from './published.js';
import type { Published, PublishedRow } from './published.js';
import { METHOD } from './readme-text.js';
import { commitText, machineText, versionsText } from './summary.js';

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  met: 'met',
  missed: '**missed**',
  'for information': '',
  'not judged': '',
};

export function readmeOf(published: Published, allRows: readonly RowTexts[]): string {
  const rows = allRows.flatMap(({ name }) => published.rows.find((row) => row.name === name) ?? []);
  const unmeasured = allRows.filter(({ name }) => rows.every((row) => row.name !== name));
  const places = [...new Set(rows.map(placeOf))];
  const parts = [
    METHOD,
    '## Results',
    rows.length === 0 ? 'Nothing has been published yet: `npm run bench` measures, and writes this page anew.' : overview(rows),
    ...(unmeasured.length === 0 || rows.length === 0 ? [] : [unmeasuredText(unmeasured)]),
    ...(rows.length === 0
      ? []
      : [
          '## Row by row',
          ...rows.map((row) => rowSection(row, places, triedFor(row.name, allRows))),
          '## Machines',
          ...places.map(placeText),
        ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function overview(rows: readonly PublishedRow[]): string {
  const all = rows.flatMap(figuresOf);
  const count = (verdict: Verdict): number => all.filter((figure) => figure.verdict === verdict).length;
  const lines = rows.flatMap((row) => figuresOf(row).map((figure, index) => figureLine(index === 0 ? row : null, figure)));
  return [
    `${counted(count('met'), 'goal')} met, ${count('missed')} missed; ${counted(count('for information'), 'figure')} for information.`,
    '',
    '| Row | Figure | Ours | Reference | min / median / max | Goal | |',
    '| --- | --- | ---: | ---: | ---: | ---: | --- |',
    ...lines,
  ].join('\n');
}

function figureLine(row: PublishedRow | null, figure: JudgedFigure): string {
  const title = row === null ? '' : `[${row.title}](#${row.name})`;
  const cells = [title, figure.name, ...figureCells(figure), VERDICT_WORDS[figure.verdict]];
  return `| ${cells.map(cell).join(' | ')} |`;
}

function triedFor(name: string, allRows: readonly RowTexts[]): readonly string[] {
  return allRows.find((row) => row.name === name)?.tried ?? [];
}

function rowSection(row: PublishedRow, places: readonly string[], tried: readonly string[]): string {
  const { name, title, ours, reference, notes, measuredAt, commit, pairs, seconds } = row;
  const place = places.length === 1 ? '' : ` on machine ${places.indexOf(placeOf(row)) + 1}`;
  const when = `Measured ${measuredAt.slice(0, 10)} at commit ${commitText(commit)}${place}, ${counted(pairs, 'pair')}, in ${duration(seconds)}.`;
  const missed = figuresOf(row).some(({ verdict }) => verdict === 'missed');
  return [
    `### ${name}`,
    '',
    `${prose(title)}.`,
    '',
    `- **Ours**: ${prose(ours)}`,
    `- **Reference**: ${prose(reference)}`,
    ...figuresOf(row).map(({ name: figure, unit, oursSpread, referenceSpread }) => {
      const spread = (of: typeof oursSpread): string => `${spreadText(of)} ${unit}`;
      return `- ${prose(figure)}: ours ${spread(oursSpread)}${referenceSpread === null ? '' : `, reference ${spread(referenceSpread)}`}`;
    }),
    ...notes.map((note) => `- ${prose(note)}`),
    ...(missed && tried.length > 0
      ? ['', '**What holds it back, and what was tried:**', '', ...tried.map((text) => `- ${prose(text)}`)]
      : []),
    '',
    when,
  ].join('\n');
}

function unmeasuredText(rows: readonly RowTexts[]): string {
  return ['Not measured yet:', '', ...rows.map(({ name, title }) => `- \`${name}\`: ${prose(title)}`)].join('\n');
}

/** Machine and versions as one text: rows with the same were measured under the same conditions. */
function placeOf({ machine, versions }: PublishedRow): string {
  return `${machineText(machine)}.\n${versionsText(versions)}.`;
}

function placeText(place: string, index: number): string {
  return `${index + 1}. ${place.replace('\n', '\n   ')}`;
}

/** What a row says about itself is text, not markup. */
function prose(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('\n', ' ');
}

function cell(text: string): string {
  return prose(text).replaceAll('|', '\\|');
}
