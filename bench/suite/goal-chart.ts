/**
 * All goals at a glance: for each figure how far its ratios are from its goal. Goals have different sizes and directions, so what is drawn is how many times
 * better than its goal a figure is, on a logarithmic scale: 1 is the goal, to the right is better. It is plain HTML, so it fits any width.
 */
import { escape } from '../support/html-page.js';
import { amountIn, amount, goalText } from './format.js';
import type { JudgedFigure } from './judge.js';
import type { Measured } from './outcome.js';
import type { Goal } from './row.js';

/** The scale reaches at least from half to twice the goal, and never so far that the goal's neighbourhood cannot be told apart. */
const REACH_MIN = 2;
const REACH_MAX = 16;
const TICKS = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16];

type WithGoal = JudgedFigure & { readonly goal: Goal };

/** Empty when there is nothing to judge. */
export function goalChart(rows: readonly Measured[]): string {
  const bars = rows.flatMap(({ row, figures }) => figures.filter(isJudged).map((figure) => ({ row, figure, margins: marginsOf(figure) })));
  if (bars.length === 0) return '';
  const reach = reachOf(bars.flatMap(({ margins }) => margins));
  const left = (margin: number): string => `${(placeOf(margin, reach) * 100).toFixed(2)}%`;
  const lines = bars.map(({ row, figure, margins: [low, middle, high] }) => {
    const { judged, unit, ratios, verdict } = figure;
    const median = ratios === null ? amountIn(judged.median, unit) : amount(judged.median);
    const [from, to] = [placeOf(low, reach), placeOf(high, reach)];
    const range = `left: ${(from * 100).toFixed(2)}%; width: ${((to - from) * 100).toFixed(2)}%`;
    return `<a class="goal ${verdict}" href="#${escape(row.name)}"><span class="label"><b>${escape(row.name)}</b> ${escape(figure.name)}</span>
<span class="track"><i class="line" style="left: ${left(1)}"></i><i class="range" style="${range}"></i><i class="dot" style="left: ${left(middle)}"></i></span>
<span class="value">${escape(median)} <small>${escape(goalText(figure))}</small></span></a>`;
  });
  const ticks = TICKS.filter((tick) => tick >= 1 / reach && tick <= reach).map(
    (tick) => `<i style="left: ${left(tick)}">${tick === 1 ? 'goal' : tick > 1 ? `${tick}×` : `1/${1 / tick}`}</i>`,
  );
  return `<h2>Goals</h2>
<p>How many times better than its goal: the dot is the median, the bar reaches from the worst pair to the best. Right of the line the goal is met.</p>
<div class="goals">
${lines.join('\n')}
<div class="goal scale"><span class="label"></span><span class="track">${ticks.join('')}</span><span class="value"></span></div>
</div>`;
}

function isJudged(figure: JudgedFigure): figure is WithGoal {
  return figure.goal !== null && figure.verdict !== 'not judged';
}

/** Worst, median, best. */
function marginsOf({ goal, judged: { min, median, max } }: WithGoal): [number, number, number] {
  return goal.comparison === '>='
    ? [min / goal.value, median / goal.value, max / goal.value]
    : [goal.value / max, goal.value / median, goal.value / min];
}

function reachOf(margins: readonly number[]): number {
  const farthest = Math.max(...margins.map((margin) => (margin < 1 ? 1 / margin : margin)));
  return Math.min(REACH_MAX, Math.max(REACH_MIN, farthest * 1.05));
}

/** From 0 to 1; what is beyond the scale stands at its end. */
function placeOf(margin: number, reach: number): number {
  const place = 0.5 + Math.log(margin) / Math.log(reach) / 2;
  return Math.min(1, Math.max(0, place));
}
