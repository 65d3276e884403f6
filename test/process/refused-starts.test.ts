/** Starts that must not happen: each ends at once, with one clear explanation and an exit code that says of what kind it is. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { test } from 'uvu';
import { SETTINGS } from '../../src/config/settings.js';
import type { Ended } from './stage.js';
import { freePorts, runToEnd, Stage } from './stage.js';

const USAGE = 64;
const UNAVAILABLE = 69;
const IO = 74;

let stage = new Stage();
test.before.each(() => {
  stage = new Stage();
});
test.after.each(() => stage.dispose());

/** Ended with that code and one line on standard error that has all the words. */
function assertOneLine(ended: Ended, code: number, ...words: readonly string[]): void {
  assert.deepEqual(
    { code: ended.code, stdout: ended.stdout, lines: ended.stderr.length },
    { code, stdout: '', lines: 1 },
    ended.stderr.join('\n'),
  );
  const line = ended.stderr[0] ?? '';
  assert.match(line, /^frontrow: /);
  for (const word of words) assert.ok(line.includes(word), `"${word}" is not in: ${line}`);
}

test('all bad settings are named at once, with what would be right, before anything is opened', async () => {
  const dataDir = join(await stage.dataDir(), 'never-made');
  const ended = await runToEnd([], {
    ...freePorts(dataDir),
    FRONTROW_HTTP_PORT: '70000',
    FRONTROW_DRAIN_SECONDS: 'soon',
    FRONTROW_SECRET: 'too short',
    FRONTROW_MAX_POINT: '5',
    FRONTROW_NATS_URL: 'somewhere',
  });
  assert.equal(ended.code, USAGE);
  assert.equal(ended.stdout, '');
  const text = ended.stderr.join('\n');
  for (const words of [
    /FRONTROW_HTTP_PORT="70000": must be .*0 to 65535/,
    /FRONTROW_DRAIN_SECONDS="soon": must be .*1 to 9/,
    /FRONTROW_SECRET: must have at least 32 bytes/,
    /FRONTROW_MAX_POINT: there is no such setting\. Did you mean FRONTROW_MAX_POINTS\?/,
    /FRONTROW_NATS_URL: must be a comma-separated list of NATS servers/,
  ]) {
    assert.match(text, words);
  }
  assert.ok(!text.includes('too short'), 'a secret is not repeated');
  assert.equal(existsSync(dataDir), false);
});

test('an unknown option is refused with the usage code', async () => {
  const ended = await runToEnd(['--prot', '3000'], freePorts(join(await stage.dataDir(), 'never-made')));
  assert.equal(ended.code, USAGE);
  assert.match(ended.stderr.join('\n'), /unknown option '--prot'/);
});

test('a folder of the brand that cannot be used is refused in one line, with the usage code', async () => {
  const dataDir = await stage.dataDir();
  const brandDir = join(dataDir, 'no-brand');
  assertOneLine(await runToEnd([], { ...freePorts(dataDir), FRONTROW_BRAND_DIR: brandDir }), USAGE, 'FRONTROW_BRAND_DIR', brandDir);
});

test('--help lists every setting, and --version says which one this is', async () => {
  const help = await runToEnd(['--help'], {});
  assert.equal(help.code, 0);
  for (const { env } of Object.values(SETTINGS)) assert.ok(help.stdout.includes(env), `${env} is missing`);
  const version = await runToEnd(['--version'], {});
  assert.deepEqual({ code: version.code, stderr: version.stderr }, { code: 0, stderr: [] });
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
});

test('a data directory in use is refused in one line, and the node that has it goes on unharmed', async () => {
  const dataDir = await stage.dataDir();
  const node = await stage.start({ dataDir });
  const sale = await stage.sale(node);
  assertOneLine(await runToEnd([], freePorts(dataDir)), IO, dataDir, 'in use by process', 'choose another data directory');
  const hold = await sale.api.hold(sale.guest, sale.token, sale.scheduleId, [1]);
  assert.equal(await sale.api.reservationStatus(sale.guest, hold.reservationId), 'HELD');
  assert.deepEqual(await node.stop(), { code: 0, signal: null });
});

test('a file where the data directory should be is refused in one line', async () => {
  const file = join(await stage.dataDir(), 'data');
  writeFileSync(file, 'not a directory');
  assertOneLine(await runToEnd([], freePorts(file)), IO, file, 'not a directory');
  assertOneLine(await runToEnd([], freePorts(join(file, 'below'))), IO, file, 'not a directory');
});

test('a directory in the place of the journal is refused in one line', async () => {
  const dataDir = await stage.dataDir();
  mkdirSync(join(dataDir, 'journal.db'));
  assertOneLine(await runToEnd([], freePorts(dataDir)), IO, 'journal.db', 'not a regular file');
});

test('a data directory that may not be written to is refused in one line', async () => {
  const dataDir = await stage.dataDir();
  chmodSync(dataDir, 0o500);
  // Root may write everywhere but in the kernel's own file systems.
  const unwritable = process.getuid?.() === 0 ? '/sys/frontrow' : dataDir;
  const ended = await runToEnd([], freePorts(unwritable));
  chmodSync(dataDir, 0o700);
  assertOneLine(ended, IO, unwritable, 'data directory');
});

test('a data directory in a place that takes no directories is refused in one line', async () => {
  // Linux answers a new directory below /proc with "no such file"; elsewhere a file in the way does.
  const file = join(await stage.dataDir(), 'file');
  writeFileSync(file, '');
  const nowhere = process.platform === 'linux' ? '/proc/frontrow/data' : join(file, 'data');
  assertOneLine(await runToEnd([], freePorts(nowhere)), IO, nowhere, 'data directory');
});

test('a journal from a newer version is refused in one line and left as it is', async () => {
  const dataDir = await stage.dataDir();
  const node = await stage.start({ dataDir });
  await node.stop();
  const journal = new Database(join(dataDir, 'journal.db'));
  journal.pragma('user_version = 2');
  journal.close();
  assertOneLine(await runToEnd([], freePorts(dataDir)), IO, 'format 2', 'newer version');
  const after = new Database(join(dataDir, 'journal.db'), { readonly: true });
  assert.equal(after.pragma('user_version', { simple: true }), 2);
  after.close();
});

test('a journal of another program is refused in one line', async () => {
  const dataDir = await stage.dataDir();
  const foreign = new Database(join(dataDir, 'journal.db'));
  foreign.exec('CREATE TABLE songs (title TEXT)');
  foreign.close();
  assertOneLine(await runToEnd([], freePorts(dataDir)), IO, 'another program');
});

test('a spoilt secret is refused in one line that says what its loss would mean, and does not show it', async () => {
  const dataDir = await stage.dataDir();
  writeFileSync(join(dataDir, 'secret'), 'spoilt\n', { mode: 0o600 });
  const ended = await runToEnd([], freePorts(dataDir));
  assertOneLine(ended, IO, join(dataDir, 'secret'), 'Restore it from a backup');
  assert.ok(!ended.stderr.join().includes('spoilt'));
});

for (const { setting, other } of [
  { setting: 'FRONTROW_HTTP_PORT', other: 'FRONTROW_OPS_PORT' },
  { setting: 'FRONTROW_OPS_PORT', other: 'FRONTROW_HTTP_PORT' },
]) {
  test(`a taken port is refused in one line that names ${setting}, and leaves nothing locked`, async () => {
    const dataDir = await stage.dataDir();
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
    const { port } = squatter.address() as AddressInfo;
    const ended = await runToEnd([], { ...freePorts(dataDir), [setting]: String(port), [other]: '0', FRONTROW_LOG_LEVEL: 'warn' });
    await new Promise((resolve) => squatter.close(resolve));
    assertOneLine(ended, UNAVAILABLE, `127.0.0.1:${port}`, 'another program has that port', setting);
    assert.ok(!readdirSync(dataDir).includes('lock.pid'));
    await stage.start({ dataDir });
  });
}

test.run();
