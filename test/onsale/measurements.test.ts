import { test } from 'uvu';
import assert from 'node:assert/strict';
import { triedOverGrpc } from '../../bench/onsale/grpc-fans.js';
import { Measurements, percentile } from '../../bench/onsale/measurements.js';
import { triedOverRest } from '../../bench/onsale/rest-fans.js';
import { escape } from '../../bench/support/html-page.js';

test('percentiles are exact, by nearest rank', () => {
  const sorted = Float64Array.from({ length: 100 }, (_, index) => index + 1);
  assert.deepEqual(
    [0, 0.5, 0.9, 0.99, 1].map((share) => percentile(sorted, share)),
    [1, 50, 90, 99, 100],
  );
  assert.equal(percentile(new Float64Array(0), 0.5), 0);
});

test('steps are kept apart, whatever the order and number of their values', () => {
  const measurements = new Measurements();
  for (let ms = 1_000; ms >= 1; ms -= 1) measurements.tried({ step: 'hold', ms, answer: '201', outcome: 'ANSWERED' });
  measurements.tried({ step: 'pay', ms: 7, answer: '200', outcome: 'ANSWERED' });
  assert.deepEqual(measurements.percentiles(), [
    { step: 'hold', count: 1_000, p50: 500, p90: 900, p99: 990, max: 1_000 },
    { step: 'pay', count: 1, p50: 7, p90: 7, p99: 7, max: 7 },
  ]);
  assert.deepEqual(measurements.curve('hold', [0.1, 1]), [100, 1_000]);
  assert.deepEqual(measurements.curve('leave', [1]), []);
});

test('requests without an answer are counted, but took no time', () => {
  const measurements = new Measurements();
  measurements.tried(triedOverRest({ step: 'hold', ms: 5_000, status: 0, code: 'ECONNRESET' }));
  measurements.tried(triedOverRest({ step: 'hold', ms: 2, status: 429, code: 'RATE_LIMITED' }));
  measurements.tried(triedOverRest({ step: 'hold', ms: 3, status: 400, code: 'SEAT_UNAVAILABLE' }));
  assert.deepEqual([...measurements.answers.keys()], ['0 ECONNRESET', '429 RATE_LIMITED', '400 SEAT_UNAVAILABLE']);
  assert.deepEqual([measurements.requests, measurements.failures], [3, 2]);
  assert.equal(measurements.percentiles()[0]?.count, 2);
});

test('over gRPC a call without an answer is told from one that was refused', () => {
  const outcomes = (
    [
      ['OK', ''],
      ['UNAVAILABLE', ''],
      ['UNAVAILABLE', 'OVERLOADED'],
      ['RESOURCE_EXHAUSTED', 'RATE_LIMITED'],
      ['ABORTED', 'SEAT_UNAVAILABLE'],
    ] as const
  ).map(([status, code]) => triedOverGrpc({ step: 'hold', ms: 1, status, code }));
  assert.deepEqual(
    outcomes.map(({ answer, outcome }) => `${answer}: ${outcome}`),
    [
      'OK: ANSWERED',
      'UNAVAILABLE: LOST',
      'UNAVAILABLE OVERLOADED: BUSY',
      'RESOURCE_EXHAUSTED RATE_LIMITED: PACED',
      'ABORTED SEAT_UNAVAILABLE: ANSWERED',
    ],
  );
});

test('what comes from a node cannot break out of the page', () => {
  assert.equal(escape(`<script>"&'</script>`), "&lt;script&gt;&quot;&amp;'&lt;/script&gt;");
});

test.run();
