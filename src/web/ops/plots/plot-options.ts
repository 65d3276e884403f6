/** How our plots look: uPlot's options from what a plot shows and the colours of the style sheets. */
import type uPlot from 'uplot';
import { colour } from './colours.js';

/** Plots with the same key point at the same moment. */
const SYNC_KEY = 'ops';
/** A plot that has just begun shows at least so much time, so that its line does not jump about. */
const SPAN_MIN_SECONDS = 60;
const FONT = '12px system-ui, -apple-system, "Segoe UI", sans-serif';
const FILL_ALPHA = '2e';

export interface SeriesLook {
  readonly label: string;
  /** A CSS variable. */
  readonly colour: string;
  /** Lines that are told apart by more than their colour. */
  readonly dash?: readonly number[];
}

export interface PlotSeries extends SeriesLook {
  readonly values: readonly (number | null)[];
}

export interface PlotLook {
  readonly series: readonly SeriesLook[];
  /** Areas on top of each other, the first at the bottom. */
  readonly isStacked: boolean;
  /** Nothing between whole numbers is marked on the scale. */
  readonly isWhole: boolean;
  readonly windowSeconds: number;
  readonly formatValue: (value: number) => string;
  readonly formatClock: (seconds: number) => string;
  /** The index of the sample under the pointer, null when it is elsewhere. */
  readonly onPoint: (index: number | null) => void;
}

export function plotOptions(host: HTMLElement, look: PlotLook, width: number, height: number): uPlot.Options {
  const axis = { stroke: colour(host, '--muted'), font: FONT, ticks: { show: false }, grid: { stroke: colour(host, '--line'), width: 1 } };
  return {
    width,
    height,
    padding: [8, 30, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: SYNC_KEY, scales: ['x', null] },
      drag: { x: false, y: false },
      y: false,
      points: { show: !look.isStacked, size: 7 },
    },
    scales: {
      x: { time: true, range: (plot) => shownTimes(plot.data[0], look.windowSeconds) },
      y: { range: (_plot, _min, max) => [0, niceCeiling(max)] },
    },
    axes: [
      { ...axis, size: 26, gap: 6, space: 90, values: (_plot, splits) => splits.map(look.formatClock) },
      {
        ...axis,
        size: (_plot, values) => axisWidth(values),
        gap: 6,
        space: 34,
        values: (_plot, splits) => splits.map(look.formatValue),
        ...wholeSteps(look),
      },
    ],
    series: [{}, ...seriesOptions(host, look)],
    hooks: { setCursor: [({ cursor }) => look.onPoint(cursor.idx ?? null)] },
  };
}

/** Up to the newest sample; from the oldest, but no farther back than the window and no nearer than what is shown at least. */
function shownTimes(times: uPlot.AlignedData[0], windowSeconds: number): [number, number] {
  const end = times[times.length - 1] ?? Date.now() / 1000;
  return [end - Math.max(SPAN_MIN_SECONDS, Math.min(windowSeconds, end - (times[0] ?? end))), end];
}

function seriesOptions(host: HTMLElement, { series, isStacked }: PlotLook): uPlot.Series[] {
  const all = series.map(({ label, colour: name, dash }): uPlot.Series => {
    const paint = colour(host, name);
    const fill = isStacked ? { fill: paint } : series.length === 1 ? { fill: `${paint}${FILL_ALPHA}` } : {};
    return {
      label,
      stroke: paint,
      width: isStacked ? 1 : 2,
      points: { show: false },
      ...fill,
      ...(dash === undefined ? {} : { dash: [...dash] }),
    };
  });
  // The tallest stack is drawn first, the others over it.
  return isStacked ? all.reverse() : all;
}

const WHOLE_STEPS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1e3, 2e3, 2.5e3, 5e3, 1e4, 2e4, 2.5e4, 5e4, 1e5];

function wholeSteps({ isWhole }: PlotLook): { incrs?: number[] } {
  return isWhole ? { incrs: WHOLE_STEPS } : {};
}

/** What uPlot draws, in the order of `seriesOptions`. */
export function plotData(times: readonly number[], values: readonly (readonly (number | null)[])[], isStacked: boolean): uPlot.AlignedData {
  const columns = isStacked ? stacked(values).reverse() : values.map((column) => [...column]);
  return [[...times], ...columns];
}

function stacked(values: readonly (readonly (number | null)[])[]): (number | null)[][] {
  const sums: number[] = [];
  return values.map((column) =>
    column.map((value, index) => {
      if (value === null) return null;
      sums[index] = (sums[index] ?? 0) + value;
      return sums[index];
    }),
  );
}

const STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The smallest round number that is not below the value; nothing at all is shown on a scale to 1. */
function niceCeiling(value: number | null): number {
  if (value === null || value <= 0) return 1;
  const magnitude = 10 ** Math.floor(Math.log10(value));
  return (STEPS.find((step) => step * magnitude >= value) ?? 10) * magnitude;
}

const CHARACTER_PX = 7.2;

function axisWidth(values: readonly (string | null)[] | null): number {
  return 14 + CHARACTER_PX * Math.max(2, ...(values ?? []).map((value) => value?.length ?? 0));
}
