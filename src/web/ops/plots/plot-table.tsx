/** The numbers of a plot as a table: some moments, evenly spread, the newest first. Made only while it is open. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../i18n/i18n.js';
import { formatClock } from '../format.js';
import type { PlotSeries } from './plot-options.js';

const ROWS_MAX = 12;

interface PlotTableProps {
  readonly times: readonly number[];
  readonly series: readonly PlotSeries[];
  readonly format: (value: number) => string;
}

export function PlotTable({ times, series, format }: PlotTableProps): VNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="plot-table" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('plot.table')}</summary>
      {isOpen ? (
        <div class="scroll-x" tabIndex={0}>
          <table class="table compact">
            <thead>
              <tr>
                <th scope="col">{t('plot.time')}</th>
                {series.map(({ label }) => (
                  <th key={label} scope="col" class="amount">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {momentsOf(times).map((index) => (
                <tr key={times[index]}>
                  <th scope="row" class="numbers">
                    {formatClock(times[index] ?? 0)}
                  </th>
                  {series.map(({ label, values }) => (
                    <td key={label} class="amount numbers">
                      {cellText(values[index], format)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </details>
  );
}

function cellText(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '–' : format(value);
}

/** Indexes, from the newest on. */
function momentsOf(times: readonly number[]): readonly number[] {
  const step = Math.max(1, Math.ceil(times.length / ROWS_MAX));
  const indexes: number[] = [];
  for (let index = times.length - 1; index >= 0; index -= step) indexes.push(index);
  return indexes;
}
