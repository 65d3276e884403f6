/** `npm run chaos`: breaks a cluster on purpose and audits the books. Exit codes are in options.ts. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import type { ChaosOptions } from './options.js';
import { parseOptions } from './options.js';
import { planFaults } from './plan.js';
import { runChaos } from './run.js';
import { summaryOf } from './summary.js';
import { countViolations } from './verdict.js';

const EXIT = { clean: 0, broken: 1, usage: 2 } as const;

async function main(): Promise<number> {
  let options: ChaosOptions;
  try {
    options = parseOptions(process.argv.slice(2));
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.usage;
    throw error;
  }
  const { durationMs, seed, nodes, fans, only, network, keep } = options;
  const directory = keep ?? (await mkdtemp(join(tmpdir(), 'frontrow-chaos-')));
  await mkdir(directory, { recursive: true });
  const historyFile = join(directory, 'history.jsonl');
  const faults = planFaults({ seed, nodes, servers: 3, durationMs, only });
  const tell = (line: string): void => void process.stdout.write(`${line}\n`);
  tell(`Seed ${seed}: ${faults.length} faults in ${durationMs / 1_000} s, ${fans} fans, ${nodes} nodes, 3 NATS servers, in ${directory}`);
  const ending = await runChaos({ directory, seed, durationMs, nodes, fans, faults, network, historyFile, tell });
  tell(summaryOf(ending));
  const isClean = countViolations(ending.verdict) === 0;
  if (isClean && keep === null) await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  else tell(`History, data and logs: ${directory}`);
  return isClean ? EXIT.clean : EXIT.broken;
}

process.exitCode = await main();
