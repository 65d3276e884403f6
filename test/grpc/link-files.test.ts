/** The files of mutual TLS between nodes: what is wrong with them is said at the start, with the setting that names them. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { readLinkTls } from '../../src/grpc/link/files.js';
import type { LinkTlsFiles } from '../../src/grpc/link/files.js';
import { GrpcUnusable } from '../../src/grpc/unusable.js';
import { Certificates, read } from './tls-certificates.js';

const certificates = new Certificates();
const authority = certificates.authority('authority');
const good = authority.sign({ commonName: 'anything', names: ['DNS:node-1'] });
const files: LinkTlsFiles = { ...good, ca: authority.cert };
test.after(() => certificates.remove());

test('a certificate that names the node, its key and its authority are read', () => {
  const { notices, ...tls } = readLinkTls(files, 'node-1', Date.now());
  assert.deepEqual(tls, { cert: read(good.cert), key: read(good.key), ca: read(authority.cert) });
  assert.deepEqual(notices, []);
});

test('a node id in capitals is the same name', () => {
  assert.ok(readLinkTls(files, 'NODE-1', Date.now()).cert);
});

for (const [what, wrong, words] of [
  ['a certificate of another node', { ...authority.sign({ commonName: 'node-2' }) }, /^FRONTROW_CLUSTER_CERT: .* does not name node-1/],
  [
    'a certificate that has ended',
    { ...authority.sign({ commonName: 'node-1', until: new Date(Date.now() - 1_000) }) },
    /^FRONTROW_CLUSTER_CERT: .* only\.$/,
  ],
  ['the key of another certificate', { key: authority.key }, /^FRONTROW_CLUSTER_KEY: .* is not the key/],
  ['a key that is none', { key: certificates.file('no-key', 'nothing') }, /^FRONTROW_CLUSTER_KEY: .* holds no private key/],
  ['no authority', { ca: certificates.file('no-ca', 'nothing') }, /^FRONTROW_CLUSTER_CA: .* holds no certificate/],
  ['a file that is not there', { ca: '/nowhere/ca.pem' }, /^FRONTROW_CLUSTER_CA: \/nowhere\/ca\.pem cannot be read: ENOENT/],
] as const) {
  test(`${what} is refused`, () => {
    assert.throws(
      () => readLinkTls({ ...files, ...wrong }, 'node-1', Date.now()),
      (error) => error instanceof GrpcUnusable && words.test(error.message),
    );
  });
}

test('a certificate that ends soon is good, and worth a notice', () => {
  const soon = authority.sign({ commonName: 'node-1', until: new Date(Date.now() + 86_400_000) });
  assert.match(readLinkTls({ ...soon, ca: authority.cert }, 'node-1', Date.now()).notices.join(), /ends on/);
});

test.run();
