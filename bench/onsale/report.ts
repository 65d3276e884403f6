/** The result as one HTML page that needs nothing from anywhere else: tables and plots, in light and dark. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PROMISES, VIOLATIONS } from '../../src/audit/violations.js';
import type { PromiseNumber } from '../../src/audit/violations.js';
import { escape, htmlPage, htmlTable } from '../support/html-page.js';
import { PLOT_SCRIPT } from './report-page.js';
import { OUTCOME_WORDS, PROTOCOL_WORDS, isClean } from './result.js';
import type { SaleResult } from './result.js';
import { brokenPromises, ms, seatRows, verdict, whole } from './summary.js';

/** Where the latency curves are drawn: from the fastest to the slowest, ever finer. */
const CURVE_SHARES: readonly number[] = [
  ...[0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.98, 0.99],
  ...[0.993, 0.996, 0.998, 0.999, 0.9995, 0.9999],
];
const CURVE_STEPS = ['guest', 'charge', 'token', 'poll', 'dates', 'seats', 'hold', 'pay'];

export async function writeReport(file: string, result: SaleResult): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const title = `On-sale of ${whole(result.options.fans)} fans`;
  await writeFile(file, await htmlPage({ title, body: bodyOf(title, result), style: '', data: plotData(result), script: PLOT_SCRIPT }));
}

function bodyOf(title: string, result: SaleResult): string {
  const { options, startedAt, shape } = result;
  return `<h1>${escape(title)}</h1>
<p class="verdict ${isClean(result) ? 'kept' : 'broken'}">${escape(verdict(result))}</p>
<p>${options.schedules} evenings of ${whole(options.seats)} seats, ${options.seconds} s, seed ${options.seed}, holds of ${shape.holdSeconds} s,
at most ${shape.maxActive} inside, over ${PROTOCOL_WORDS[options.protocol]}; started ${startedAt.toISOString()}.</p>
<h2>The sale, second by second</h2>
<div id="line" class="plot"></div>
<div id="seats" class="plot"></div>
<div id="requests" class="plot"></div>
<h2>Latency by step</h2>
<div id="latency" class="plot"></div>
${latencyTable(result)}
<h2>Fans</h2>
${htmlTable([...result.outcomes].map(([outcome, count]) => [whole(count), OUTCOME_WORDS[outcome]]))}
<h2>Seats and line</h2>
${htmlTable(seatRows(result))}
<h2>Money</h2>
${moneyTable(result)}
<h2>Promises</h2>
${promiseTable(result)}
${violations(result)}
<h2>Requests</h2>
${htmlTable([...result.measurements.answers].sort(([, one], [, other]) => other - one).map(([answer, count]) => [whole(count), answer]))}`;
}

function plotData({ measurements }: SaleResult): object {
  const { samples } = measurements;
  const steps = CURVE_STEPS.filter((step) => measurements.curve(step, [1]).length > 0);
  return {
    times: samples.map(({ at }) => at),
    arrived: samples.map(({ arrived }) => arrived),
    waiting: samples.map(({ waiting }) => waiting),
    active: samples.map(({ active }) => active),
    held: samples.map(({ held }) => held),
    booked: samples.map(({ booked }) => booked),
    requests: samples.map(({ requestsPerSecond }) => requestsPerSecond),
    failures: samples.map(({ failuresPerSecond }) => failuresPerSecond),
    // A latency curve is read best with each further nine as wide as the one before.
    nines: CURVE_SHARES.map((share) => -Math.log10(1 - share)),
    steps: steps.map((step) => ({ step, values: measurements.curve(step, CURVE_SHARES) })),
  };
}

function latencyTable({ measurements }: SaleResult): string {
  const rows = measurements
    .percentiles()
    .map(({ step, count, p50, p90, p99, max }) => [whole(count), ms(p50), ms(p90), ms(p99), ms(max), step]);
  return htmlTable([['count', 'p50 ms', 'p90 ms', 'p99 ms', 'max ms', 'step'], ...rows], true);
}

function moneyTable({ audit }: SaleResult): string {
  const { charged, used, refunded, balances, revenue } = audit.totals.money;
  return htmlTable([
    [whole(charged), 'charged'],
    [whole(used), 'spent'],
    [whole(refunded), 'refunded'],
    [whole(balances), 'still in wallets'],
    [whole(revenue), 'earned by completed payments'],
  ]);
}

function promiseTable(result: SaleResult): string {
  const broken = brokenPromises(result);
  return htmlTable(
    Object.entries(PROMISES).map(([number, promise]) => {
      const count = broken.get(Number(number) as PromiseNumber) ?? 0;
      return [count === 0 ? 'kept' : `broken ${whole(count)} times`, promise];
    }),
  );
}

function violations({ audit, failures }: SaleResult): string {
  const found = audit.violations.map(({ code, entity, sentence, evidence, eventNumber }) => {
    const proof = escape(JSON.stringify(evidence, null, 2));
    return `<details><summary><b>${code}</b> ${escape(sentence)}</summary><p>${escape(VIOLATIONS[code].title)}; ${escape(entity)}, event ${eventNumber}</p><pre>${proof}</pre></details>`;
  });
  const unexpected = failures.map((failure) => `<li>${escape(failure)}</li>`);
  return [
    ...(found.length === 0 ? [] : [`<h2>Violations: ${whole(audit.violationsTotal)}</h2>`, ...found]),
    ...(unexpected.length === 0 ? [] : [`<h2>Answers nobody should get</h2><ul>${unexpected.join('')}</ul>`]),
  ].join('\n');
}
