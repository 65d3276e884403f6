/** How the node that answers is doing: requests, refusals, how long answers and commits take, and whether its event loop keeps up. */
import type { ComponentChildren, VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { NodeSample } from '../../api/operators-types.js';
import { language, t } from '../../i18n/i18n.js';
import { formatMs, formatRate } from '../format.js';
import { columnsOf, lastOf } from '../state/samples.js';
import type { Columns, Timed } from '../state/samples.js';
import type { StatsHistory } from '../state/sale.js';
import { Plot } from './plot.js';
import type { PlotSeries } from './plot-options.js';

/** Codes with a line of their own; the rest together have one more. */
const CODES_MAX = 4;

interface NodePlotsProps {
  readonly stats: StatsHistory;
  readonly windowSeconds: number;
  readonly refusals: ComponentChildren;
}

export function NodePlots({ stats: { all, intervalMs }, windowSeconds, refusals }: NodePlotsProps): VNode {
  const shown = useMemo(() => lastOf(all, windowSeconds * 1000), [all, windowSeconds]);
  const columns = useMemo(() => nodeColumns(shown, intervalMs), [shown, intervalMs]);
  const lines = useMemo(() => nodeLines(columns), [columns, language.value]);
  const refused = useMemo(() => refusalLines(shown, intervalMs), [shown, intervalMs, language.value]);
  const common = { times: columns.times, windowSeconds };
  return (
    <div class="plots">
      <div class="card">
        <Plot {...common} title={t('plots.requests')} note={t('plots.perSecond')} series={lines.requests} format={formatRate} />
      </div>
      <div class="card">
        <Plot {...common} title={t('plots.latency')} series={lines.latency} format={formatMs} />
      </div>
      <div class="card">
        <Plot {...common} title={t('plots.commits')} series={lines.commits} format={formatMs} />
      </div>
      <div class="card">
        <Plot {...common} title={t('plots.loop')} series={lines.loop} format={formatMs} />
      </div>
      <div class="card plot-wide refusals">
        <Plot {...common} title={t('plots.refusals')} note={t('plots.perSecond')} series={refused} format={formatRate} />
        {refusals}
      </div>
    </div>
  );
}

function nodeColumns(shown: readonly Timed<NodeSample>[], intervalMs: number): Columns {
  return columnsOf(shown, intervalMs, [
    ({ item }) => item.requestsPerSecond,
    ({ item }) => item.p50Ms,
    ({ item }) => item.p99Ms,
    ({ item }) => item.commitP99Ms,
    ({ item }) => item.loopDelayP99Ms,
  ]);
}

const DASH = [7, 4];

function nodeLines({ values: [requests = [], p50 = [], p99 = [], commits = [], loop = []] }: Columns): {
  readonly requests: readonly PlotSeries[];
  readonly latency: readonly PlotSeries[];
  readonly commits: readonly PlotSeries[];
  readonly loop: readonly PlotSeries[];
} {
  return {
    requests: [{ label: t('plots.answered'), colour: '--plot-1', values: requests }],
    latency: [
      { label: 'p99', colour: '--plot-2', values: p99 },
      { label: 'p50', colour: '--plot-1', values: p50, dash: DASH },
    ],
    commits: [{ label: 'p99', colour: '--plot-3', values: commits }],
    loop: [{ label: 'p99', colour: '--plot-4', values: loop }],
  };
}

/** The codes refused with most often within the window. */
function refusalLines(shown: readonly Timed<NodeSample>[], intervalMs: number): readonly PlotSeries[] {
  const sums = new Map<string, number>();
  for (const { item } of shown) for (const [code, rate] of Object.entries(item.refusals)) sums.set(code, (sums.get(code) ?? 0) + rate);
  const codes = [...sums]
    .filter(([, sum]) => sum > 0)
    .sort(([one, oneSum], [other, otherSum]) => otherSum - oneSum || one.localeCompare(other))
    .map(([code]) => code);
  const named = codes.slice(0, CODES_MAX);
  const others = codes.slice(CODES_MAX);
  const { values } = columnsOf(shown, intervalMs, [
    ...named.map(
      (code) =>
        ({ item }: Timed<NodeSample>) =>
          item.refusals[code] ?? 0,
    ),
    ({ item }: Timed<NodeSample>) => others.reduce((sum, code) => sum + (item.refusals[code] ?? 0), 0),
  ]);
  const lines = named.map((code, index): PlotSeries => ({
    label: code,
    colour: `--plot-${index + 1}`,
    values: values[index] ?? [],
    ...dashOf(index),
  }));
  if (named.length > 0 && others.length === 0) return lines;
  const label = named.length === 0 ? t('plots.noRefusals') : t('plots.otherCodes', { count: others.length });
  return [...lines, { label, colour: '--plot-5', values: values.at(-1) ?? [] }];
}

/** Every second line is broken, so that neighbours are told apart without their colours. */
function dashOf(index: number): Pick<PlotSeries, 'dash'> {
  return index % 2 === 0 ? {} : { dash: DASH };
}
