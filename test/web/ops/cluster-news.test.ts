/** What operators read of a cluster between two looks at it. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import type { Cluster, ClusterNode } from '../../../src/web/api/operators-types.js';
import { newsBetween, rangesOf } from '../../../src/web/ops/state/cluster-news.js';

const news = suite('news of a cluster');

function member(nodeId: string, session = `${nodeId}.1`, state: ClusterNode['state'] = 'up'): ClusterNode {
  return { nodeId, session, address: '', state, version: '', startedAt: '', shards: 0 };
}

/** `owners`: of shard 0, 1, 2…, with its epoch. */
function cluster(
  nodes: readonly ClusterNode[],
  owners: readonly (readonly [owner: string | null, epoch: number])[],
  settled = true,
): Cluster {
  const shards = owners.map(([owner, epoch], shard) => ({ shard, owner, epoch, revision: 1 }));
  return { mode: 'cluster', nodeId: 'a', settled, revision: 1, nodes, shards };
}

const [A, B] = [member('a'), member('b')];

function told(before: Cluster, after: Cluster): readonly (readonly unknown[])[] {
  return newsBetween(before, after).map(({ kind, from, to, shards }) => [kind, from, to, [...shards]]);
}

news('is none when nothing has changed', () => {
  const same = cluster(
    [A, B],
    [
      ['a', 1],
      [null, 0],
    ],
  );
  assert.deepEqual(told(same, same), []);
});

news('tells a hand-off from a fence by whether the old owner is still a member', () => {
  const before = cluster(
    [A, B],
    [
      ['a', 1],
      ['b', 1],
      ['b', 1],
    ],
  );
  const moved = [
    ['a', 1],
    ['a', 2],
    ['a', 2],
  ] as const;
  assert.deepEqual(told(before, cluster([A, B], moved)), [['handedOver', 'b', 'a', [1, 2]]]);
  assert.deepEqual(told(before, cluster([A], moved)), [
    ['left', 'b', '', []],
    ['fenced', 'b', 'a', [1, 2]],
  ]);
  assert.deepEqual(
    told(before, cluster([A, member('b', 'b.2')], moved)).map(([kind]) => kind),
    ['restarted', 'fenced'],
  );
});

news('tells who comes, and of shards without owner', () => {
  const before = cluster(
    [A],
    [
      ['a', 1],
      [null, 3],
    ],
  );
  const after = cluster(
    [A, member('b', 'b.1', 'joining')],
    [
      [null, 1],
      ['a', 4],
    ],
    false,
  );
  assert.deepEqual(told(before, after), [
    ['joined', 'b', '', []],
    ['givenUp', 'a', '', [0]],
    ['takenUp', '', 'a', [1]],
    ['unsettled', 'a', '', []],
  ]);
});

news('writes shards as ranges', () => {
  assert.equal(rangesOf([0, 1, 2, 3, 7, 9, 10]), '0–3, 7, 9–10');
  assert.equal(rangesOf([]), '');
});

news.run();
