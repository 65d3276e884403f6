/** `npm run cluster`: NATS servers and Frontrow nodes on this machine, until Ctrl-C. Exit codes are in options.ts. */
import { CommanderError } from 'commander';
import { NatsServerMissing } from '../support/nats/nats-binary.js';
import { NatsFailed } from '../support/nats/nats-server.js';
import { NodeFailed } from '../support/node-process.js';
import { guideText } from './guide.js';
import { DataUnusable, LocalCluster } from './local-cluster.js';
import type { LocalClusterOptions } from './options.js';
import { parseOptions } from './options.js';

const EXIT = { stopped: 0, usage: 2, notStarted: 3, interrupted: 130 } as const;
/** Ctrl-C under npm reaches us twice, from the terminal and from npm; only a signal later than this is a second wish. */
const SECOND_SIGNAL_MS = 1_000;
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function main(): Promise<number> {
  const options = optionsOrExitCode();
  if (typeof options === 'number') return options;
  const toStop = stopAsked();
  try {
    const cluster = await LocalCluster.start(options, say);
    const bringBack = (): void => cluster.bringBack();
    process.on('SIGUSR2', bringBack);
    say(`\n${guideText(cluster.guide())}\n`);
    await toStop;
    process.off('SIGUSR2', bringBack);
    await cluster.stop();
    return EXIT.stopped;
  } catch (error) {
    const isExpected =
      error instanceof NatsServerMissing || error instanceof NatsFailed || error instanceof NodeFailed || error instanceof DataUnusable;
    if (!isExpected) throw error;
    const advice = error.message.includes('has that port') ? '\nWith npm run cluster -- --port 0, all ports are free ones.' : '';
    process.stderr.write(`cluster: ${error.message}${advice}\n`);
    return EXIT.notStarted;
  }
}

function optionsOrExitCode(): LocalClusterOptions | number {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.stopped : EXIT.usage;
    throw error;
  }
}

/** Resolves at the first signal to stop. What is under way when a second one comes is killed: nodes and servers end with us. */
function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | null = null;
    const ask = (): void => {
      if (askedAt === null) {
        askedAt = performance.now();
        resolve();
      } else if (performance.now() - askedAt > SECOND_SIGNAL_MS) {
        process.exit(EXIT.interrupted);
      }
    };
    for (const signal of STOP_SIGNALS) process.on(signal, ask);
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main();
