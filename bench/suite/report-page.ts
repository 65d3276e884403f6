/** Style and script of the report: what it draws, from the global DATA, with the helpers of the page. */

export const REPORT_STYLE = `
:root { --ours: #0969da; --reference: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --ours: #58a6ff; --reference: #d4a72c; } }
h2.broken { color: var(--broken); } section { border-top: 1px solid var(--line); margin-top: 32px; } section > h2 { margin-top: 16px; }
.name { margin: 0 0 8px; } .wide { overflow-x: auto; } .wide td, .wide th { white-space: nowrap; }
.wide td:first-child, .wide th:first-child { text-align: left; }
tr.met td:last-child { color: var(--kept); } tr.missed td:last-child { color: var(--broken); font-weight: 600; } tr.information td:last-child { color: var(--faint); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; margin: 8px 0 12px; } dd { margin: 0; } dt { font-weight: 600; }
dt.ours { color: var(--ours); } dt.reference { color: var(--reference); }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 360px), 1fr)); gap: 8px 24px; }
.plots .plot { min-width: 0; overflow: hidden; margin: 12px 0 4px; } .u-title { font-weight: 600; }
.u-legend { text-align: left; } .u-legend th, .u-legend td { border: none; padding: 2px 6px 2px 0; }
.goals { margin: 16px 0 24px; }
.goal { display: grid; grid-template-columns: minmax(0, 20em) 1fr 11em; gap: 0 14px; align-items: center; color: inherit; text-decoration: none; padding: 3px 0; }
.goal .label { overflow-wrap: anywhere; line-height: 1.3; } a.goal:hover .label { text-decoration: underline; }
.goal .value { font-variant-numeric: tabular-nums; white-space: nowrap; } .goal small { color: var(--faint); }
.track { position: relative; height: 20px; background: color-mix(in srgb, var(--ink) 5%, transparent); border-radius: 4px; }
.track i { position: absolute; } .track .line { top: -3px; bottom: -3px; width: 2px; margin-left: -1px; background: var(--faint); }
.track .range { top: 7px; height: 6px; border-radius: 3px; background: currentColor; opacity: 0.45; min-width: 2px; }
.track .dot { top: 4px; width: 12px; height: 12px; margin-left: -6px; border-radius: 6px; background: currentColor; }
.goal.met .track { color: var(--kept); } .goal.missed .track { color: var(--broken); } .goal.missed .value { color: var(--broken); }
.goal.scale .track { background: none; color: var(--faint); font-size: 12px; } .goal.scale i { font-style: normal; transform: translateX(-50%); }
@media (max-width: 640px) {
  .goal { grid-template-columns: 1fr max-content; padding: 6px 0; } .goal .label { grid-column: 1; } .goal .value { grid-column: 2; grid-row: 1; }
  .goal .track { grid-column: 1 / 3; } .goal.scale { padding: 0 12px; } .goal.scale .label, .goal.scale .value { display: none; }
}
`;

export const PLOT_SCRIPT = `
function readable(value) {
  return value === null || value === undefined ? '' : value >= 1000 ? Math.round(value).toLocaleString('en-US') : String(+value.toPrecision(3));
}

// Samples are drawn from zero, so that noise does not look like a cliff; ratios around their goal, where the difference is.
function rangeOf(plot) {
  const values = plot.series.flatMap((one) => one.values).concat(plot.goal === null ? [] : [plot.goal.value]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || high || 1) * 0.15;
  return [plot.id.endsWith('ratio') ? Math.max(0, low - room) : 0, high + room];
}

function drawAll() {
  for (const plot of DATA.plots) {
    const pairs = plot.series[0].values.map((value, index) => index + 1);
    const lines = plot.series.map(({ label, colour: name }) => {
      const tint = colour(name);
      return { label, stroke: tint, width: 1.5, points: { show: true, size: 8, fill: tint, stroke: tint }, value: (u, value) => readable(value) };
    });
    const goal = plot.goal === null ? [] : [
      { label: plot.goal.label, stroke: colour('faint'), width: 1.5, dash: [6, 4], points: { show: false }, value: () => '' },
    ];
    const range = rangeOf(plot);
    draw(plot.id, plot.title, {
      height: 200,
      scales: { x: { time: false, range: [0.75, pairs.length + 0.25] }, y: { range } },
      axes: [
        axis({ size: 30, splits: () => pairs, values: (u, ticks) => ticks.map(String) }),
        axis({ values: (u, ticks) => ticks.map(readable) }),
      ],
      series: [{ label: 'pair', value: (u, value) => value === null ? '' : String(value) }, ...lines, ...goal],
    }, [pairs, ...plot.series.map(({ values }) => values), ...(plot.goal === null ? [] : [pairs.map(() => plot.goal.value)])]);
  }
}
`;
