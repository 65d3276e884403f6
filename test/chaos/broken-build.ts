/**
 * A deliberately broken build: a copy of the compiled program in which exact texts are replaced. A text that is not there exactly once makes no build but an
 * error, so that a change of the program breaks the test that relies on it, and not the proof.
 */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What is compiled and installed around this file. */
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PROGRAM = join('dist', 'src');

export interface Replacement {
  /** In the compiled program, such as `cluster/lease.js`. */
  readonly file: string;
  /** Must be there exactly once. */
  readonly text: string;
  readonly by: string;
}

export interface BrokenBuild {
  readonly main: string;
  remove(): Promise<void>;
}

export async function brokenBuild(replacements: readonly Replacement[]): Promise<BrokenBuild> {
  const directory = await mkdtemp(join(tmpdir(), 'frontrow-broken-'));
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
  try {
    await cp(join(ROOT, PROGRAM), join(directory, PROGRAM), { recursive: true, filter: (path) => !path.endsWith('.d.ts') });
    await cp(join(ROOT, 'proto'), join(directory, 'proto'), { recursive: true, dereference: true });
    await cp(join(ROOT, 'package.json'), join(directory, 'package.json'));
    await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
    for (const replacement of replacements) await replace(join(directory, PROGRAM), replacement);
    return { main: join(directory, PROGRAM, 'main.js'), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function replace(program: string, { file, text, by }: Replacement): Promise<void> {
  const path = join(program, file);
  const parts = (await readFile(path, 'utf8')).split(text);
  if (parts.length !== 2) throw new Error(`"${text}" is ${parts.length - 1} times in ${file}, not once`);
  await writeFile(path, parts.join(by));
}
