/** Script of the HTML report: what it draws, from the global DATA, with the helpers of the page. */

export const PLOT_SCRIPT = `
const colours = ['#0969da', '#bf3989', '#1a7f37', '#bc4c00', '#8250df', '#0a7f83', '#9a6700', '#cf222e'];

function series(labels) {
  return labels.map((label, index) => ({ label, stroke: colours[index % colours.length], width: 2, points: { show: false } }));
}

function overTime(id, title, labels, columns) {
  const scales = { x: { time: false } };
  draw(id, title, { scales, axes: [axis({ values: (u, ticks) => ticks.map((t) => t + ' s') }), axis()], series: [{ label: 's' }, ...series(labels)] },
    [DATA.times, ...columns]);
}

function drawAll() {
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
`;
