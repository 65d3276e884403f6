/** The types that the web app calls the API with are those of the API: whoever changes a route runs the generator. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const COMPILED = fileURLToPath(new URL('../..', import.meta.url));

test('what is committed is what the generator makes of the description of the API', () => {
  const directory = mkdtempSync(join(tmpdir(), 'frontrow-api-'));
  try {
    const file = join(directory, 'openapi.d.ts');
    execFileSync(process.execPath, [join(ROOT, 'test/tooling/api-types.mjs'), file, COMPILED], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const made = readFileSync(file, 'utf8');
    assert.ok(made.includes('"/api/v1/reservations"'), 'the generator has made types');
    // Not `equal`: to work out how two texts of this size differ takes longer than to make them anew.
    assert.ok(readFileSync(join(ROOT, 'src/web/api/openapi.d.ts'), 'utf8') === made, 'run: node test/tooling/api-types.mjs');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test.run();
