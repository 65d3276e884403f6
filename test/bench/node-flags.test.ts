import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import { NODE_FLAGS } from '../../bench/support/node-flags.js';

test('what is measured runs with the flags that npm start gives it', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  assert.ok(scripts.start.endsWith(`exec node ${NODE_FLAGS.join(' ')} dist/src/main.js`), scripts.start);
});

test.run();
