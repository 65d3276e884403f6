/**
 * One plot over time with its title, its legend (which tells the newest values, or those under the pointer), words for whoever does not see it, and the same
 * numbers as a table.
 */
import type { VNode } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { language, t } from '../../i18n/i18n.js';
import { formatClock } from '../format.js';
import { themeVersion } from './colours.js';
import { plotData, plotOptions } from './plot-options.js';
import type { PlotSeries } from './plot-options.js';
import { PlotTable } from './plot-table.js';

const HEIGHT_PX = 190;

export interface PlotProps {
  readonly title: string;
  /** What is counted, or per what. */
  readonly note?: string;
  /** Seconds since 1970. */
  readonly times: readonly number[];
  readonly series: readonly PlotSeries[];
  readonly stacked?: boolean;
  /** Of things that can be counted. */
  readonly whole?: boolean;
  readonly windowSeconds: number;
  readonly format: (value: number) => string;
  readonly height?: number;
}

export function Plot(props: PlotProps): VNode {
  const { title, note, times, series, format } = props;
  const id = useId();
  const [pointed, setPointed] = useState<number | null>(null);
  const host = useRef<HTMLDivElement>(null);
  useUplot(host, props, setPointed);
  const index = pointed !== null && pointed < times.length ? pointed : times.length - 1;
  const moment = times[index];
  return (
    <figure class="plot" aria-labelledby={id}>
      <figcaption class="plot-head">
        <h3 id={id} class="plot-title">
          {title}
          {note === undefined ? null : <span class="plot-note"> {note}</span>}
        </h3>
        <ul class="legend">
          {series.map(({ label, colour, dash, values }) => (
            <li key={label}>
              <span
                class={dash === undefined ? 'swatch' : 'swatch swatch-dashed'}
                style={{ '--swatch': `var(${colour})` }}
                aria-hidden="true"
              />
              {label} <b class="numbers">{shown(values[index], format)}</b>
            </li>
          ))}
          {pointed !== null && moment !== undefined ? <li class="muted numbers">{formatClock(moment)}</li> : null}
        </ul>
      </figcaption>
      <div ref={host} class="plot-canvas" role="img" aria-label={inWords(props)} />
      <PlotTable times={times} series={series} format={format} />
    </figure>
  );
}

function shown(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '–' : format(value);
}

function inWords({ title, series, format }: PlotProps): string {
  const sentences = series.map(({ label, values }) => {
    const known = values.filter((value) => value !== null);
    const now = known.at(-1);
    if (now === undefined) return t('plot.nothing', { label });
    const range = { lowest: format(Math.min(...known)), highest: format(Math.max(...known)) };
    return t('plot.inWords', { label, now: format(now), ...range });
  });
  return [title, ...sentences].join('. ');
}

/** The plot is made anew when its looks change, and only fed when there are new numbers. */
function useUplot(host: { readonly current: HTMLDivElement | null }, props: PlotProps, onPoint: (index: number | null) => void): void {
  const latest = useRef(props);
  latest.current = props;
  const plot = useRef<uPlot | null>(null);
  const { series, stacked = false, whole = false, windowSeconds, height = HEIGHT_PX } = props;
  const looks = JSON.stringify(series.map(({ label, colour, dash }) => [label, colour, dash]));
  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const { times, series: current } = latest.current;
    const format = (value: number): string => latest.current.format(value);
    const look = { series: current, isStacked: stacked, isWhole: whole, windowSeconds, formatValue: format, formatClock, onPoint };
    const data = plotData(times, valuesOf(current), stacked);
    const made = new uPlot(plotOptions(element, look, Math.max(1, element.clientWidth), height), data, element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: Math.max(1, element.clientWidth), height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [looks, stacked, whole, windowSeconds, height, themeVersion.value, language.value]);
  useEffect(() => {
    plot.current?.setData(plotData(props.times, valuesOf(series), stacked));
  }, [props.times, series]);
}

function valuesOf(series: readonly PlotSeries[]): readonly (readonly (number | null)[])[] {
  return series.map(({ values }) => values);
}
