/** What the settings of a cluster accept. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { Config } from '../../src/config.js';
import { readConfig } from '../../src/config.js';
import { onlyProblemOf, problemsOf } from './problems.js';

const SECRET = 'the-secret-is-at-least-32-bytes-long';
const CLUSTER = { FRONTROW_NATS_URL: 'nats://nats-1:4222,nats://nats-2:4222', FRONTROW_SECRET: SECRET };

const read = (env: NodeJS.ProcessEnv): Config => readConfig({ ...CLUSTER, ...env });
const problemOf = (env: NodeJS.ProcessEnv): string => onlyProblemOf({ ...CLUSTER, ...env });

test('without a NATS URL the node is on its own', () => {
  const { natsUrl, natsReplicas, natsLanes, natsPrefix, nodeId } = readConfig({});
  assert.deepEqual(
    { natsUrl, natsReplicas, natsLanes, natsPrefix, nodeId },
    { natsUrl: null, natsReplicas: 3, natsLanes: 1, natsPrefix: 'frontrow', nodeId: null },
  );
});

test('NATS servers are a list of URLs, each once', () => {
  const { natsUrl } = read({ FRONTROW_NATS_URL: ' nats://a:4222, tls://user:word@b.example:4443 ,nats://a:4222' });
  assert.deepEqual(natsUrl, ['nats://a:4222', 'tls://user:word@b.example:4443']);
});

test('what is no list of NATS servers is refused, without showing a password', () => {
  for (const url of [
    'nats-1:4222',
    'http://user:hunter2@nats-1:4222',
    'nats://',
    ',',
    'nats://a:4222/path',
    'nats://a:4222?x=1',
    'nats://a:99999',
  ]) {
    const problem = problemOf({ FRONTROW_NATS_URL: url });
    assert.match(problem, /^FRONTROW_NATS_URL: must be a comma-separated list of NATS servers/, url);
    assert.ok(!problem.includes('hunter2'));
  }
});

test('a cluster needs a secret of its own choosing', () => {
  assert.deepEqual(
    problemsOf({ FRONTROW_NATS_URL: CLUSTER.FRONTROW_NATS_URL }).map((problem) => problem.split(':')[0]),
    ['FRONTROW_SECRET'],
  );
});

test('what only counts in a cluster is refused on one node', () => {
  const env = {
    FRONTROW_NODE_ID: 'node-1',
    FRONTROW_ADVERTISE: 'node-1:7400',
    FRONTROW_CLUSTER_HOST: '0.0.0.0',
    FRONTROW_CLUSTER_CERT: 'cert.pem',
    FRONTROW_NATS_USER: 'frontrow',
    FRONTROW_NATS_CREDENTIALS: 'node.creds',
  };
  const problems = problemsOf(env);
  assert.deepEqual(problems.map((problem) => problem.split(':')[0]).sort(), Object.keys(env).sort());
  assert.ok(problems.every((problem) => problem.includes('must come with FRONTROW_NATS_URL')));
});

test('a node id is one label of a host name', () => {
  assert.equal(read({ FRONTROW_NODE_ID: 'Node-1' }).nodeId, 'Node-1');
  for (const name of ['-a', 'a-', 'a.b', 'a b', 'ü', 'x'.repeat(64)])
    assert.match(problemOf({ FRONTROW_NODE_ID: name }), /^FRONTROW_NODE_ID=.*letters, digits/);
});

test('what others are to reach is a host with a port', () => {
  for (const address of ['node-1.example:7400', '10.0.0.1:80', '[fd00::1]:7400'])
    assert.equal(read({ FRONTROW_ADVERTISE: address }).advertise, address);
  for (const address of [
    'node-1',
    'node-1:0',
    'node-1:70000',
    'http://node-1:7400',
    '0.0.0.0:7400',
    '[::]:7400',
    'a b:1',
    'a:1/x',
    'u@a:1',
  ]) {
    assert.match(problemOf({ FRONTROW_ADVERTISE: address }), /^FRONTROW_ADVERTISE=.*must be a host and a port/, address);
  }
});

test('the prefix of streams and subjects is a plain name', () => {
  assert.equal(read({ FRONTROW_NATS_PREFIX: 'tickets-2' }).natsPrefix, 'tickets-2');
  for (const name of ['a.b', 'a*', 'a_b', 'a b', '>'])
    assert.match(problemOf({ FRONTROW_NATS_PREFIX: name }), /^FRONTROW_NATS_PREFIX=/, name);
});

test('replicas, streams and monitors have their bounds', () => {
  assert.match(problemOf({ FRONTROW_NATS_REPLICAS: '6' }), /1 to 5|from 1 to 5/);
  assert.match(problemOf({ FRONTROW_NATS_LANES: '0' }), /from 1 to 64/);
  assert.deepEqual(read({ FRONTROW_NATS_MONITORS: 'http://a:8222,https://b:8222/' }).natsMonitors, ['http://a:8222', 'https://b:8222/']);
  assert.deepEqual(read({ FRONTROW_NATS_MONITORS: 'none' }).natsMonitors, []);
  assert.match(problemOf({ FRONTROW_NATS_MONITORS: 'a:8222' }), /^FRONTROW_NATS_MONITORS: must be/);
});

test('what belongs together comes together', () => {
  assert.match(problemOf({ FRONTROW_NATS_USER: 'frontrow' }), /^FRONTROW_NATS_USER: must come with FRONTROW_NATS_PASSWORD/);
  assert.match(problemOf({ FRONTROW_NATS_PASSWORD: 'word' }), /^FRONTROW_NATS_PASSWORD: must come with FRONTROW_NATS_USER/);
  assert.match(problemOf({ FRONTROW_NATS_CERT: 'a.pem' }), /^FRONTROW_NATS_CERT: must come with FRONTROW_NATS_KEY/);
  assert.match(problemOf({ FRONTROW_NATS_KEY: 'a.pem' }), /^FRONTROW_NATS_KEY: must come with FRONTROW_NATS_CERT/);
  assert.deepEqual(
    problemsOf({ ...CLUSTER, FRONTROW_CLUSTER_CERT: 'a.pem' }).map((problem) => problem.split(':')[0]),
    ['FRONTROW_CLUSTER_KEY', 'FRONTROW_CLUSTER_CA'],
  );
  assert.match(
    problemOf({ FRONTROW_NATS_USER: 'a', FRONTROW_NATS_PASSWORD: 'b', FRONTROW_NATS_CREDENTIALS: 'c' }),
    /^FRONTROW_NATS_USER: must be unset while FRONTROW_NATS_CREDENTIALS/,
  );
});

test('a password does not show', () => {
  const config = read({ FRONTROW_NATS_USER: 'frontrow', FRONTROW_NATS_PASSWORD: 'hunter2' });
  assert.equal(config.natsPassword?.reveal(), 'hunter2');
  assert.ok(!JSON.stringify(config).includes('hunter2'));
});

test('the port for other nodes shares no address with another, in a cluster', () => {
  assert.match(
    problemOf({ FRONTROW_CLUSTER_PORT: '3000', FRONTROW_CLUSTER_HOST: '127.0.0.1' }),
    /^FRONTROW_CLUSTER_PORT="3000": must differ from FRONTROW_HTTP_PORT/,
  );
  assert.deepEqual(problemsOf({ FRONTROW_CLUSTER_PORT: '3000' }), []);
});

test.run();
