/** Programs of the machine: whether there is one, and a run of it to its end, with what it wrote. */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';

export interface CommandOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Then it is killed, and has failed. */
  readonly msMax: number;
}

export interface CommandRun {
  readonly succeeded: boolean;
  /** Standard output and standard error as they came; when it failed, with how it ended. */
  readonly output: string;
}

const OUTPUT_CHARS_MAX = 20_000;

/** Never rejects: a program that is not there is a run that failed. */
export function runCommand(file: string, args: readonly string[], { env, cwd, msMax }: CommandOptions): Promise<CommandRun> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'], ...(cwd === undefined ? {} : { cwd }) });
    const kill = (): void => void child.kill('SIGKILL');
    const timer = setTimeout(kill, msMax);
    process.once('exit', kill);
    let written = '';
    const end = (succeeded: boolean, how: string): void => {
      clearTimeout(timer);
      process.off('exit', kill);
      resolve({ succeeded, output: succeeded ? written : `${written}${written === '' || written.endsWith('\n') ? '' : '\n'}${how}` });
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (written = (written + text).slice(-OUTPUT_CHARS_MAX)));
    }
    child.once('error', ({ message }) => end(false, message));
    child.once('close', (code, signal) => end(code === 0, `${file} ended with ${String(signal ?? code)}`));
  });
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
