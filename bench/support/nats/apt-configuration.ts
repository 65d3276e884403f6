/** The machine's own apt, set up to fetch into a scratch folder: nothing is installed, nothing on the system changes, and no right is needed. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './run-command.js';

const ASKED_MS_MAX = 120_000;

/** Rejects with why nothing can be fetched here at all. */
export async function mustHaveApt(env: NodeJS.ProcessEnv): Promise<void> {
  const { succeeded, output } = await runCommand('apt-get', ['--version'], { env, msMax: ASKED_MS_MAX });
  if (!succeeded) throw new Error(`it is fetched with apt-get, which this machine does not have (${output.trim()})`);
}

/** Resolves with a file that apt is to read after the system's own configuration; what it says goes before that, all else holds on. */
export async function writeConfiguration(scratch: string, settings: Readonly<Record<string, string>>): Promise<string> {
  const all = {
    ...settings,
    // As root, apt would fetch as a user who may not write here.
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::PDiffs': 'false',
    'Acquire::AllowInsecureRepositories': 'false',
    'APT::Get::AllowUnauthenticated': 'false',
  };
  const lines = [
    // What the system does after its own updates is not meant for this one.
    ...['Pre-Invoke', 'Post-Invoke', 'Post-Invoke-Success'].map((hook) => `#clear APT::Update::${hook};`),
    ...Object.entries(all).map(([name, value]) => `${name} "${value}";`),
  ];
  const file = join(scratch, 'apt.conf');
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

/** A mirror's address may hold a user's name and password. */
export function withoutSecrets(text: string): string {
  return text.replace(/\/\/[^/\s@]+@/g, '//');
}
