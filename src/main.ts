#!/usr/bin/env node
/**
 * The process: the command line, the configuration, then a node and signals, or one of the other commands. Everything that can go wrong ends in one line on standard error and an
 * exit code, see commands/exit.ts.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { backUp } from './commands/backup.js';
import { EXIT, exitFor, exitWith } from './commands/exit.js';
import { migrateIntoCluster, migrateIntoDirectory, restore } from './commands/migrate.js';
import { verify } from './commands/verify.js';
import { ConfigInvalid, readConfig, settingsHelp } from './config.js';
import type { Config } from './config.js';
import { startNode } from './node.js';
import type { RunningNode } from './node.js';

/** Ctrl-C under npm reaches the node twice, from the terminal and from npm; only a signal later than this is a second wish. */
const SECOND_SIGNAL_MS = 1_000;
/** After a disk failed, answers under way get this long to leave as "not carried out". */
const FAILURE_LINGER_MS = 200;

async function main(): Promise<void> {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  const program = new Command('frontrow')
    .description(
      'Sells concert seats: REST and gRPC API, waiting room, wallets. One node with SQLite inside, or a cluster on NATS JetStream.',
    )
    .version(version)
    .allowExcessArguments(false)
    .addHelpText('after', `\nEverything is set in the environment:\n\n${settingsHelp()}`)
    .exitOverride((exit) => process.exit(exit.exitCode === 0 ? EXIT.ok : EXIT.usage));
  program.command('start', { isDefault: true }).description('start one node (the default)').action(start);
  program
    .command('backup')
    .description(
      'copy everything while nodes run, or while none does: of the data directory, or of the cluster when FRONTROW_NATS_URL is set',
    )
    .requiredOption('--to <directory>', 'where to: an empty directory, or one that does not exist yet')
    .action(({ to }: { readonly to: string }) => carryOut((config) => backUp(config, resolve(to))));
  program
    .command('restore')
    .description('make a backup the data directory, or the log of a cluster that has none when FRONTROW_NATS_URL is set; no node may run')
    .requiredOption('--from <directory>', 'the backup; it is not changed')
    .action(({ from }: { readonly from: string }) => carryOut((config) => restore(config, resolve(from))));
  program
    .command('migrate')
    .description(
      'take a data directory into the cluster that FRONTROW_NATS_URL names, or back; no node may run. Begun again, it goes on where it was',
    )
    .option('--from <directory>', 'the data directory that goes into the cluster; it is not changed')
    .option('--to <directory>', "the data directory that the cluster's log goes into: a new one")
    .action(migrate);
  program
    .command('verify')
    .description('check every chain, every snapshot against its records, and the books: of the data directory, or of the cluster')
    .action(() => carryOut(verify));
  await program.parseAsync();
}

function migrate({ from, to }: { readonly from?: string; readonly to?: string }): Promise<void> {
  if ((from === undefined) === (to === undefined)) exitWith(EXIT.usage, 'migrate needs either --from or --to.');
  return carryOut((config) =>
    from === undefined ? migrateIntoDirectory(config, resolve(to ?? '')) : migrateIntoCluster(config, resolve(from)),
  );
}

/** A command that ends by itself, and what it has to say. */
async function carryOut(command: (config: Config) => Promise<string>): Promise<void> {
  const config = configOrExit();
  try {
    process.stdout.write(`${await command(config)}\n`);
  } catch (error) {
    exitFor(error);
  }
}

async function start(): Promise<void> {
  const config = configOrExit();
  const logger = pino({ level: config.logLevel, base: null }, pino.destination({ fd: 2, sync: false }));
  failOnBugs(logger);
  const node = await startOrExit(config, logger);
  announce(node);
  stopOnSignals(node, logger);
}

function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (error instanceof ConfigInvalid) exitWith(EXIT.usage, error.message);
    throw error;
  }
}

async function startOrExit(config: Config, logger: Logger): Promise<RunningNode> {
  const onJournalFailure = (reason: string): void => {
    logger.fatal(
      { reason },
      'the journal cannot be written: nothing more is acknowledged and the node stops; everything acknowledged is kept',
    );
    setTimeout(() => logger.flush(() => process.exit(EXIT.io)), FAILURE_LINGER_MS);
  };
  try {
    return await startNode({ config, logger, onJournalFailure });
  } catch (error) {
    exitFor(error);
  }
}

/** Plain lines for whoever started the process, and for tools that wait for them. Logs go to standard error. */
function announce(node: RunningNode): void {
  const lines = [
    ...node.found,
    ...(node.adminKeyFile === null ? [] : [`Admin key: ${node.adminKeyFile}`]),
    ...(node.demoConcertId === null ? [] : [`Demo concert: ${node.demoConcertId}`]),
    `Operators: ${node.url}/ops`,
    `Docs: ${node.url}/docs`,
    `gRPC on ${node.grpcAddress} (${node.grpcSecurity})`,
    `Health and metrics: ${node.opsUrl}/readyz ${node.opsUrl}/metrics`,
    `Frontrow is ready: ${node.url}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function stopOnSignals(node: RunningNode, logger: Logger): void {
  let stoppingSince: number | null = null;
  const stop = (signal: NodeJS.Signals): void => {
    if (stoppingSince !== null) {
      if (performance.now() - stoppingSince < SECOND_SIGNAL_MS) return;
      logger.warn({ signal }, 'asked twice to stop: ending at once');
      logger.flush(() => process.exit(EXIT.interrupted));
      return;
    }
    stoppingSince = performance.now();
    logger.info({ signal }, 'stopping: no new requests, finishing those under way');
    node.stop().then(
      (finished) => {
        if (!finished) logger.warn('some work was still under way; it goes on at the next start');
        process.stdout.write('Frontrow has stopped.\n');
        logger.flush(() => process.exit(EXIT.ok));
      },
      (error: unknown) => bug(logger, error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** A process in an unknown state must not go on selling seats; the journal has everything, and the next start recovers. */
function failOnBugs(logger: Logger): void {
  process.on('uncaughtException', (error) => bug(logger, error));
  process.on('unhandledRejection', (error) => bug(logger, error));
}

function bug(logger: Logger, error: unknown): void {
  logger.fatal({ err: error }, 'a bug: the node stops; everything acknowledged is kept');
  logger.flush(() => process.exit(EXIT.bug));
}

await main();
