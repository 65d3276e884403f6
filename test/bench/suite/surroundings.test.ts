import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import assert from 'node:assert/strict';
import { lookAround } from '../../../bench/suite/surroundings.js';
import type { Commit } from '../../../bench/suite/surroundings.js';

const modules = fileURLToPath(new URL('../../../../node_modules', import.meta.url));
const PUBLISHED = ['bench/results.json'];

const test = suite<{ root: string }>('surroundings');

test.before.each(async (context) => {
  context.root = await mkdtemp(join(tmpdir(), 'surroundings-'));
  await mkdir(join(context.root, 'bench'));
  await symlink(modules, join(context.root, 'node_modules'));
});

test.after.each(async ({ root }) => rm(root, { recursive: true, force: true }));

function git(root: string, ...args: readonly string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', ['-C', root, ...identity, ...args], { encoding: 'utf8' }).trim();
}

async function commitOf(root: string): Promise<Commit | null> {
  return (await lookAround(root, root, PUBLISHED)).commit;
}

test('the machine and the versions of what runs are told', async ({ root }) => {
  const { machine, versions } = await lookAround(root, root, PUBLISHED);
  assert.ok(machine.cores >= 1 && machine.memoryBytes > 0 && machine.cpu !== '' && machine.kernel !== '' && machine.disk !== '');
  assert.equal(versions['node'], process.versions.node);
  for (const name of ['fastify', 'better-sqlite3', 'nact', 'autocannon', 'SQLite']) assert.match(versions[name] ?? '', /^\d+\.\d+/, name);
});

test('a tree is dirty when anything but the published results was changed', async ({ root }) => {
  git(root, 'init', '--quiet');
  await writeFile(join(root, '.gitignore'), 'node_modules\n');
  await writeFile(join(root, 'bench/results.json'), '{}');
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '--message', 'first');
  const id = git(root, 'rev-parse', '--short=12', 'HEAD');
  assert.deepEqual(await commitOf(root), { id, dirty: false });
  await writeFile(join(root, 'bench/results.json'), '{"rows":[]}');
  assert.deepEqual(await commitOf(root), { id, dirty: false });
  await writeFile(join(root, 'bench/new.ts'), '');
  assert.deepEqual(await commitOf(root), { id, dirty: true });
});

test('outside a git work tree no commit is known', async ({ root }) => {
  assert.equal(await commitOf(root), null);
});

test.run();
