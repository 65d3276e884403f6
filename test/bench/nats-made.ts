/** Programs that only hold their version, for tests of the cache folder. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { versionIn } from '../../bench/support/nats/nats-version.js';
import type { NatsVersion } from '../../bench/support/nats/nats-version.js';

export async function madeProgram(folder: string, version: string): Promise<string> {
  const path = join(folder, 'nats-server');
  await mkdir(folder, { recursive: true });
  await writeFile(path, `nats-server: v${version}\n`);
  return path;
}

export async function versionInText(path: string): Promise<NatsVersion> {
  const version = versionIn(await readFile(path, 'utf8'));
  if (version === null) throw new Error(`${path} holds no version`);
  return version;
}
