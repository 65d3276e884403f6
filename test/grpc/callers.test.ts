/** Who calls, by key and by certificate. The certificates here are as Node.js describes them; real ones are in tls.test.ts. */
import assert from 'node:assert/strict';
import crypto, { createHash } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import type { PeerCertificate } from 'node:tls';
import { Metadata } from '@grpc/grpc-js';
import { test } from 'uvu';
import { anybody, callersByCertificate, callersByKey, certificateName, RIGHTS } from '../../src/grpc/callers.js';
import type { Callers, Presented, Service } from '../../src/grpc/callers.js';

const OLD_KEY = 'an-old-key-with-32-characters-ok';
const NEW_KEY = 'a-newer-key-with-32-characters-x';
const OTHER_KEY = 'the-key-of-the-other-one-with-32';
const SHORT_KEY = 'a-key-with-only-31-characters-x';

const hash = (key: string): Buffer => createHash('sha256').update(key).digest();
const service = (name: string, members: Partial<Service>): Service => ({
  name,
  rights: new Set(),
  keys: [],
  certificate: null,
  ...members,
});

const till = service('till', { rights: new Set(['read', 'sell'] as const), keys: [hash(OLD_KEY), hash(NEW_KEY)] });
const byKey = callersByKey([till, service('analytics', { keys: [hash(OTHER_KEY)] }), service('weak', { keys: [hash(SHORT_KEY)] })]);

function withHeaders(...headers: readonly string[]): Presented {
  const metadata = new Metadata();
  for (const header of headers) metadata.add('authorization', header);
  return { metadata, getAuthContext: () => ({}) };
}

function nameOf(callers: Callers, call: Presented): string {
  const caller = callers.identify(call);
  return 'refused' in caller ? caller.refused : caller.name;
}

test('a service is known by its key, and by a second one while it changes over', () => {
  assert.equal(nameOf(byKey, withHeaders(`Bearer ${OLD_KEY}`)), 'till');
  assert.equal(nameOf(byKey, withHeaders(`Bearer ${NEW_KEY}`)), 'till');
  assert.equal(nameOf(byKey, withHeaders(`bearer ${OTHER_KEY}`)), 'analytics');
  const caller = byKey.identify(withHeaders(`Bearer ${OLD_KEY}`));
  assert.deepEqual('rights' in caller && [...caller.rights], ['read', 'sell']);
});

test('whoever has no key, a wrong one, two, or one in another form is unknown', () => {
  for (const headers of [
    [],
    [''],
    ['Bearer'],
    ['Bearer '],
    [OLD_KEY],
    [`Basic ${OLD_KEY}`],
    [`Bearer ${OLD_KEY} `],
    [`Bearer ${OLD_KEY}x`],
    [`Bearer ${OLD_KEY.slice(0, -1)}`],
    [`Bearer ${OLD_KEY.toUpperCase()}`],
    [`Bearer ${hash(OLD_KEY).toString('hex')}`],
    [`Bearer ${OLD_KEY}`, `Bearer ${OLD_KEY}`],
    [`Bearer ${'x'.repeat(60_000)}`],
  ]) {
    assert.equal(nameOf(byKey, withHeaders(...headers)), 'SERVICE_UNKNOWN', headers.join());
  }
});

test('a key with less than 32 characters opens nothing, even when its hash is in the file', () => {
  assert.equal(SHORT_KEY.length, 31);
  assert.equal(nameOf(byKey, withHeaders(`Bearer ${SHORT_KEY}`)), 'SERVICE_UNKNOWN');
});

test('each call is compared with all keys in constant time, whichever is right', () => {
  const compared: number[] = [];
  const { timingSafeEqual } = crypto;
  const counting = (one: NodeJS.ArrayBufferView, two: NodeJS.ArrayBufferView): boolean => {
    compared[compared.length - 1] = (compared.at(-1) ?? 0) + 1;
    return timingSafeEqual(one, two);
  };
  crypto.timingSafeEqual = counting;
  syncBuiltinESMExports();
  try {
    for (const key of [OLD_KEY, NEW_KEY, OTHER_KEY, 'a-key-that-nobody-has-configured']) {
      compared.push(0);
      byKey.identify(withHeaders(`Bearer ${key}`));
    }
  } finally {
    crypto.timingSafeEqual = timingSafeEqual;
    syncBuiltinESMExports();
  }
  assert.deepEqual(compared, [4, 4, 4, 4]);
});

const byCertificate = callersByCertificate([
  service('till', { certificate: certificateName('Till.Example') }),
  service('payments', { certificate: certificateName('spiffe://example/Payments') }),
  service('analytics', { certificate: 'analytics' }),
]);

function withCertificate(certificate: Readonly<Record<string, unknown>> | undefined): Presented {
  const sslPeerCertificate = certificate as unknown as PeerCertificate;
  return { metadata: new Metadata(), getAuthContext: () => (certificate === undefined ? {} : { sslPeerCertificate }) };
}

test('a service is known by a DNS name, a URI or the common name of its certificate', () => {
  for (const [certificate, name] of [
    [{ subjectaltname: 'DNS:till.example' }, 'till'],
    [{ subjectaltname: 'IP Address:10.0.0.1, DNS:other.example, DNS:TILL.example' }, 'till'],
    [{ subject: { CN: 'till.example' } }, 'till'],
    [{ subject: { CN: 'Some Host' }, subjectaltname: 'URI:spiffe://example/Payments' }, 'payments'],
    [{ subject: { CN: ['host', 'analytics'] } }, 'analytics'],
    [{ subject: { CN: 'till.example' }, subjectaltname: 'DNS:till.example' }, 'till'],
    [{ subjectaltname: 'DNS:"a, DNS:b\\u0022", DNS:till.example' }, 'till'],
  ] as const) {
    assert.equal(nameOf(byCertificate, withCertificate(certificate)), name, JSON.stringify(certificate));
  }
});

test('a certificate that nobody is configured for, or two services are, belongs to nobody', () => {
  for (const certificate of [
    undefined,
    {},
    { subject: {} },
    { subjectaltname: '' },
    { subjectaltname: 'DNS:unknown.example' },
    { subjectaltname: 'DNS:*.example' },
    { subjectaltname: 'DNS:xtill.example, DNS:till.example.evil' },
    { subjectaltname: 'email:till.example' },
    { subjectaltname: 'URI:spiffe://example/payments' },
    { subjectaltname: 'IP Address:10.0.0.1', subject: { O: 'till.example' } },
    { subject: { CN: 'till.example' }, subjectaltname: 'DNS:analytics' },
  ]) {
    assert.equal(nameOf(byCertificate, withCertificate(certificate)), 'SERVICE_UNKNOWN', JSON.stringify(certificate));
  }
});

test('a name with a comma in it cannot smuggle in another', () => {
  for (const subjectaltname of [
    'DNS:"evil, DNS:till.example"',
    'DirName:"CN = x, DNS:till.example", DNS:other',
    'othername:"x", DNS:"till.example',
    'DNS:"\\x", DNS:till.example',
    ', DNS:till.example',
  ]) {
    assert.equal(nameOf(byCertificate, withCertificate({ subjectaltname })), 'SERVICE_UNKNOWN', subjectaltname);
  }
});

test('where nobody is configured, whoever calls may do everything', () => {
  const caller = anybody.identify(withHeaders());
  assert.deepEqual('rights' in caller && { name: caller.name, rights: [...caller.rights] }, { name: 'local', rights: [...RIGHTS] });
});

test.run();
