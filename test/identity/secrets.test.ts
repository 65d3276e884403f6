import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'uvu';
import type { LoadedSecrets, SecretSettings } from '../../src/identity/secrets.js';
import { loadSecrets, SecretsUnusable } from '../../src/identity/secrets.js';

const SECRET = 'the-secret-is-at-least-32-bytes-long';
const ADMIN_KEY = 'the-admin-key-is-at-least-32-characters';

let dataDir: string;
test.before.each(() => {
  dataDir = fs.mkdtempSync(join(tmpdir(), 'frontrow-secrets-'));
});
test.after.each(() => {
  fs.rmSync(dataDir, { recursive: true, force: true });
});

const load = (settings: Partial<SecretSettings> = {}): LoadedSecrets =>
  loadSecrets({ dataDir, secret: null, secretPrevious: null, adminKey: null, ...settings });
const modeOf = (name: string): number => fs.statSync(join(dataDir, name)).mode & 0o777;
const refusal = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof SecretsUnusable, String(error));
    assert.equal(error.message.includes('\n'), false, 'the message is one line');
    return error.message;
  }
  assert.fail('was accepted');
};

test('the first start makes both secrets, for the owner only, and leaves nothing else behind', () => {
  const loaded = load();
  assert.match(loaded.secrets.current, /^[0-9a-f]{64}$/);
  assert.equal(loaded.secrets.previous, null);
  assert.match(loaded.adminKey, /^[A-Za-z0-9_-]{43}$/);
  assert.equal(loaded.adminKeyFile, join(dataDir, 'admin-key'));
  assert.deepEqual(loaded.notices, []);
  assert.equal(modeOf('secret'), 0o600);
  assert.equal(modeOf('admin-key'), 0o600);
  assert.deepEqual(fs.readdirSync(dataDir).sort(), ['admin-key', 'secret']);
});

test('the next start finds the same ones', () => {
  assert.deepEqual(load(), load());
});

test('two data directories have different secrets', () => {
  const here = load();
  const there = load({ dataDir: join(dataDir, 'another') });
  assert.notEqual(here.secrets.current, there.secrets.current);
  assert.notEqual(here.adminKey, there.adminKey);
});

test('the admin key file holds the key, so that it can be read into a shell variable', () => {
  const { adminKey } = load();
  assert.equal(fs.readFileSync(join(dataDir, 'admin-key'), 'utf8'), `${adminKey}\n`);
});

test('nodes that share a secret derive the same admin key, and each keeps it for people to read', () => {
  const one = load({ secret: SECRET, adminKeyFromSecret: true });
  assert.equal(fs.readFileSync(join(dataDir, 'admin-key'), 'utf8'), `${one.adminKey}\n`);
  assert.equal(modeOf('admin-key'), 0o600);
  const other = fs.mkdtempSync(join(tmpdir(), 'frontrow-secrets-'));
  try {
    assert.equal(load({ dataDir: other, secret: SECRET, adminKeyFromSecret: true }).adminKey, one.adminKey);
  } finally {
    fs.rmSync(other, { recursive: true });
  }
  assert.match(one.adminKey, /^[A-Za-z0-9_-]{43}$/);
  assert.notEqual(load({ secret: `${SECRET}!`, adminKeyFromSecret: true }).adminKey, one.adminKey);
});

test('an admin key that was kept before gives way to the derived one, a configured one goes before both', () => {
  const alone = load();
  const { adminKey } = load({ secret: SECRET, adminKeyFromSecret: true });
  assert.notEqual(adminKey, alone.adminKey);
  assert.equal(load({ secret: SECRET }).adminKey, adminKey, 'a node on its own again goes on with it');
  assert.equal(load({ secret: SECRET, adminKey: ADMIN_KEY, adminKeyFromSecret: true }).adminKey, ADMIN_KEY);
});

test('a data directory that is missing is made, for the owner only', () => {
  dataDir = join(dataDir, 'deep', 'down');
  load();
  assert.equal(fs.statSync(dataDir).mode & 0o777, 0o700);
  dataDir = join(dataDir, '..', '..');
});

test('configured secrets are used as they are and nothing is written', () => {
  const loaded = load({ secret: SECRET, secretPrevious: 'before', adminKey: ADMIN_KEY });
  assert.deepEqual(loaded, { secrets: { current: SECRET, previous: 'before' }, adminKey: ADMIN_KEY, adminKeyFile: null, notices: [] });
  assert.deepEqual(fs.readdirSync(dataDir), []);
});

test('a configured secret goes before the one that was kept, which stays as it is', () => {
  const { secrets } = load();
  assert.equal(load({ secret: SECRET }).secrets.current, SECRET);
  assert.equal(load().secrets.current, secrets.current);
});

test('the previous secret goes along with a kept one too', () => {
  assert.equal(load({ secretPrevious: SECRET }).secrets.previous, SECRET);
});

test('a file that others can read is used, and the notice says how to close it', () => {
  load();
  fs.chmodSync(join(dataDir, 'secret'), 0o640);
  const { notices } = load();
  assert.equal(notices.length, 1);
  assert.match(notices[0] ?? '', /secret can be read by others.*mode 0640.*chmod 600/);
});

for (const [name, content] of [
  ['empty', ''],
  ['cut off', 'ab12'],
  ['longer than it should be', 'a'.repeat(65)],
  ['not hexadecimal', 'z'.repeat(64)],
  ['two lines long', `${'a'.repeat(64)}\n${'a'.repeat(64)}\n`],
  ['huge', 'a'.repeat(100_000)],
  ['not text', Buffer.alloc(64, 0xff)],
] as const) {
  test(`a secret file that is ${name} stops the start and is not replaced`, () => {
    fs.writeFileSync(join(dataDir, 'secret'), content, { mode: 0o600 });
    const message = refusal(load);
    assert.match(message, /secret must hold 64 hexadecimal digits.*Restore it from a backup, or delete it/);
    assert.deepEqual(fs.readFileSync(join(dataDir, 'secret')), Buffer.from(content));
  });
}

test('an admin key file that is too short, or could not be sent in a header, stops the start without showing it', () => {
  for (const content of ['short', 'x'.repeat(31), `${'x'.repeat(40)} y`, 'ü'.repeat(40)]) {
    fs.writeFileSync(join(dataDir, 'admin-key'), content);
    const message = refusal(load);
    assert.match(message, /admin-key must hold one line of at least 32 visible ASCII characters/);
    assert.equal(message.includes(content), false);
  }
});

test('an admin key that the operator chose is used, with or without a line break', () => {
  for (const ending of ['', '\n', '\r\n']) {
    fs.writeFileSync(join(dataDir, 'admin-key'), ADMIN_KEY + ending, { mode: 0o600 });
    assert.equal(load().adminKey, ADMIN_KEY);
  }
});

test('a data directory that is a file stops the start with the path', () => {
  const path = join(dataDir, 'not-a-directory');
  fs.writeFileSync(path, '');
  assert.match(
    refusal(() => load({ dataDir: path })),
    /not-a-directory.*data directory must exist or be creatable/,
  );
});

test('a secret that is a directory stops the start', () => {
  fs.mkdirSync(join(dataDir, 'secret'));
  assert.match(refusal(load), /secret can't be read or made/);
});

test('what a crash left of a draft is neither read nor in the way', () => {
  fs.writeFileSync(join(dataDir, 'secret.0011223344556677.new'), 'half');
  assert.match(load().secrets.current, /^[0-9a-f]{64}$/);
});

test('processes that start at the same time in a new directory agree on one secret and one admin key', async () => {
  const script = `
    import { once } from 'node:events';
    import { loadSecrets } from ${JSON.stringify(new URL('../../src/identity/secrets.js', import.meta.url).href)};
    console.log('ready');
    await once(process.stdin, 'data');
    const { secrets, adminKey } = loadSecrets({ dataDir: ${JSON.stringify(dataDir)}, secret: null, secretPrevious: null, adminKey: null });
    console.log(secrets.current + ' ' + adminKey);
    process.stdin.destroy();`;
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  await Promise.all(children.map((child) => once(child.stdout, 'data')));
  for (const child of children) child.stdin.write('go');
  const answers = await Promise.all(children.map((child) => text(child.stdout)));
  const kept = load();
  assert.deepEqual(new Set(answers), new Set([`${kept.secrets.current} ${kept.adminKey}\n`]));
  assert.deepEqual(fs.readdirSync(dataDir).sort(), ['admin-key', 'secret']);
});

test.run();
