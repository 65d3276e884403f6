/** What is counted here appears on the page exactly as prom-client itself would have counted it. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Counter, Histogram, Registry } from 'prom-client';
import { test } from 'uvu';
import { CallTimes, RequestTimes, Tally } from '../../src/metrics/counting.js';
import { Metrics } from '../../src/metrics.js';

const BOUNDS = [0.001, 0.01, 0.1, 1];

const request = fc.record({
  route: fc.constantFrom('/api/v1/reservations', '/api/v1/users/:userId/points', 'a "quoted" one'),
  method: fc.constantFrom('GET', 'POST'),
  status: fc.constantFrom(200, 201, 400, 503),
  seconds: fc.oneof(fc.constantFrom(0, ...BOUNDS, 1.000001, 60), fc.double({ min: 0, max: 2, noNaN: true })),
});

test('request times are a histogram as prom-client writes it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(request, { maxLength: 60 }), async (requests) => {
      const named = { name: 'request_seconds', help: 'How long requests took.' };
      const ours = new Registry();
      const theirs = new Registry();
      const times = new RequestTimes({ ...named, registry: ours }, BOUNDS);
      const histogram = new Histogram({ ...named, labelNames: ['route', 'method', 'status'], buckets: BOUNDS, registers: [theirs] });
      for (const { route, method, status, seconds } of requests) {
        times.took(route, method, status, seconds);
        histogram.observe({ route, method, status }, seconds);
      }
      assert.deepEqual(lines(await ours.metrics()), lines(await theirs.metrics()));
      assert.deepEqual(await valuesOf(ours), await valuesOf(theirs));
    }),
    { numRuns: 50 },
  );
});

test('call times are a histogram as prom-client writes it', async () => {
  const named = { name: 'call_seconds', help: 'How long calls took.' };
  const ours = new Registry();
  const theirs = new Registry();
  const times = new CallTimes({ ...named, registry: ours }, BOUNDS);
  const histogram = new Histogram({ ...named, labelNames: ['method', 'status'], buckets: BOUNDS, registers: [theirs] });
  for (const [method, status, seconds] of [
    ['Hold', 'OK', 0.002],
    ['Hold', 'ABORTED', 0.5],
    ['Pay', 'OK', 5],
    ['Hold', 'OK', 0.001],
  ] as const) {
    times.took(method, status, seconds);
    histogram.observe({ method, status }, seconds);
  }
  assert.deepEqual(lines(await ours.metrics()), lines(await theirs.metrics()));
  assert.deepEqual(await valuesOf(ours), await valuesOf(theirs));
});

test('tallies are counters as prom-client writes them, however often the page is asked for', async () => {
  const named = { name: 'refusals_total', help: 'Refused.' };
  const ours = new Registry();
  const theirs = new Registry();
  const tally = new Tally({ ...named, registry: ours }, 'route', 'code');
  const single = new Tally({ name: 'events_total', help: 'Events.', registry: ours }, 'type');
  const counter = new Counter({ ...named, labelNames: ['route', 'code'], registers: [theirs] });
  const singleCounter = new Counter({ name: 'events_total', help: 'Events.', labelNames: ['type'], registers: [theirs] });
  for (let round = 0; round < 3; round += 1) {
    for (const [route, code] of [
      ['a', 'X'],
      ['a', 'Y'],
      ['b', 'X'],
      ['a', 'X'],
    ] as const) {
      tally.count(route, code);
      counter.inc({ route, code });
      single.count(code);
      singleCounter.inc({ type: code });
    }
    assert.deepEqual(lines(await ours.metrics()), lines(await theirs.metrics()));
  }
});

test('the page tells of requests, calls, refusals, shed requests, events and tokens that ended', async () => {
  const metrics = new Metrics();
  metrics.request({ route: '/r', method: 'GET', status: 200, code: null, seconds: 0.002 });
  metrics.request({ route: '/r', method: 'GET', status: 404, code: 'RESERVATION_NOT_FOUND', seconds: 20 });
  metrics.shed();
  metrics.grpc.call({ method: 'Hold', status: 'OK', code: null, seconds: 0.002 });
  metrics.grpc.call({ method: 'Hold', status: 'ABORTED', code: 'SEAT_UNAVAILABLE', seconds: 0.003 });
  metrics.grpc.streams(7);
  metrics.committed([{ type: 'SeatHeld' }, { type: 'SeatHeld' }, { type: 'TokenExpired', reason: 'INACTIVE' } as { type: string }]);
  const page = await metrics.text();
  for (const line of [
    'frontrow_http_request_seconds_bucket{le="0.001",route="/r",method="GET",status="200"} 0',
    'frontrow_http_request_seconds_bucket{le="0.0025",route="/r",method="GET",status="200"} 1',
    'frontrow_http_request_seconds_bucket{le="10",route="/r",method="GET",status="404"} 0',
    'frontrow_http_request_seconds_bucket{le="+Inf",route="/r",method="GET",status="404"} 1',
    'frontrow_http_request_seconds_count{route="/r",method="GET",status="200"} 1',
    'frontrow_http_request_seconds_sum{route="/r",method="GET",status="404"} 20',
    'frontrow_refusals_total{route="/r",code="RESERVATION_NOT_FOUND"} 1',
    'frontrow_refusals_total{route="shed",code="OVERLOADED"} 1',
    'frontrow_grpc_call_seconds_bucket{le="0.0025",method="Hold",status="OK"} 1',
    'frontrow_grpc_call_seconds_count{method="Hold",status="ABORTED"} 1',
    'frontrow_refusals_total{route="Hold",code="SEAT_UNAVAILABLE"} 1',
    'frontrow_grpc_streams 7',
    'frontrow_events_total{type="SeatHeld"} 2',
    'frontrow_tokens_expired_total{reason="INACTIVE"} 1',
  ]) {
    assert.ok(page.includes(`${line}\n`), line);
  }
});

/** Series come in the order in which they were first seen, which is nobody's promise. */
function lines(page: string): readonly string[] {
  return page.split('\n').sort();
}

/** Members in whatever order. */
async function valuesOf(registry: Registry): Promise<readonly string[]> {
  const metrics = await registry.getMetricsAsJSON();
  return metrics
    .flatMap(({ name, values }) =>
      values.map(({ labels, value }) => {
        const pairs = Object.entries(labels).map(([label, text]) => `${label}=${String(text)}`);
        return `${name} ${pairs.sort().join()} ${value}`;
      }),
    )
    .sort();
}

test.run();
