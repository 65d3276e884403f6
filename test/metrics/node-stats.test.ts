/** How busy a node is, counted only while somebody looks. */
import assert from 'node:assert/strict';
import { Registry } from 'prom-client';
import { test } from 'uvu';
import { Metrics } from '../../src/metrics.js';
import { ClusterMetrics } from '../../src/metrics/cluster.js';
import type { ClusterSources } from '../../src/metrics/cluster.js';
import { nodeLoopDelay } from '../../src/metrics/loop-delay.js';
import { SampledNodeStats } from '../../src/metrics/node-stats.js';
import { LOOKED_WITHIN_MS } from '../../src/timers/watched-samples.js';
import { ManualClock } from '../support/manual-clock.js';

const SOURCES: ClusterSources = {
  steward: () => ({ owned: 341, wished: 341, handingOff: 0, adopting: 0, settled: true }),
  members: () => 3,
  revision: () => 7,
  lease: () => ({ leftMs: 1_000 }),
  link: () => ({ depth: 0, peers: 2 }),
  waiting: () => 0,
  lag: () => Promise.resolve(0),
};

class Stage {
  readonly clock = new ManualClock();
  readonly metrics = new Metrics();
  readonly errors: unknown[] = [];
  isCounting = false;
  /** What was asked of the loop's clock. */
  readonly loop: string[] = [];
  readonly stats = new SampledNodeStats({
    countInto: (recent) => {
      this.isCounting = recent !== null;
      this.metrics.countInto(recent);
    },
    figures: () => this.metrics.figures(),
    loopDelay: {
      begin: () => this.loop.push('begin'),
      takeP99Ms: () => 2.3456,
      end: () => this.loop.push('end'),
    },
    now: this.clock.now,
    timers: this.clock,
    onError: (error) => this.errors.push(error),
  });

  request(code: 'SEAT_UNAVAILABLE' | null = null): void {
    this.metrics.request({ route: '/r', method: 'GET', status: code === null ? 200 : 400, code, seconds: 0.002 });
  }
}

test('a second of work, as operators see it', async () => {
  const stage = new Stage();
  assert.deepEqual(stage.stats.look(null), []);
  for (let request = 0; request < 8; request += 1) stage.request();
  stage.request('SEAT_UNAVAILABLE');
  stage.metrics.shed();
  stage.metrics.grpc.call({ method: 'Hold', status: 'ABORTED', code: 'SEAT_UNAVAILABLE', seconds: 0.002 });
  stage.metrics.grpc.call({ method: 'WatchSeats', status: 'OK', code: null, seconds: 600 });
  stage.metrics.simulated(0.002, 'SEAT_UNAVAILABLE');
  stage.metrics.simulated(0.002, null);
  stage.metrics.commit({ records: 12, milliseconds: 3 });
  stage.metrics.sockets(4);
  await stage.clock.pass(1_000);
  const [sample, ...more] = stage.stats.look(null);
  assert.ok(sample !== undefined);
  const { p50Ms, p99Ms, commitP99Ms, ...rest } = sample;
  assert.deepEqual(rest, {
    at: stage.clock.now(),
    requestsPerSecond: 12,
    refusals: { SEAT_UNAVAILABLE: 3, OVERLOADED: 1 },
    commitsPerSecond: 1,
    recordsPerSecond: 12,
    loopDelayP99Ms: 2.35,
    sockets: 4,
    ownedShards: 0,
    handOffs: 0,
    fences: 0,
  });
  assert.ok(p50Ms >= 2 && p99Ms <= 2.2 && commitP99Ms >= 3 && commitP99Ms <= 3.3, 'a stream that was open for long is not slow');
  assert.deepEqual(more, []);
  assert.deepEqual(stage.errors, []);
  stage.stats.close();
});

test('what was done before anybody looked is not shown, and after the last look nothing is counted', async () => {
  const stage = new Stage();
  for (let request = 0; request < 100; request += 1) stage.request();
  stage.metrics.simulated(0.002, 'SEAT_UNAVAILABLE');
  stage.stats.look(null);
  await stage.clock.pass(1_000);
  assert.equal(stage.stats.look(null)[0]?.requestsPerSecond, 0);
  assert.equal(stage.isCounting, true);
  await stage.clock.pass(LOOKED_WITHIN_MS + 1_000);
  assert.deepEqual([stage.loop, stage.isCounting], [['begin', 'end'], false]);
  for (let request = 0; request < 100; request += 1) stage.request();
  const last = stage.stats.look(null).at(-1)?.at ?? 0;
  await stage.clock.pass(1_000);
  const [again] = stage.stats.look(last);
  assert.equal(again?.requestsPerSecond, 0);
  stage.stats.close();
  assert.deepEqual([stage.loop, stage.clock.waiting], [['begin', 'end', 'begin', 'end'], 0]);
});

test('in a cluster it says what the node owns, what it handed off and where it was fenced, since its start', async () => {
  const stage = new Stage();
  const events = stage.metrics.ofCluster(SOURCES);
  events.count('shard-handed-off');
  events.count('shard-handed-off');
  events.count('append-fenced');
  events.count('shard-taken');
  stage.stats.look(null);
  await stage.clock.pass(1_000);
  const [sample] = stage.stats.look(null);
  assert.deepEqual([sample?.ownedShards, sample?.handOffs, sample?.fences], [341, 2, 1]);
  stage.stats.close();
  assert.deepEqual(new ClusterMetrics(new Registry(), SOURCES).figures(), { ownedShards: 341, handOffs: 0, fences: 0 });
});

test("the loop's own clock tells of a loop that was held up, and rests when it is told to", async () => {
  const delay = nodeLoopDelay();
  assert.equal(delay.takeP99Ms(), 0);
  delay.begin();
  const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
  // The first turns of its timer may come late.
  for (let seen = 0; seen < 100; seen = delay.takeP99Ms()) {
    await turn();
    const until = performance.now() + 150;
    while (performance.now() < until);
    await turn();
  }
  delay.end();
});

test.run();
