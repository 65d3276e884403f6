/** Measured code runs in processes of its own: options go in as one argument, the result comes out as one line of JSON. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { NODE_FLAGS } from '../support/node-flags.js';

const RESULT_BYTES_MAX = 64 * 1024 * 1024;

/** Runs `script` (beside this file) in a fresh process; rejects with what it wrote when it fails. */
export async function runChild<Result>(script: string, options: object, flags: readonly string[] = []): Promise<Result> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const args = [...NODE_FLAGS, ...flags, file, JSON.stringify(options)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: RESULT_BYTES_MAX });
  return JSON.parse(stdout) as Result;
}

/** The other side: the options of this process. */
export function childOptions<Options>(): Options {
  return JSON.parse(process.argv[2] ?? '{}') as Options;
}

export function report(result: object): void {
  process.stdout.write(JSON.stringify(result));
}

/** CPU time of this process so far, all threads, in seconds. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
