/** Who gets through to the service over TLS, with certificates that are made here. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { connect as connectTls } from 'node:tls';
import { credentials, Metadata, status } from '@grpc/grpc-js';
import type { ChannelCredentials } from '@grpc/grpc-js';
import { test } from 'uvu';
import { readSecurity } from '../../src/grpc/security.js';
import type { GrpcFiles, GrpcSecurity } from '../../src/grpc/security.js';
import type { GrpcServer } from '../../src/grpc/server.js';
import { GrpcUnusable } from '../../src/grpc/unusable.js';
import { codeOf, ServerStage, whoAmI } from './server-stage.js';
import type { TicketingClient } from './server-stage.js';
import { Certificates, read } from './tls-certificates.js';
import type { Certificate } from './tls-certificates.js';

const HOST_NAMES = ['IP:127.0.0.1', 'DNS:localhost'];
const KEY = 'the-key-of-the-till-has-32-chars';
const DAY_MS = 86_400_000;
const GIVE_UP_MS = 5_000;

const certificates = new Certificates();
const authority = certificates.authority('authority');
const stranger = certificates.authority('stranger');
const serverCert = authority.sign({ commonName: 'node', names: HOST_NAMES });
const tillCert = authority.sign({ commonName: 'host-17', names: ['DNS:till.example'] });
const paymentsCert = authority.sign({ commonName: 'x', names: ['URI:spiffe://example/payments'] });
const unconfiguredCert = authority.sign({ commonName: 'somebody', names: ['DNS:somebody.example'] });
const expiredCert = authority.sign({ commonName: 'host-17', names: ['DNS:till.example'], until: new Date(Date.now() - DAY_MS) });
const earlyCert = authority.sign({ commonName: 'host-17', names: ['DNS:till.example'], from: new Date(Date.now() + DAY_MS) });
const strangersCert = stranger.sign({ commonName: 'host-17', names: ['DNS:till.example'] });

const byCertificate = certificates.file(
  'by-certificate.json',
  JSON.stringify({
    services: [
      { name: 'till', rights: ['sell'], certificate: 'till.example' },
      { name: 'payments', rights: ['charge'], certificate: 'spiffe://example/payments' },
    ],
  }),
);
const byKey = certificates.file(
  'by-key.json',
  JSON.stringify({ services: [{ name: 'till', rights: ['sell'], keys: [`sha256:${createHash('sha256').update(KEY).digest('hex')}`] }] }),
);
const TLS: GrpcFiles = { services: byKey, cert: serverCert.cert, key: serverCert.key, clientCa: null };
const MUTUAL: GrpcFiles = { ...TLS, services: byCertificate, clientCa: authority.cert };

let stage = new ServerStage();
test.before.each(() => {
  stage = new ServerStage();
});
test.after.each(() => stage.dispose());
test.after(() => certificates.remove());

const secure = (files: GrpcFiles, now = Date.now()): GrpcSecurity => readSecurity(files, false, now);
const start = (files: GrpcFiles): Promise<GrpcServer> => stage.start(secure(files));

/** A client that trusts that authority and shows that certificate. */
function secured(own?: Certificate, trusted = authority.cert): ChannelCredentials {
  return own === undefined ? credentials.createSsl(read(trusted)) : credentials.createSsl(read(trusted), read(own.key), read(own.cert));
}

function withKey(key: string): Metadata {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${key}`);
  return metadata;
}

/** Node.js warns of names that are addresses. */
const BY_NAME = { 'grpc.ssl_target_name_override': 'localhost' };
const client = (server: GrpcServer, ...secrets: Parameters<typeof secured>): TicketingClient =>
  stage.client(server, secured(...secrets), BY_NAME);

test('with mutual TLS a service is who its certificate says', async () => {
  const server = await start(MUTUAL);
  const till = client(server, tillCert);
  for (let call = 0; call < 3; call += 1) assert.equal(await whoAmI(till), 'till');
  assert.equal(await whoAmI(client(server, paymentsCert)), 'payments');
});

test('a good certificate that no service is configured for is not enough, nor is a key beside it', async () => {
  const server = await start(MUTUAL);
  const somebody = client(server, unconfiguredCert);
  assert.equal(await codeOf(whoAmI(somebody)), status.UNAUTHENTICATED);
  assert.equal(await codeOf(whoAmI(somebody, withKey(KEY))), status.UNAUTHENTICATED);
});

for (const [what, own] of [
  ['no certificate', undefined],
  ['a certificate of another authority', strangersCert],
  ['a certificate that has expired', expiredCert],
  ['a certificate that is not valid yet', earlyCert],
] as const) {
  test(`with mutual TLS, ${what} makes no connection, and others go on`, async () => {
    const server = await start(MUTUAL);
    const till = client(server, tillCert);
    assert.equal(await whoAmI(till), 'till');
    assert.equal(await codeOf(whoAmI(client(server, own))), status.UNAVAILABLE);
    assert.equal(await whoAmI(till), 'till');
  });
}

test('with TLS alone a service is who has its key', async () => {
  const server = await start(TLS);
  assert.equal(await whoAmI(client(server), withKey(KEY)), 'till');
  assert.equal(await codeOf(whoAmI(client(server), withKey(KEY.replace('t', 'T')))), status.UNAUTHENTICATED);
  assert.equal(await codeOf(whoAmI(client(server))), status.UNAUTHENTICATED);
  assert.equal(await codeOf(whoAmI(client(server, tillCert))), status.UNAUTHENTICATED);
});

test('a client that trusts another authority does not speak to this server', async () => {
  const server = await start(TLS);
  assert.equal(await codeOf(whoAmI(client(server, undefined, stranger.cert), withKey(KEY))), status.UNAVAILABLE);
});

test('plain text on a TLS port gets nowhere, and the server goes on', async () => {
  const server = await start(TLS);
  assert.equal(await codeOf(whoAmI(stage.client(server), withKey(KEY))), status.UNAVAILABLE);
  assert.equal(await whoAmI(client(server), withKey(KEY)), 'till');
});

test('TLS on a plain port gets nowhere, and the server goes on', async () => {
  const server = await stage.start(secure({ ...TLS, cert: null, key: null }));
  assert.equal(await codeOf(whoAmI(client(server), withKey(KEY))), status.UNAVAILABLE);
  assert.equal(await whoAmI(stage.client(server), withKey(KEY)), 'till');
});

for (const { what, options } of [
  {
    what: 'a version of TLS before 1.2',
    options: { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'ALL@SECLEVEL=0', ALPNProtocols: ['h2'] },
  },
  { what: 'HTTP/1.1', options: { ALPNProtocols: ['http/1.1'] } },
] as const) {
  test(`${what} is not spoken`, async () => {
    const server = await start(TLS);
    const socket = connectTls({
      port: server.port,
      host: '127.0.0.1',
      ca: read(authority.cert),
      ...options,
      ALPNProtocols: [...options.ALPNProtocols],
    });
    const failed = await new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(true));
      socket.once('secureConnect', () => resolve(false));
    });
    socket.destroy();
    assert.ok(failed);
    assert.equal(await whoAmI(client(server), withKey(KEY)), 'till');
  });
}

test('who never finishes the TLS handshake is disconnected', async () => {
  const server = await stage.start({ ...secure(TLS), limits: { handshakeTimeoutMs: 50 } });
  const socket = stage.tcp(server);
  socket.resume();
  const closed = new Promise<boolean>((resolve) => {
    socket.once('close', () => resolve(true));
    setTimeout(() => resolve(false), GIVE_UP_MS).unref();
  });
  assert.ok(await closed);
});

/** The problem, which is one line and names the setting. */
function problemOf(files: GrpcFiles, { onlyLoopback = false, now = Date.now() } = {}): string {
  try {
    readSecurity(files, onlyLoopback, now);
  } catch (error) {
    assert.ok(error instanceof GrpcUnusable, String(error));
    assert.ok(!error.message.includes('\n'), error.message);
    return error.message;
  }
  return '';
}

test('files that make no TLS server are refused in one line that names the setting and the file', () => {
  const missing = `${serverCert.cert}.missing`;
  const garbage = certificates.file('garbage.pem', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  const empty = certificates.file('empty.pem', '');
  const locked = certificates.file('locked.key', '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n');
  for (const [files, setting, words] of [
    [{ ...TLS, cert: missing }, 'FRONTROW_GRPC_CERT', 'cannot be read: ENOENT'],
    [{ ...TLS, cert: empty }, 'FRONTROW_GRPC_CERT', 'holds no certificate'],
    [{ ...TLS, cert: garbage }, 'FRONTROW_GRPC_CERT', 'holds a certificate that cannot be read'],
    [{ ...TLS, cert: serverCert.key }, 'FRONTROW_GRPC_CERT', 'holds no certificate'],
    [{ ...TLS, cert: expiredCert.cert, key: expiredCert.key }, 'FRONTROW_GRPC_CERT', 'only.'],
    [{ ...TLS, cert: earlyCert.cert, key: earlyCert.key }, 'FRONTROW_GRPC_CERT', 'only.'],
    [{ ...TLS, key: missing }, 'FRONTROW_GRPC_KEY', 'cannot be read: ENOENT'],
    [{ ...TLS, key: empty }, 'FRONTROW_GRPC_KEY', 'holds no private key'],
    [{ ...TLS, key: locked }, 'FRONTROW_GRPC_KEY', 'without a passphrase'],
    [{ ...TLS, key: tillCert.key }, 'FRONTROW_GRPC_KEY', `is not the key of the certificate in ${serverCert.cert}`],
    [{ ...MUTUAL, clientCa: missing }, 'FRONTROW_GRPC_CLIENT_CA', 'cannot be read: ENOENT'],
    [{ ...MUTUAL, clientCa: empty }, 'FRONTROW_GRPC_CLIENT_CA', 'holds no certificate'],
    [{ ...MUTUAL, services: byKey }, 'FRONTROW_GRPC_SERVICES', 'till has no "certificate"'],
    [{ ...TLS, services: byCertificate }, 'FRONTROW_GRPC_SERVICES', 'till has no "keys"'],
    [{ ...TLS, services: null }, 'FRONTROW_GRPC_HOST', 'must be a loopback address'],
  ] as const) {
    const problem = problemOf(files);
    assert.ok(problem.startsWith(`${setting}: `) && problem.includes(words), problem);
  }
});

test('an operator is told how the port is secured, and what is doubtful about it', () => {
  const none: GrpcFiles = { services: null, cert: null, key: null, clientCa: null };
  const local = readSecurity(none, true, Date.now());
  assert.deepEqual([local.summary, local.notices], ['loopback only, no services configured', []]);
  assert.deepEqual([secure(MUTUAL).summary, secure(MUTUAL).notices], ['mutual TLS, 2 services', []]);
  assert.deepEqual([secure(TLS).summary, secure(TLS).notices], ['service keys, TLS, 1 service', []]);
  const plain = secure({ ...none, services: byKey });
  assert.equal(plain.summary, 'service keys, not encrypted, 1 service');
  assert.match(plain.notices.join('\n'), /^gRPC is not encrypted and reachable from other machines/);
  assert.deepEqual(readSecurity({ ...none, services: byKey }, true, Date.now()).notices, []);
  assert.match(secure(TLS, Date.now() + 360 * DAY_MS).notices.join('\n'), /^the certificate in .* ends on /);
});

test.run();
