/** The file of services: read strictly, for a service with more rights than meant would be found out by nobody. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import { readServiceFile } from '../../src/grpc/service-file.js';
import { GrpcUnusable } from '../../src/grpc/unusable.js';

const directory = mkdtempSync(join(tmpdir(), 'frontrow-services-'));
const path = join(directory, 'services.json');
test.after(() => rmSync(directory, { recursive: true }));

const hashOf = (key: string): string => `sha256:${createHash('sha256').update(key).digest('hex')}`;
const KEY = hashOf('one');
const TILL = { name: 'box-office', rights: ['read', 'sell', 'bypass-queue'], keys: [KEY] };

function problemOf(text: string): string {
  writeFileSync(path, text);
  try {
    readServiceFile(path);
  } catch (error) {
    assert.ok(error instanceof GrpcUnusable, String(error));
    assert.ok(error.message.startsWith(`FRONTROW_GRPC_SERVICES: ${path} `), error.message);
    assert.ok(!error.message.includes('\n') && error.message.length < 400, error.message);
    return error.message.slice(`FRONTROW_GRPC_SERVICES: ${path} `.length);
  }
  return '';
}
const problemWith = (...services: readonly unknown[]): string => problemOf(JSON.stringify({ services }));

test('services have a name, rights, keys or a certificate, or both', () => {
  const services = [
    TILL,
    { name: 'payments', rights: ['charge'], keys: [hashOf('two'), hashOf('three')], certificate: 'Payments.Example' },
    { name: 'analytics', rights: ['read', 'admin'], certificate: 'spiffe://example/Analytics' },
  ];
  writeFileSync(path, JSON.stringify({ services }));
  assert.deepEqual(
    readServiceFile(path).map(({ name, rights, keys, certificate }) => ({
      name,
      rights: [...rights],
      keys: keys.map((key) => `sha256:${key.toString('hex')}`),
      certificate,
    })),
    [
      { ...TILL, certificate: null },
      { ...services[1], certificate: 'payments.example' },
      { ...services[2], keys: [] },
    ],
  );
});

/** What the entry has besides a good one, and the problem. */
const WRONG_ENTRIES: readonly (readonly [Readonly<Record<string, unknown>>, RegExp])[] = [
  [{ right: ['read'] }, /^services\[0\] \(box-office\): there is no member "right"; there are name, rights, keys, certificate\.$/],
  [{ name: undefined }, /^services\[0\]: "name" must be/],
  [{ name: 'box office' }, /^services\[0\]: "name" must be/],
  [{ name: '' }, /"name" must be/],
  [{ name: 'x'.repeat(65) }, /"name" must be/],
  [{ rights: undefined }, /^services\[0\] \(box-office\): "rights" must be a list of read, sell, charge, admin, bypass-queue\.$/],
  [{ rights: [] }, /"rights" must be a list/],
  [{ rights: 'read' }, /"rights" must be a list/],
  [{ rights: ['read', 'write'] }, /^services\[0\] \(box-office\): there is no right "write"; "rights" must be a list of read/],
  [{ rights: [null] }, /there is no right null/],
  [{ rights: ['read', 'read'] }, /the right "read" is there twice/],
  [{ keys: undefined }, /^services\[0\] \(box-office\) has neither "keys" nor a "certificate"/],
  [{ keys: [] }, /"keys" must be a list of one or two hashes/],
  [{ keys: KEY }, /"keys" must be a list/],
  [{ keys: [KEY, hashOf('two'), hashOf('three')] }, /"keys" must be a list of one or two/],
  [{ keys: [KEY.slice(7)] }, /"keys" must be a list/],
  [{ keys: [KEY.toUpperCase()] }, /"keys" must be a list/],
  [{ keys: [`${KEY}0`] }, /"keys" must be a list/],
  [{ keys: [KEY, KEY] }, /^gives box-office the same key twice\.$/],
  [{ certificate: '' }, /"certificate" must be the DNS name/],
  [{ certificate: '*.example' }, /without blanks and wildcards/],
  [{ certificate: 'a b' }, /"certificate" must be/],
  [{ certificate: 7 }, /"certificate" must be/],
];

for (const [members, problem] of WRONG_ENTRIES) {
  test(`an entry with ${JSON.stringify(members).slice(0, 60)} is refused by its name`, () => {
    assert.match(problemWith({ ...TILL, ...members }), problem);
  });
}

test('two services that could not be told apart are refused', () => {
  const other = { name: 'other', rights: ['read'], keys: [hashOf('other')] };
  assert.match(problemWith(TILL, { ...other, name: 'box-office' }), /^names the service box-office twice\.$/);
  assert.match(problemWith(TILL, { ...other, keys: [hashOf('other'), KEY] }), /^gives box-office and other the same key\.$/);
  assert.match(
    problemWith({ ...TILL, certificate: 'till.example' }, { ...other, certificate: 'TILL.example' }),
    /^gives box-office and other the same certificate\.$/,
  );
});

test('the entry that is wrong is named, not the first', () => {
  assert.match(problemWith(TILL, { name: 'till-2', rights: ['sell'] }), /^services\[1\] \(till-2\) has neither/);
  assert.match(problemWith(TILL, 'till-2'), /^services\[1\] must be an object/);
});

test('a file that is not a list of services is refused', () => {
  assert.match(problemOf(''), /^is not JSON\.$/);
  assert.match(problemOf('{"services": [}'), /^is not JSON\.$/);
  for (const text of ['[]', 'null', '"x"', '{}', '{"services":{}}'])
    assert.match(problemOf(text), /must be an object with a list "services"/);
  assert.match(problemOf('{"services":[]}'), /names no service/);
  assert.match(
    problemOf(JSON.stringify({ services: [TILL], service: [] })),
    /^the file: there is no member "service"; there are services\.$/,
  );
  const many = Array.from({ length: 101 }, (_, index) => ({ name: `till-${index}`, rights: ['read'], keys: [hashOf(`${index}`)] }));
  assert.match(problemWith(...many), /^names 101 services; there may be 100\.$/);
});

test('what was put in the place of a key is not shown, for it may be the key', () => {
  for (const members of [{ keys: ['hunter2-hunter2-hunter2-hunter2'] }, { keys: 'hunter2-hunter2-hunter2-hunter2' }]) {
    assert.ok(!problemWith({ ...TILL, ...members }).includes('hunter2'));
  }
  assert.ok(!problemOf('{"services":[{"keys":["hunter2"').includes('hunter2'));
});

test('a file that cannot be read is refused', () => {
  for (const missing of [join(directory, 'none.json'), directory]) {
    assert.throws(() => readServiceFile(missing), { name: 'GrpcUnusable', message: new RegExp(`${missing} cannot be read: E[A-Z]+$`) });
  }
});

test.run();
