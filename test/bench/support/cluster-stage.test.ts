/** Trials on real nodes and real NATS servers, small. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import assert from 'node:assert/strict';
import { clusterHolds } from '../../../bench/rows/cluster-loads.js';
import type { ClusterLoadSizes } from '../../../bench/rows/cluster-loads.js';
import { mustHaveHeld } from '../../../bench/rows/hold-loads.js';
import { ClusterStage, openLog } from '../../../bench/support/cluster-stage.js';
import { trialOfCluster } from '../../../bench/support/cluster-trial.js';
import { ClusterWatch } from '../../../bench/support/cluster-view.js';
import { canMeterCpu } from '../../../bench/support/cpu-meter.js';

const test = suite<{ scratch: string }>('cluster stage');
const SIZES: ClusterLoadSizes = { users: 6, connections: 4, warmUpRequests: 10, requests: 30, schedules: 5 };

test.before.each(async (context) => {
  context.scratch = await mkdtemp(join(tmpdir(), 'cluster-stage-'));
});

test.after.each(async ({ scratch }) => rm(scratch, { recursive: true, force: true }));

test('what two nodes answered stands in the log when both were killed; the servers then are as they were', async ({ scratch }) => {
  await ClusterStage.with(scratch, async (stage) => {
    const owners: (number | null)[] = [];
    const { load, cpuMicroseconds, nodesCpu, natsCpu } = await clusterHolds(stage, 2, 'spread', SIZES, async (cluster) => {
      const watch = await ClusterWatch.of(cluster);
      for (let schedule = 0; schedule < 20; schedule += 1) owners.push(await watch.ownerOf(`schedule/${schedule}`));
      assert.equal((await watch.shardsOf(0, 1)) + (await watch.shardsOf(1, 0)), 1_024);
    });
    assert.deepEqual(load.statuses, { 201: SIZES.requests });
    assert.deepEqual([...new Set(owners)].sort(), [0, 1]);
    if (canMeterCpu()) assert.ok((nodesCpu ?? 0) > 0 && (natsCpu ?? 0) > 0 && cpuMicroseconds === (nodesCpu ?? 0) + (natsCpu ?? 0));
    assert.deepEqual(await stage.nats.streams(), []);
  });
  assert.ok(!(await readdir(scratch)).includes('nats'), 'what the servers kept is removed');
});

test('books that do not add up fail the trial, and a promise that was broken does', async ({ scratch }) => {
  await ClusterStage.with(scratch, async (stage) => {
    const idle = { answered: 1 } as never;
    const trial = trialOfCluster(stage, {
      nodes: 1,
      setUp: () => Promise.resolve({ warmUp: () => Promise.resolve(idle), measured: () => Promise.resolve(idle) }),
      mustAddUp: (books) => mustHaveHeld(books, 1),
    });
    await assert.rejects(trial, /1 holds were acknowledged, the journal has 0/);
    const { prefix, directory } = await stage.place();
    const journal = await openLog({ urls: stage.nats.urls, prefix, directory, mayWrite: true });
    const held = {
      type: 'SeatHeld',
      reservationId: 'r',
      userId: '8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10',
      seats: [1],
      amount: 1,
      expiresAt: 9,
    };
    const entity = 'schedule/3f2a91c07b5e4d18-9a0c21bb47f3';
    const record = { entity, expectedVersion: 0, schema: 1, epoch: 1, at: 1, wakeAt: null, openEffects: false };
    const { status } = await journal.append({ ...record, body: JSON.stringify({ events: [held] }) });
    assert.equal(status, 'durable');
    await journal.close();
    await assert.rejects(stage.audit(prefix), /the audit found \d+ violations, first: /);
  });
});

test.run();
