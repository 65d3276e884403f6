/**
 * Takes nats-server out of Debian's unstable suite with the machine's own apt: its mirror, its keyring, its proxies. The package is not installed, only unpacked
 * (it is one program that needs nothing else), and apt's lists, state and cache are in a scratch folder, so nothing on the system changes and no right is needed.
 */
import { access, mkdir, readdir, writeFile } from 'node:fs/promises';
import { constants } from 'node:fs';
import { join } from 'node:path';
import { mustHaveApt, withoutSecrets, writeConfiguration } from './apt-configuration.js';
import { debianMirrors } from './apt-sources.js';
import { runCommand } from './run-command.js';

const PACKAGE = 'nats-server';
const SUITE = 'unstable main';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
/** Where the package has its program, as policy has changed over the years. */
const PROGRAM_PLACES = ['usr/sbin/nats-server', 'usr/bin/nats-server'];
const STEP_MS_MAX = 120_000;
const LINES_SHOWN = 12;

/** Rejects with why nothing can be fetched here at all. */
export async function mustBeFetchable(env: NodeJS.ProcessEnv): Promise<void> {
  await mustHaveApt(env);
  await access(KEYRING, constants.R_OK).catch(() => {
    throw new Error(`what is fetched is checked with ${KEYRING}, which this machine does not have (package debian-archive-keyring)`);
  });
}

/** Resolves with the path of the program, somewhere in the scratch folder. Rejects with the last lines of the step that failed. */
export async function fetchFromDebian(scratch: string, env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<string> {
  const mirrors = await debianMirrors();
  say(`Fetching nats-server from Debian's unstable suite (${mirrors.map(withoutSecrets).join(', ')}); this is done once.`);
  const configuration = await configureApt(scratch, mirrors);
  const downloads = join(scratch, 'downloads');
  const unpacked = join(scratch, 'unpacked');
  await mkdir(downloads);
  const steps: string[] = [];
  const step = async (file: string, args: readonly string[]): Promise<void> => {
    const run = await runCommand(file, args, { env: { ...env, LC_ALL: 'C' }, cwd: downloads, msMax: STEP_MS_MAX });
    steps.push(...run.output.split('\n').filter((line) => line.trim() !== ''));
    if (!run.succeeded)
      throw new Error(`${[file, ...args.slice(-2)].join(' ')} failed:\n${withoutSecrets(steps.slice(-LINES_SHOWN).join('\n'))}`);
  };
  await step('apt-get', ['--config-file', configuration, '--quiet', 'update']);
  await step('apt-get', ['--config-file', configuration, '--quiet', 'download', PACKAGE]);
  const archive = (await readdir(downloads)).find((name) => name.endsWith('.deb'));
  if (archive === undefined) throw new Error('apt-get download brought no package');
  await step('dpkg-deb', ['--extract', archive, unpacked]);
  for (const place of PROGRAM_PLACES) {
    const program = join(unpacked, place);
    const isThere = await access(program).then(
      () => true,
      () => false,
    );
    if (isThere) return program;
  }
  throw new Error(`the package ${archive} has none of ${PROGRAM_PLACES.join(', ')}`);
}

/** Other sources than the system's, whose proxies hold on. */
async function configureApt(scratch: string, mirrors: readonly string[]): Promise<string> {
  for (const folder of ['state/lists/partial', 'cache/archives/partial']) await mkdir(join(scratch, folder), { recursive: true });
  const sources = join(scratch, 'sources.list');
  const status = join(scratch, 'state', 'status');
  // Only the index of packages: appstream and the like would have more fetched.
  await writeFile(sources, mirrors.map((uri) => `deb [signed-by=${KEYRING} target=Packages] ${uri} ${SUITE}\n`).join(''));
  await writeFile(status, '');
  return writeConfiguration(scratch, {
    'Dir::Etc::sourcelist': sources,
    'Dir::Etc::sourceparts': '/dev/null',
    // Pins of the system would speak against another suite.
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::State': join(scratch, 'state'),
    'Dir::State::lists': join(scratch, 'state', 'lists'),
    'Dir::State::status': status,
    'Dir::Cache': join(scratch, 'cache'),
    'Dir::Cache::archives': join(scratch, 'cache', 'archives'),
  });
}
