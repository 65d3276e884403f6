/** Whose statistics an operator's page shows when a load balancer sends its questions to any node. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { AnsweringNode } from '../../../src/web/ops/state/answering-node.js';

const answering = suite('the node that answers');

answering('is the one that was heard of first, whoever else answers in between', () => {
  const node = new AnsweringNode();
  const heard = ['node-1', 'node-2', 'node-1', 'node-2', 'node-1'].map((nodeId, second) => node.heard(nodeId, second * 1_000));
  assert.deepEqual(heard, ['same', 'ignored', 'same', 'ignored', 'same']);
});

answering('is another one when the first has been silent for ten seconds', () => {
  const node = new AnsweringNode();
  node.heard('node-1', 0);
  assert.equal(node.heard('node-2', 9_999), 'ignored');
  assert.equal(node.heard('node-2', 10_000), 'other');
  assert.equal(node.heard('node-2', 11_000), 'same');
  assert.equal(node.heard('node-1', 12_000), 'ignored');
});

answering.run();
