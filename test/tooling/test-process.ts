/**
 * Runs one test file in a process group and a temporary directory of its own; nothing of either is left when it is over.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Verdict } from './verdict.js';
import { judge } from './verdict.js';

export interface FileResult {
  readonly verdict: Verdict;
  /** What it wrote to stdout and stderr, in order of arrival, the last `outputCharsMax`. */
  readonly output: string;
  readonly seconds: number;
}

/** A file that floods its output must not take the runner's memory; what matters stands at the end. */
const outputCharsMax = 1_000_000;

const removalRetries = 5;

/** Process groups under way, so that an interrupted runner leaves none behind: they do not get the terminal's Ctrl-C. */
const running = new Map<number, string>();

export async function runTestFile(path: string, deadlineSeconds: number): Promise<FileResult> {
  const began = performance.now();
  const directory = mkdtempSync(join(tmpdir(), 'test-'));
  const child = spawn(process.execPath, ['--enable-source-maps', path], {
    detached: true,
    env: environmentFor(directory),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${process.execPath} could not be started`);
  running.set(pid, directory);

  let stdout = '';
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout = (stdout + chunk).slice(-outputCharsMax);
    output = (output + chunk).slice(-outputCharsMax);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    output = (output + chunk).slice(-outputCharsMax);
  });

  let timedOut = false;
  const deadline = setTimeout(() => {
    timedOut = true;
    killGroup(pid);
  }, deadlineSeconds * 1000);
  // Processes that it started hold its pipes: without their end there would be no `close`.
  child.once('exit', () => {
    killGroup(pid);
  });

  return new Promise((resolve) => {
    child.once('close', (exitCode, signal) => {
      clearTimeout(deadline);
      running.delete(pid);
      remove(directory);
      const seconds = (performance.now() - began) / 1000;
      resolve({ verdict: judge(stdout, { exitCode, signal, timedOut }), output, seconds });
    });
  });
}

/** For a runner that is interrupted. */
export function abandonTestFiles(): void {
  for (const [pid, directory] of running) {
    killGroup(pid);
    remove(directory);
  }
}

/** The developer's settings for a node must not leak into the tests; colours would hide the summary. */
function environmentFor(directory: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('FRONTROW_') && name !== 'FORCE_COLOR');
  return { ...Object.fromEntries(kept), NO_COLOR: '1', TMPDIR: directory, TMP: directory, TEMP: directory };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Nobody is left in the group, or (macOS) only processes that have ended.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

function remove(directory: string): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: removalRetries });
}
