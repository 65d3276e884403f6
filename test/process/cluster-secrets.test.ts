/** Nodes that do not know each other's secret never serve side by side, even when they start at the same moment and neither could ask the other first. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { ClusterProcess } from '../../bench/support/cluster-process.js';
import { NatsServers } from '../../bench/support/nats/nats-servers.js';
import { NodeFailed, temporaryDataDir } from '../../bench/support/node-process.js';

let nats: NatsServers;

test.before(async () => {
  nats = await NatsServers.start({ servers: 1 });
});
test.after(() => nats.dispose());

/** All at once. Resolves with what each wrote; null: all of them serve. */
async function refusedTogether(prefix: string, secrets: readonly string[]): Promise<readonly string[] | null> {
  const directory = await temporaryDataDir();
  const outputs = secrets.map(() => '');
  try {
    const cluster = await ClusterProcess.start({
      nodes: secrets.length,
      nats,
      dataDir: directory.path,
      env: { FRONTROW_NATS_PREFIX: prefix },
      envOf: (index) => ({ FRONTROW_SECRET: secrets[index] ?? '' }),
      onOutput: (index, text) => {
        outputs[index] = (outputs[index] ?? '') + text;
      },
    });
    await cluster.dispose();
    return null;
  } catch (error) {
    assert.ok(error instanceof NodeFailed && error.message.includes('ended with 69'), String(error));
    return outputs;
  } finally {
    await directory.remove();
  }
}

const isRefused = (output: string): boolean =>
  /^frontrow: node-\d at .+ does not know the secret of this node: FRONTROW_SECRET/m.test(output);
const serves = (output: string): boolean => output.includes('Frontrow is ready');

test('of two nodes with different secrets that start at the same moment at most one serves, and the other says why', async () => {
  const outputs = await refusedTogether('two', ['the secret of one of the two nodes, a', 'the secret of one of the two nodes, b']);
  assert.ok(outputs !== null, 'both serve');
  assert.ok(outputs.some(isRefused), outputs.join('\n'));
  for (const output of outputs) assert.notEqual(isRefused(output), serves(output), output);
});

test('of three that start at the same moment those who serve share a secret, and the others say why they do not', async () => {
  const [shared, alone] = ['the secret that two of them share', 'the secret of one of them, all alone with it'];
  const outputs = await refusedTogether('three', [shared, alone, shared]);
  assert.ok(outputs !== null, 'all three serve');
  assert.ok(serves(outputs[1] ?? '') !== [0, 2].some((index) => serves(outputs[index] ?? '')), outputs.join('\n'));
  for (const output of outputs) assert.notEqual(isRefused(output), serves(output), output);
});

test.run();
