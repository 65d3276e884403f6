/** The generated types are those of the protocol buffers: whoever changes proto/ runs the generator. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

test('what is committed is what the generator makes of proto/', () => {
  const directory = mkdtempSync(join(tmpdir(), 'frontrow-proto-'));
  try {
    execFileSync(process.execPath, [join(ROOT, 'test/tooling/proto-types.mjs'), directory], { cwd: ROOT });
    const made = filesIn(directory);
    assert.ok(made.size > 50, 'the generator has made files');
    assert.deepEqual(filesIn(join(ROOT, 'src/grpc/generated')), made, 'run: node test/tooling/proto-types.mjs');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

function filesIn(directory: string): Map<string, string> {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => statSync(join(directory, name)).isFile());
  return new Map(files.map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
}

test.run();
