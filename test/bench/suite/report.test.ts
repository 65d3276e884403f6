import { test } from 'uvu';
import assert from 'node:assert/strict';
import { goalChart } from '../../../bench/suite/goal-chart.js';
import { judgeAll } from '../../../bench/suite/judge.js';
import { reportOf } from '../../../bench/suite/report.js';
import { LACKING, SLOW, STEADY, WRONG, figure } from './sample-rows.js';
import { measured, resultOf } from './sample-result.js';

interface PlotData {
  readonly plots: readonly {
    readonly id: string;
    readonly series: readonly { readonly label: string; readonly values: readonly number[] }[];
    readonly goal: { readonly label: string; readonly value: number } | null;
  }[];
}

function dataOf(page: string): PlotData {
  return JSON.parse(/const DATA = (\{.*\});/.exec(page)?.[1] ?? '{}') as PlotData;
}

test('the page needs nothing from anywhere else', async () => {
  const page = await reportOf(resultOf([measured()]));
  assert.ok(!/(src|href)="(https?:)?\/\//.test(page) && !/@import|url\(/.test(page));
  assert.match(page, /uPlot=/);
});

test('of each figure the samples are drawn, and the ratios with the goal', async () => {
  const { plots } = dataOf(await reportOf(resultOf([measured()])));
  assert.deepEqual(
    plots.map(({ series, goal }) => [...series.map(({ label, values }) => [label, ...values]), goal]),
    [
      [['ours', 90, 80, 85, 95, 70], ['reference', 100, 100, 100, 100, 100], null],
      [['ratio', 0.9, 0.8, 0.85, 0.95, 0.7], { label: 'goal ≥ 0.8', value: 0.8 }],
    ],
  );
});

test('every plot has its place on the page, of all rows', async () => {
  const page = await reportOf(resultOf([measured(STEADY, [figure(), figure({ name: 'p99' })]), measured(SLOW)]));
  const { plots } = dataOf(page);
  assert.equal(plots.length, 6);
  assert.equal(new Set(plots.map(({ id }) => id)).size, 6);
  for (const { id } of plots) assert.ok(page.includes(`<div id="${id}"`), id);
});

test('a figure without a reference is drawn against its goal, one of a single sample stands in the table alone', async () => {
  const alone = { reference: null, goal: { comparison: '<=', value: 20 } } as const;
  const several = figure({ ...alone, name: 'stall', unit: 'ms', ours: [10, 12] });
  const single = figure({ ...alone, name: 'memory', unit: 'bytes', ours: [19] });
  const page = await reportOf(resultOf([measured(STEADY, [several, single])]));
  assert.deepEqual(
    dataOf(page).plots.map(({ series, goal }) => [series.length, goal?.label]),
    [[1, 'goal ≤ 20 ms']],
  );
  assert.match(page, /<td>memory<\/td><td>19\.0 bytes<\/td>/);
});

test('rows that failed or were not run are told with their reason', async () => {
  const error = new Error('seat 12 has <two> owners');
  const page = await reportOf(
    resultOf([
      { status: 'failed', row: WRONG, seconds: 2, error },
      { status: 'not run', row: LACKING, lacking: 'apt-get install postgresql' },
      { status: 'interrupted', row: SLOW },
    ]),
  );
  assert.match(page, /wrong failed<\/h2><pre>Error: seat 12 has &lt;two&gt; owners/);
  assert.match(page, /<td>lacking<\/td><td>apt-get install postgresql<\/td>/);
  assert.match(page, /<td>slow<\/td><td>The run was ended before\.<\/td>/);
  assert.match(page, /The run failed\./);
});

test('what rows say of themselves cannot break out of the page', async () => {
  const evil = '</script><script>alert(1)</script>';
  const row = { ...STEADY, title: evil, ours: evil };
  const page = await reportOf(resultOf([measured(row, [figure({ name: evil, unit: evil })], [evil])]));
  assert.ok(!page.includes('<script>alert'));
});

/** Where dots stand, in percent from the left, and verdicts. */
function chart(figures: Parameters<typeof judgeAll>[0]): { readonly dots: number[]; readonly verdicts: string[] } {
  const html = goalChart([{ ...measured(), figures: judgeAll(figures, 'full', 5) }]);
  return {
    dots: [...html.matchAll(/class="dot" style="left: ([\d.]+)%"/g)].map(([, left]) => Number(left)),
    verdicts: [...html.matchAll(/<a class="goal (\w+)"/g)].map(([, verdict]) => verdict ?? ''),
  };
}

test('right of the line goals are met, whichever way they point', () => {
  const even = [100, 100, 100, 100, 100];
  const at = (percent: number): number[] => even.map(() => percent);
  const { dots, verdicts } = chart([
    figure({ name: 'a', ours: at(160), reference: even, goal: { comparison: '>=', value: 0.8 } }),
    figure({ name: 'b', ours: at(80), reference: even, goal: { comparison: '<=', value: 1.6 } }),
    figure({ name: 'c', ours: at(80), reference: even, goal: { comparison: '>=', value: 0.8 } }),
    figure({ name: 'd', ours: at(320), reference: even, goal: { comparison: '<=', value: 1.6 } }),
    figure({ name: 'e', goal: null }),
  ]);
  assert.deepEqual(verdicts, ['met', 'met', 'met', 'missed']);
  const [a = 0, b = 0, c = 0, d = 0] = dots;
  assert.equal(dots.length, 4);
  assert.equal(a, b);
  assert.equal(c, 50);
  assert.ok(a > 90 && d < 10 && d > 0);
});

test('a goal far exceeded stays on the chart', () => {
  const { dots } = chart([figure({ ours: [0], reference: null, goal: { comparison: '<=', value: 20 } })]);
  assert.deepEqual(dots, [100]);
});

test('without goals there is no chart', () => {
  assert.equal(goalChart([measured(STEADY, [figure({ goal: null })])]), '');
});

test.run();
