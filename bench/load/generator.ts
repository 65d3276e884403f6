/**
 * A closed-loop generator as whoever measures sees it: a process of its own, so that neither the row nor the server pays for it. It gets its plan, prepares all
 * that can be prepared, is told to go, and says how busy it was.
 */
import { fork } from 'node:child_process';
import { assertNever } from '../../src/domain/decider.js';
import type { FromGeneratorProcess, LoadReport, ToGeneratorProcess } from './generator-messages.js';
import { latenciesOf } from './latencies.js';
import type { AroundLoad, LoadResult } from './load.js';

/**
 * Throws when an answer was not as expected, or did not come.
 * @param script of the process, see `serveLoad`.
 */
export async function runGenerator<Plan>(script: string, plan: Plan, around: AroundLoad): Promise<LoadResult> {
  return resultOf(await inOwnProcess(script, plan, around));
}

async function inOwnProcess<Plan>(script: string, plan: Plan, around: AroundLoad): Promise<LoadReport> {
  const child = fork(script, { serialization: 'advanced' });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const tell = (message: ToGeneratorProcess<Plan>): void => {
    // A generator that is gone is reported by its exit.
    child.send(message, () => undefined);
  };
  try {
    return await new Promise<LoadReport>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => reject(new Error(`the load generator ended too early: ${String(signal ?? code)}`)));
      child.on('message', (message: FromGeneratorProcess) => {
        try {
          switch (message.kind) {
            case 'prepared':
              around.before?.();
              tell({ kind: 'go' });
              return;
            case 'done':
              around.after?.();
              resolve(message.report);
              return;
            case 'failed':
              reject(new Error(`the load failed: ${message.reason}`));
              return;
            default:
              assertNever(message);
          }
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
      tell({ kind: 'prepare', plan });
    });
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

function resultOf({ seconds, cpuSeconds, latenciesMs, statuses }: LoadReport): LoadResult {
  const answered = latenciesMs.length;
  return {
    answered,
    seconds,
    requestsPerSecond: answered / seconds,
    latencyMs: latenciesOf(latenciesMs),
    statuses,
    generatorShare: cpuSeconds / seconds,
  };
}
