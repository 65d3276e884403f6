import assert from 'node:assert/strict';
import { test } from 'uvu';
import { readConfig, settingsHelp, settingsTable } from '../../src/config.js';
import { SETTINGS } from '../../src/config/settings.js';

const settings = Object.values(SETTINGS);
const rows = settingsTable()
  .split('\n')
  .slice(2)
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

test('the table has a row for every setting, each with all cells filled', () => {
  assert.deepEqual(
    rows.map((cells) => cells[1]),
    settings.map(({ env }) => `\`${env}\``),
  );
  for (const cells of rows) {
    assert.equal(cells.length, 7, cells.join(' | '));
    for (const cell of cells.slice(1, 6)) assert.notEqual(cell, '');
  }
});

test('no two settings share a variable', () => {
  assert.equal(new Set(settings.map(({ env }) => env)).size, settings.length);
});

test('a default that the table shows as a value is one that can be set, and means the same', () => {
  // Where "none" means that nothing is set.
  const unset = ['SECRET', '_KEY', '_CERT', '_CA', '_ISSUER`', '_ISSUER_AUDIENCE', '_JWKS_URL', '_CREDENTIALS', '_NATS_USER', '_PASSWORD'];
  let checked = 0;
  for (const [, env = '', , fallback = ''] of rows) {
    const value = /^`([^`]+)`$|^(none)$/.exec(fallback);
    if (value === null || unset.some((text) => env.includes(text))) continue;
    assert.deepEqual(readConfig({ [env.replaceAll('`', '')]: value[1] ?? value[2] }), readConfig({}), env);
    checked += 1;
  }
  assert.equal(checked, settings.length - 28);
});

test('the help explains every setting within 100 columns and without Markdown', () => {
  const help = settingsHelp();
  for (const { env } of settings) assert.ok(help.split('\n').includes(env), env);
  for (const line of help.split('\n')) assert.ok(line.length <= 100, line);
  assert.equal(help.includes('`'), false);
});

test.run();
