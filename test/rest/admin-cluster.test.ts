import assert from 'node:assert/strict';
import { test } from 'uvu';
import { TestFacade } from '../support/test-facade.js';

let facade: TestFacade;
test.before.each(async () => {
  facade = await TestFacade.start();
});
test.after.each(() => facade.stop());

const STARTED_AT = Date.UTC(2027, 0, 15, 8);

test('a node on its own says so', async () => {
  const { status, body } = await facade.admin('GET', '/api/v1/admin/cluster');
  assert.equal(status, 200);
  assert.deepEqual(body, { mode: 'one-node', nodeId: 'node-1', settled: true, revision: 0, nodes: [], shards: [] });
});

test('operators see nodes, shards and revisions', async () => {
  const node = {
    nodeId: 'node-2',
    session: 'node-2.9a0c21bb47f35e1d',
    address: '10.0.0.12:7400',
    state: 'leaving',
    version: '1.2.3',
    shards: 1,
  } as const;
  const shards = [
    { shard: 0, owner: 'node-2', epoch: 4, revision: 17 },
    { shard: 1, owner: null, epoch: 0, revision: 0 },
  ];
  facade.cluster = { mode: 'cluster', nodeId: 'node-1', settled: false, revision: 17, nodes: [{ ...node, startedAt: STARTED_AT }], shards };
  const { status, body } = await facade.admin('GET', '/api/v1/admin/cluster');
  assert.equal(status, 200);
  assert.deepEqual(body, {
    mode: 'cluster',
    nodeId: 'node-1',
    settled: false,
    revision: 17,
    nodes: [{ ...node, startedAt: '2027-01-15T08:00:00.000Z' }],
    shards,
  });
});

test('nobody sees it without the admin key', async () => {
  assert.equal((await facade.ask('GET', '/api/v1/admin/cluster')).status, 401);
  const fan = await facade.ask('GET', '/api/v1/admin/cluster', { headers: { authorization: 'Bearer guess' } });
  assert.deepEqual([fan.status, fan.body.code], [401, 'ADMIN_KEY_INVALID']);
});

test.run();
