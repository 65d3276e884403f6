/**
 * Takes Chromium out of Debian with the machine's own apt: its sources, its keyrings, its pins, its proxies. Nothing is installed: the packages that this machine
 * lacks are downloaded and unpacked into a folder, and apt's lists and cache are in a scratch folder, so nothing on the system changes and no right is needed.
 *
 * It is the headless shell, which needs no desktop; the same engine draws the pages.
 */
import { appendFile, copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withoutSecrets, writeConfiguration } from '../../bench/support/nats/apt-configuration.js';
import { runCommand } from '../../bench/support/nats/run-command.js';

/** Chromium does not start where there is no font at all. */
const PACKAGES = ['chromium-headless-shell', 'fonts-dejavu-core'];
/** Dependencies of scripts that are not used here; they would bring half a desktop. */
const NOT_NEEDED = ['x11-utils', 'xdg-utils'];
const STATUS_OF_SYSTEM = '/var/lib/dpkg/status';
const STEP_MS_MAX = 280_000;
const LINES_SHOWN = 12;

/** Unpacks what is missing below `target`. Rejects with the last lines of the step that failed. */
export async function unpackFromDebian(scratch: string, target: string, env: NodeJS.ProcessEnv): Promise<void> {
  const archives = join(scratch, 'cache', 'archives');
  const configuration = await configureApt(scratch, archives);
  const steps: string[] = [];
  const run = async (file: string, args: readonly string[]): Promise<boolean> => {
    const { succeeded, output } = await runCommand(file, args, { env: { ...env, LC_ALL: 'C' }, cwd: scratch, msMax: STEP_MS_MAX });
    steps.push(...output.split('\n').filter((line) => line.trim() !== ''));
    return succeeded;
  };
  const must = async (file: string, args: readonly string[]): Promise<void> => {
    if (await run(file, args)) return;
    throw new Error(`${[file, ...args.slice(-3)].join(' ')} failed:\n${withoutSecrets(steps.slice(-LINES_SHOWN).join('\n'))}`);
  };
  // One source of several that does not answer is no reason to stop; whether enough is known, the next step finds out.
  await run('apt-get', ['--config-file', configuration, '--quiet', 'update']);
  await must('apt-get', ['--config-file', configuration, '--quiet', '--yes', '--download-only', 'install', ...PACKAGES]);
  const names = (await readdir(archives)).filter((name) => name.endsWith('.deb'));
  if (names.length === 0)
    throw new Error(`apt-get brought no package: ${PACKAGES.join(' and ')} seem to be installed, but there is no chromium in PATH`);
  for (const name of names) await must('dpkg-deb', ['--extract', join(archives, name), target]);
}

/** The system's sources and proxies hold on. */
async function configureApt(scratch: string, archives: string): Promise<string> {
  const [lists, cache] = [join(scratch, 'lists'), join(scratch, 'cache')];
  for (const folder of [lists, archives]) await mkdir(join(folder, 'partial'), { recursive: true });
  return writeConfiguration(scratch, {
    'Dir::State::lists': lists,
    'Dir::State::status': await writeStatus(scratch),
    'Dir::Cache': cache,
    'Dir::Cache::archives': archives,
    // Nothing is installed, so nobody has to be kept from installing.
    'Debug::NoLocking': 'true',
    'APT::Install-Recommends': 'false',
  });
}

/** What is installed here, and what is to be taken for installed. */
async function writeStatus(scratch: string): Promise<string> {
  const file = join(scratch, 'status');
  await copyFile(STATUS_OF_SYSTEM, file).catch(async () => writeFile(file, ''));
  for (const name of NOT_NEEDED) {
    const fields = { Package: name, Status: 'install ok installed', Architecture: 'all', 'Multi-Arch': 'foreign', Version: '999' };
    await appendFile(
      file,
      `\n${Object.entries({ ...fields, Maintainer: 'nobody', Description: 'not needed' })
        .map(([field, value]) => `${field}: ${value}`)
        .join('\n')}\n`,
    );
  }
  return file;
}
