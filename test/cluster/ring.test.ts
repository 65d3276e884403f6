/**
 * The ring, measured over 120 sets of random names for each count of nodes: loads as multiples of the mean, the worst of all sets; shards that move when a node
 * joins or leaves, as multiples of 1/n of all.
 *
 *    n   largest load: mean, worst   smallest load   moved: mean, worst
 *    1          1.000  1.000             1.00            -     -
 *    2          1.016  1.049             0.95         1.00  1.05
 *    3          1.027  1.066             0.93         1.00  1.06
 *    4          1.045  1.125             0.84         1.00  1.09
 *    5          1.050  1.099             0.87         1.00  1.08
 *    6          1.070  1.143             0.84         1.01  1.12
 *    7          1.079  1.148             0.83         1.00  1.15
 *    8          1.085  1.148             0.83         0.99  1.15
 *    9          1.092  1.143             0.81         1.00  1.14
 *   10          1.097  1.143             0.80         1.00  1.13
 *   11          1.112  1.149             0.79         1.00  1.14
 *   12          1.116  1.148             0.76         1.00  1.15
 *   13          1.122  1.143             0.75         1.02  1.16
 *   14          1.125  1.148             0.74         1.00  1.16
 *   15          1.131  1.143             0.76         1.02  1.20
 *   16          1.128  1.141             0.70         1.03  1.19
 *   17          1.137  1.146             0.70         1.02  1.16
 *   18          1.136  1.143             0.70         1.02  1.18
 *   19          1.131  1.132             0.69         1.04  1.21
 *   20          1.130  1.133             0.70         1.03  1.27
 *   25          1.147  1.147             0.68         1.06  1.27
 *   32          1.125  1.125             0.53         1.12  1.41
 *   40          1.133  1.133             0.51         1.19  1.56
 *   50          1.123  1.123             0.54         1.38  1.71
 *  100          1.074  1.074             0.20         1.60  2.15
 *
 * With 21 to 26 nodes none of 9,664 sets moved more than 1.35; with 26 to 32 nodes 1 of 5,479 moved 1.54. Above, there are fewer than 32 shards a node, and a bound on
 * the load that is so tight cannot be kept without moving more: 1.6 in the mean, and up to 5.6 where one node more takes the bound down by a whole shard for all.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { test } from 'uvu';
import { placement } from '../../src/cluster/ring.js';
import { SHARD_COUNT } from '../../src/cluster/shards.js';

/** Up to here a join or a leave moves at most 1.5/n of the shards. */
const CALM_NODES_MAX = 24;
const NODES_MAX = 100;
/** Beyond, the bound on the load leaves so little room (1 shard of 11, at 100 nodes) that some moves bring others with them. */
const CROWDED_MOVES = 6;
const CROWDED_MOVES_MEAN = 1.75;

const nodeId = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,20}$/),
  fc.nat({ max: 500 }).map((number) => `node-${number}`),
  fc.nat({ max: 500 }).map((number) => `frontrow-${number}.eu-west-1`),
);
const nodeIds = (minLength: number, maxLength: number): fc.Arbitrary<string[]> =>
  fc.uniqueArray(nodeId, { minLength, maxLength, size: 'max' });

function loads(owners: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const owner of owners) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  return counts;
}

/** Shards that move when the last of these joins the others, or leaves them. */
function moves(ids: readonly string[]): number {
  const after = placement(ids);
  return placement(ids.slice(0, -1)).filter((owner, shard) => owner !== after[shard]).length;
}

const largest = (nodes: number): number => Math.max(Math.ceil(SHARD_COUNT / nodes), Math.floor((1.15 * SHARD_COUNT) / nodes));

test('every shard has an owner among the nodes, and none has more than 1.15 times the mean', () => {
  fc.assert(
    fc.property(nodeIds(1, NODES_MAX), (ids) => {
      const owners = placement(ids);
      assert.equal(owners.length, SHARD_COUNT);
      const counts = loads(owners);
      for (const [owner, load] of counts) {
        assert.ok(ids.includes(owner));
        assert.ok(load <= largest(ids.length), `${load} shards of ${SHARD_COUNT} for one of ${ids.length} nodes`);
      }
      assert.equal(counts.size, ids.length, 'every node has some');
    }),
    { numRuns: 60 },
  );
});

test('the bound on the load holds for every count of nodes', () => {
  for (let nodes = 1; nodes <= NODES_MAX; nodes += 1) {
    const counts = loads(placement(Array.from({ length: nodes }, (_, index) => `node-${index + 1}`)));
    assert.ok(Math.max(...counts.values()) <= largest(nodes), `${nodes} nodes`);
  }
});

test('neither the order nor the repetition of names makes a difference', () => {
  fc.assert(
    fc.property(
      nodeIds(1, 20).chain((ids) => fc.tuple(fc.constant(ids), fc.shuffledSubarray([...ids, ...ids], { minLength: 2 * ids.length }))),
      ([ids, others]) => assert.deepEqual(placement(others), placement(ids)),
    ),
    { numRuns: 30 },
  );
});

test('a join or a leave moves at most 1.5/n of the shards', () => {
  fc.assert(
    fc.property(nodeIds(2, CALM_NODES_MAX), (ids) => {
      const moved = moves(ids);
      assert.ok(moved <= (1.5 * SHARD_COUNT) / ids.length, `${moved} shards moved for ${ids.length} nodes`);
    }),
    { numRuns: 200 },
  );
});

test('with very many nodes a join or a leave moves little more', () => {
  const moved: number[] = [];
  for (let nodes = CALM_NODES_MAX + 1; nodes <= NODES_MAX; nodes += 4) {
    moved.push((moves(Array.from({ length: nodes }, (_, index) => `node-${index + 1}`)) * nodes) / SHARD_COUNT);
  }
  assert.ok(Math.max(...moved) <= CROWDED_MOVES, `${Math.max(...moved)}`);
  const mean = moved.reduce((sum, one) => sum + one, 0) / moved.length;
  assert.ok(mean <= CROWDED_MOVES_MEAN, `${mean}`);
});

test('the shards of a node that leaves go to many others, not to one', () => {
  const ids = Array.from({ length: 10 }, (_, index) => `node-${index + 1}`);
  const before = placement(ids);
  const after = placement(ids.slice(1));
  const heirs = loads(after.filter((_, shard) => before[shard] === 'node-1'));
  assert.equal(heirs.size, 9);
});

test('without members nobody owns anything, and a node alone owns everything', () => {
  assert.deepEqual(placement([]), []);
  assert.deepEqual(placement(['a']), new Array<string>(SHARD_COUNT).fill('a'));
});

test('the placement is the same in every process and every version', () => {
  const digest = (ids: readonly string[]): string => createHash('sha256').update(placement(ids).join(' ')).digest('hex').slice(0, 16);
  assert.equal(digest(['node-1', 'node-2', 'node-3']), '5009894e9a7dde96');
  assert.equal(digest(Array.from({ length: 50 }, (_, index) => `node-${index + 1}`)), '5872a42d0ec3c516');
});

test('it is worked out quickly enough for every change of the members', () => {
  const ids = Array.from({ length: NODES_MAX }, (_, index) => `node-${index + 1}`);
  placement(ids);
  const costs = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    placement(ids);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  assert.ok(Math.min(...costs) < 50, `${Math.min(...costs)} ms`);
});

test.run();
