/** The local cluster, without starting one: its options, what it tells, and what makes a node part of it. */
import { resolve } from 'node:path';
import { suite } from 'uvu';
import assert from 'node:assert/strict';
import { CommanderError } from 'commander';
import { guideText } from '../../bench/cluster/guide.js';
import type { Guide } from '../../bench/cluster/guide.js';
import { parseOptions } from '../../bench/cluster/options.js';
import { clusterSettings } from '../../bench/support/cluster-process.js';

const local = suite('the local cluster');

/** What commander writes about wrong usage is not wanted among the test's lines. */
function refusal(argv: readonly string[]): string {
  const write = process.stderr.write.bind(process.stderr);
  let written = '';
  process.stderr.write = (text: string | Uint8Array): boolean => {
    written += String(text);
    return true;
  };
  try {
    assert.throws(() => parseOptions(argv), CommanderError);
  } finally {
    process.stderr.write = write;
  }
  return written;
}

local('without options there are three nodes on three servers, on the usual ports, and nothing is kept', () => {
  assert.deepEqual(parseOptions([]), { nodes: 3, servers: 3, data: null, port: 3_000 });
});

local('every option is taken', () => {
  const argv = '--nodes 5 --servers 1 --data here --port 0'.split(' ');
  assert.deepEqual(parseOptions(argv), { nodes: 5, servers: 1, data: resolve('here'), port: 0 });
});

local('what makes no sense is refused with what would', () => {
  assert.match(refusal(['--nodes', '0']), /--nodes.*whole number from 1 to 9/s);
  assert.match(refusal(['--servers', '2']), /--servers.*1, 3/s);
  assert.match(refusal(['--port', 'http']), /--port.*whole number from 0 to/s);
  assert.match(refusal(['now']), /too many arguments/);
});

const guide: Guide = {
  nodes: [1, 2].map((number) => ({
    ...{ id: `node-${number}`, url: `http://127.0.0.1:300${number}`, opsUrl: `http://127.0.0.1:946${number}` },
    ...{ grpcAddress: `127.0.0.1:5005${number}`, pid: 4_000 + number },
  })),
  servers: [1, 2, 3].map((number) => ({
    ...{ name: `nats-${number}`, url: `nats://127.0.0.1:422${number}`, monitor: `http://127.0.0.1:822${number}`, pid: 5_000 + number },
  })),
  ...{ adminKeyFile: '/data/node-1/admin-key', data: '/data', keepsData: false, pid: 77 },
};

local('the guide names what to open and which process is which', () => {
  const text = guideText(guide);
  assert.match(text, /^The cluster is up: 2 nodes, 3 NATS servers\./);
  for (const { url, opsUrl, grpcAddress, pid, id } of guide.nodes) {
    assert.match(text, new RegExp(`^ +${id} +${url} +${url}/docs +${opsUrl} +${grpcAddress} +${String(pid)}$`, 'm'));
  }
  for (const { name, url, monitor, pid } of guide.servers) {
    assert.match(text, new RegExp(`^ +${name} +${url} +${monitor} +${String(pid)}$`, 'm'));
  }
  assert.match(text, /npm run onsale -- --url http:\/\/127\.0\.0\.1:3001 --admin-key-file \/data\/node-1\/admin-key$/m);
  assert.match(text, /kill -9 4002 +\(node-2;/);
  assert.match(text, /kill -9 5003 +\(nats-3;/);
  assert.match(text, /kill -USR2 77 /);
  assert.match(text, /\/data \(removed at the end\)/);
});

local('where there is only one of a kind nobody is told to kill it', () => {
  const text = guideText({ ...guide, nodes: guide.nodes.slice(0, 1), servers: guide.servers.slice(0, 1), keepsData: true });
  assert.match(text, /^The cluster is up: 1 node, 1 NATS server\./);
  assert.doesNotMatch(text, /kill -9/);
  assert.match(text, /\/data \(kept\)/);
});

local('a node is told the servers, its name and where the others reach it', () => {
  const ports = { http: 3_001, ops: 9_465, grpc: 50_052, link: 7_401 };
  const nats = {
    urls: ['nats://127.0.0.1:1', 'nats://127.0.0.1:2', 'nats://127.0.0.1:3'],
    monitors: ['http://127.0.0.1:4', 'http://127.0.0.1:5'],
  };
  assert.deepEqual(clusterSettings({ id: 'node-2', ports, nats, secret: 's', host: '127.0.0.1' }), {
    FRONTROW_NATS_URL: 'nats://127.0.0.1:1,nats://127.0.0.1:2,nats://127.0.0.1:3',
    FRONTROW_NATS_REPLICAS: '3',
    FRONTROW_NATS_MONITORS: 'http://127.0.0.1:4,http://127.0.0.1:5',
    FRONTROW_NODE_ID: 'node-2',
    FRONTROW_SECRET: 's',
    FRONTROW_CLUSTER_PORT: '7401',
    FRONTROW_ADVERTISE: '127.0.0.1:7401',
    FRONTROW_HOST: '127.0.0.1',
    FRONTROW_OPS_HOST: '127.0.0.1',
    FRONTROW_CLUSTER_HOST: '127.0.0.1',
    FRONTROW_OPS_PORT: '9465',
  });
});

local.run();
