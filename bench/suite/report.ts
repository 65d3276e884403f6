/** A run as one HTML page: all goals at a glance, then row by row every sample. */
import { escape, htmlPage, htmlTable } from '../support/html-page.js';
import { amountIn, counted, duration, goalText, spreadText } from './format.js';
import { goalChart } from './goal-chart.js';
import type { JudgedFigure } from './judge.js';
import { withStatus } from './outcome.js';
import type { Measured, RunResult } from './outcome.js';
import { PLOT_SCRIPT, REPORT_STYLE } from './report-page.js';
import { commitText, machineText, verdictOn, versionsText } from './summary.js';

const TITLE = 'Benchmarks';

export async function reportOf(result: RunResult): Promise<string> {
  const data = { plots: withStatus(result, 'measured').flatMap((row, index) => plotsOf(row, index)) };
  return htmlPage({ title: TITLE, body: bodyOf(result), style: REPORT_STYLE, data, script: PLOT_SCRIPT });
}

function bodyOf(result: RunResult): string {
  const { surroundings, startedAt, scale, pairs } = result;
  const { machine, versions, commit } = surroundings;
  const measured = withStatus(result, 'measured');
  const failed = withStatus(result, 'failed');
  return [
    `<h1>${TITLE}</h1>`,
    `<p class="verdict ${failed.length === 0 ? 'kept' : 'broken'}">${escape(verdictOn(result))}</p>`,
    `<p>${escape(`${machineText(machine)}. ${versionsText(versions)}. Commit ${commitText(commit)}.`)}
${scale === 'smoke' ? 'Smoke' : 'Full'} scale, ${counted(pairs, 'pair')}, started ${startedAt.toISOString()}.</p>`,
    ...failed.map(
      ({ row, error }) => `<h2 class="broken">${escape(row.name)} failed</h2><pre>${escape(error.stack ?? error.message)}</pre>`,
    ),
    goalChart(measured),
    ...measured.map((row, index) => section(row, index)),
    ...leftOut(result),
  ].join('\n');
}

function section({ row, seconds, figures, notes }: Measured, index: number): string {
  const { name, title, ours, reference } = row;
  return `<section id="${escape(name)}">
<h2>${escape(title)}</h2>
<p class="name"><code>${escape(name)}</code>, measured in ${duration(seconds)}</p>
<dl><dt class="ours">ours</dt><dd>${escape(ours)}</dd><dt class="reference">reference</dt><dd>${escape(reference)}</dd></dl>
<div class="wide">${figureTable(figures)}</div>
${notes.length === 0 ? '' : `<ul>${notes.map((note) => `<li>${escape(note)}</li>`).join('')}</ul>`}
<div class="plots">${plotsOf({ figures }, index)
    .map(({ id }) => `<div id="${id}" class="plot"></div>`)
    .join('')}</div>
</section>`;
}

function figureTable(figures: readonly JudgedFigure[]): string {
  const lines = figures.map((figure) => {
    const { name, unit, oursSpread, referenceSpread, judged, verdict } = figure;
    const ours = amountIn(oursSpread.median, unit);
    const reference = referenceSpread === null ? '' : amountIn(referenceSpread.median, unit);
    const cells = [name, ours, reference, spreadText(judged), goalText(figure), verdict === 'not judged' ? '' : verdict];
    return `<tr class="${verdict}">${cells.map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`;
  });
  const head = ['', 'ours', 'reference', 'min / median / max', 'goal', ''].map((cell) => `<th>${cell}</th>`);
  return `<table><tr>${head.join('')}</tr>${lines.join('')}</table>`;
}

function leftOut(result: RunResult): string[] {
  const rows = [
    ...withStatus(result, 'not run').map(({ row, lacking }) => [row.name, lacking]),
    ...withStatus(result, 'interrupted').map(({ row }) => [row.name, 'The run was ended before.']),
  ];
  return rows.length === 0 ? [] : [`<h2>Not run</h2>${htmlTable(rows)}`];
}

interface Plot {
  readonly id: string;
  readonly title: string;
  readonly series: readonly { readonly label: string; readonly colour: string; readonly values: readonly number[] }[];
  /** A line to be on one side of. */
  readonly goal: { readonly label: string; readonly value: number } | null;
}

/** Of each figure the samples as measured and, where there is a reference, the ratios. One sample alone is read better in the table. */
function plotsOf({ figures }: Pick<Measured, 'figures'>, rowIndex: number): Plot[] {
  return figures
    .filter(({ ours }) => ours.length > 1)
    .flatMap((figure, index) => {
      const { name, unit, ours, reference, ratios, goal } = figure;
      const id = `plot-${rowIndex}-${index}`;
      const line = goal === null ? null : { label: `goal ${goalText(figure)}`, value: goal.value };
      const title = `${name}, ${unit}`;
      const own = { label: 'ours', colour: 'ours', values: ours };
      if (reference === null || ratios === null) return [{ id, title, series: [own], goal: line }];
      const compared = { label: 'reference', colour: 'reference', values: reference };
      return [
        { id, title, series: [own, compared], goal: null },
        {
          id: `${id}-ratio`,
          title: `${name}, ours / reference`,
          series: [{ label: 'ratio', colour: 'ink', values: ratios }],
          goal: line,
        },
      ];
    });
}
