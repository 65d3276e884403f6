/** Style and script of the HTML report. The script draws with uPlot, which the page brings along, from the global DATA. */

export const PAGE_STYLE = `
:root { color-scheme: light dark; --ground: #fbfaf8; --ink: #1f2328; --faint: #6a737d; --line: #d9d6d0; --kept: #1a7f37; --broken: #cf222e; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14171b; --ink: #e4e7eb; --faint: #98a2ad; --line: #333a43; --kept: #4ac26b; --broken: #ff7b72; }
}
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 980px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { font-size: 26px; margin: 8px 0; } h2 { font-size: 18px; margin: 32px 0 8px; }
p { color: var(--faint); } .verdict { font-weight: 600; font-size: 17px; } .verdict.kept { color: var(--kept); } .verdict.broken { color: var(--broken); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
td, th { padding: 3px 14px 3px 0; text-align: right; border-bottom: 1px solid var(--line); } td:last-child, th:last-child { text-align: left; }
.plot { margin: 12px 0 20px; } .u-title { font-size: 14px; text-align: left; } .u-legend { font-size: 12px; text-align: left; }
details { margin: 4px 0; } pre { overflow: auto; background: color-mix(in srgb, var(--ink) 6%, transparent); padding: 8px; }
`;

export const PAGE_SCRIPT = `
const dark = matchMedia('(prefers-color-scheme: dark)');
const colours = ['#0969da', '#bf3989', '#1a7f37', '#bc4c00', '#8250df', '#0a7f83', '#9a6700', '#cf222e'];
let plots = [];

function axis(extra) {
  const style = getComputedStyle(document.documentElement);
  return Object.assign({ stroke: style.getPropertyValue('--faint').trim(), grid: { stroke: style.getPropertyValue('--line').trim(), width: 1 }, size: 64 }, extra);
}

function series(labels) {
  return labels.map((label, index) => ({ label, stroke: colours[index % colours.length], width: 2, points: { show: false } }));
}

function draw(id, title, options, data) {
  const place = document.getElementById(id);
  const width = place.clientWidth;
  plots.push(new uPlot(Object.assign({ title, width, height: 240 }, options), data, place));
}

function overTime(id, title, labels, columns) {
  const scales = { x: { time: false } };
  draw(id, title, { scales, axes: [axis({ values: (u, ticks) => ticks.map((t) => t + ' s') }), axis()], series: [{ label: 's' }, ...series(labels)] },
    [DATA.times, ...columns]);
}

function drawAll() {
  for (const plot of plots) plot.destroy();
  plots = [];
  overTime('line', 'Fans', ['arrived', 'waiting', 'inside'], [DATA.arrived, DATA.waiting, DATA.active]);
  overTime('seats', 'Seats', ['held', 'sold'], [DATA.held, DATA.booked]);
  overTime('requests', 'Requests a second', ['answered', 'repeated'], [DATA.requests, DATA.failures]);
  const share = (nines) => nines === null ? '' : +(100 * (1 - Math.pow(10, -nines))).toPrecision(6) + ' %';
  draw('latency', 'Latency, ms, by share of requests that were faster', {
    height: 320,
    scales: { x: { time: false }, y: { distr: 3 } },
    axes: [axis({ splits: [0, 0.30103, 1, 2, 3, 4], values: (u, ticks) => ticks.map(share) }), axis()],
    series: [{ label: 'faster', value: (u, value) => share(value) }, ...series(DATA.steps.map((curve) => curve.step))],
  }, [DATA.nines, ...DATA.steps.map((curve) => curve.values.map((value) => Math.max(value, 0.01)))]);
}

drawAll();
dark.addEventListener('change', drawAll);
let resizing = 0;
addEventListener('resize', () => { cancelAnimationFrame(resizing); resizing = requestAnimationFrame(drawAll); });
`;
