/** The sale over time: seats by state, the waiting room, and how fast it lets fans in. */
import type { ComponentChildren, VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { SaleSample } from '../../api/operators-types.js';
import { language, t } from '../../i18n/i18n.js';
import { formatCount } from '../format.js';
import { columnsOf, growthOf, lastOf, wholeFrom } from '../state/samples.js';
import type { Columns, Timed } from '../state/samples.js';
import { MINUTE_MS } from '../state/sale-numbers.js';
import type { History } from '../state/sale.js';
import { Plot } from './plot.js';
import type { PlotSeries } from './plot-options.js';

interface SalePlotsProps {
  readonly history: History<SaleSample>;
  readonly windowSeconds: number;
  /** Stands beside what it changes. */
  readonly pace: ComponentChildren;
}

export function SalePlots({ history, windowSeconds, pace }: SalePlotsProps): VNode {
  const { all, intervalMs } = history;
  const columns = useMemo(() => saleColumns(all, intervalMs, windowSeconds), [all, intervalMs, windowSeconds]);
  const { seats, fans, admitted } = useMemo(() => seriesOf(columns), [columns, language.value]);
  const common = { times: columns.times, windowSeconds, format: formatCount, whole: true };
  return (
    <div class="plots">
      <div class="card plot-wide">
        <Plot {...common} title={t('plots.seats')} series={seats} stacked height={250} />
      </div>
      <div class="card">
        <Plot {...common} title={t('plots.fans')} series={fans} />
      </div>
      <div class="card">
        <Plot {...common} title={t('plots.admitted')} note={t('plots.perMinute')} series={admitted} />
      </div>
      <div class="card plot-wide">{pace}</div>
    </div>
  );
}

function saleColumns(all: readonly Timed<SaleSample>[], intervalMs: number, windowSeconds: number): Columns {
  const shown = lastOf(all, windowSeconds * 1000);
  const from = all.length - shown.length;
  const admitted = growthOf(all, MINUTE_MS, (sample) => sample.admitted);
  const knownFromMs = wholeFrom(all, MINUTE_MS, (sample) => sample.admitted);
  return columnsOf(shown, intervalMs, [
    ({ item }) => item.booked,
    ({ item }) => item.held,
    ({ item }) => item.available,
    ({ item }) => item.waiting,
    ({ item }) => item.active,
    ({ ms }, index) => (ms < knownFromMs ? null : (admitted[from + index] ?? null)),
  ]);
}

function seriesOf({ values: [booked = [], held = [], available = [], waiting = [], active = [], admitted = []] }: Columns): {
  readonly seats: readonly PlotSeries[];
  readonly fans: readonly PlotSeries[];
  readonly admitted: readonly PlotSeries[];
} {
  return {
    seats: [
      { label: t('seat.BOOKED'), colour: '--seat-sold', values: booked },
      { label: t('seat.HELD'), colour: '--seat-held', values: held },
      { label: t('seat.AVAILABLE'), colour: '--seat-free', values: available },
    ],
    fans: [
      { label: t('glance.waiting'), colour: '--plot-waiting', values: waiting },
      { label: t('glance.inside'), colour: '--plot-inside', values: active, dash: [7, 4] },
    ],
    admitted: [{ label: t('plots.inTheMinuteBefore'), colour: '--plot-admitted', values: admitted }],
  };
}
