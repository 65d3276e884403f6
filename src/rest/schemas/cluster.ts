/** What operators see of a cluster. */
import { Type } from 'typebox';
import { Count, EXAMPLE, Time, nullable, shown } from './common.js';

const nodeExample = {
  nodeId: 'node-1',
  session: 'node-1.9a0c21bb47f35e1d',
  address: '10.0.0.11:7400',
  state: 'up' as const,
  version: '1.0.0',
  startedAt: EXAMPLE.now,
  shards: 341,
};
const shardExample = { shard: 0, owner: 'node-1', epoch: 3, revision: 1_207 };

const ClusterNode = shown(
  {
    nodeId: Type.String({ description: 'FRONTROW_NODE_ID.', examples: ['node-1'] }),
    session: Type.String({ description: 'Of this process, since it joined.', examples: [nodeExample.session] }),
    address: Type.String({ description: 'Where the other nodes reach it.', examples: [nodeExample.address] }),
    state: Type.Union([Type.Literal('joining'), Type.Literal('up'), Type.Literal('leaving')], {
      description: '`joining`: owns nothing yet. `leaving`: gives its shards away.',
    }),
    version: Type.String({ examples: ['1.0.0'] }),
    startedAt: Time('When its process started.'),
    shards: Count('How many shards it owns.', 341),
  },
  { examples: [nodeExample] },
);

const ClusterShard = shown(
  {
    shard: Type.Integer({ minimum: 0, examples: [0] }),
    owner: nullable<string>('string', { description: 'The node that serves its entities; null while nobody does.' }),
    epoch: Type.Integer({ description: 'Grows with every change of owner; 0: never owned.', examples: [3] }),
    revision: Type.Integer({ description: 'Of the table, when this entry was last changed.', examples: [1_207] }),
  },
  { examples: [shardExample] },
);

export const Cluster = shown(
  {
    mode: Type.Union([Type.Literal('one-node'), Type.Literal('cluster')]),
    nodeId: Type.String({ description: 'The node that answers.', examples: ['node-1'] }),
    settled: Type.Boolean({ description: 'That node serves all that it should; false while shards change hands.' }),
    revision: Type.Integer({ description: 'Of the shard table, as that node knows it.', examples: [1_207] }),
    nodes: Type.Array(ClusterNode, { description: 'Empty when the node is on its own.' }),
    shards: Type.Array(ClusterShard, { description: 'All of them, in order. Empty when the node is on its own.' }),
  },
  {
    examples: [
      { mode: 'cluster' as const, nodeId: 'node-1', settled: true, revision: 1_207, nodes: [nodeExample], shards: [shardExample] },
    ],
  },
);
