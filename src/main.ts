#!/usr/bin/env node
/**
 * The process: configuration, then a node, then signals. Everything that can go wrong at the start ends in one line on standard error and an exit code:
 *   64 the configuration or the command line is wrong · 69 a port cannot be had · 70 a bug · 74 the data directory cannot be used, or a disk failed
 */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { ConfigInvalid, readConfig, settingsHelp } from './config.js';
import type { Config } from './config.js';
import { GrpcUnusable } from './grpc/unusable.js';
import { KeysUnusable } from './identity/issuer-keys.js';
import { copySecrets, SecretsUnusable } from './identity/secrets.js';
import { JournalUnusable } from './journal/port.js';
import { backUpJournal } from './journal/sqlite/backup.js';
import { PortUnusable } from './node/listening.js';
import { startNode } from './node.js';
import type { RunningNode } from './node.js';

const EXIT = { ok: 0, interrupted: 1, usage: 64, unavailable: 69, bug: 70, io: 74 } as const;
/** Ctrl-C under npm reaches the node twice, from the terminal and from npm; only a signal later than this is a second wish. */
const SECOND_SIGNAL_MS = 1_000;
/** After a disk failed, answers under way get this long to leave as "not carried out". */
const FAILURE_LINGER_MS = 200;

async function main(): Promise<void> {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  const program = new Command('frontrow')
    .description('Sells concert seats: REST and gRPC API, waiting room, wallets, SQLite inside.')
    .version(version)
    .allowExcessArguments(false)
    .addHelpText('after', `\nEverything is set in the environment:\n\n${settingsHelp()}`)
    .exitOverride((exit) => process.exit(exit.exitCode === 0 ? EXIT.ok : EXIT.usage));
  program.command('start', { isDefault: true }).description('start one node (the default)').action(start);
  program
    .command('backup')
    .description('copy the data directory while a node runs, or while none does')
    .requiredOption('--to <directory>', 'where to: an empty directory, or one that does not exist yet')
    .action(({ to }: { readonly to: string }) => backUp(to));
  await program.parseAsync();
}

async function start(): Promise<void> {
  const config = configOrExit();
  const logger = pino({ level: config.logLevel, base: null }, pino.destination({ fd: 2, sync: false }));
  failOnBugs(logger);
  const node = await startOrExit(config, logger);
  announce(node, config);
  stopOnSignals(node, logger);
}

async function backUp(to: string): Promise<void> {
  const { dataDir } = configOrExit();
  try {
    await backUpJournal(dataDir, to);
    copySecrets(dataDir, to);
    process.stdout.write(`Backed up ${dataDir} into ${to}. To restore, start a node with FRONTROW_DATA_DIR set to a copy of it.\n`);
  } catch (error) {
    exitWith(EXIT.io, error instanceof Error ? error.message : String(error));
  }
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
    if (error instanceof JournalUnusable || error instanceof SecretsUnusable) exitWith(EXIT.io, error.message);
    if (error instanceof GrpcUnusable) exitWith(EXIT.usage, error.message);
    if (error instanceof KeysUnusable) exitWith(EXIT.usage, `FRONTROW_ISSUER_KEYS_FILE: ${error.message}`);
    if (error instanceof PortUnusable) exitWith(EXIT.unavailable, error.message);
    throw error;
  }
}

/** Plain lines for whoever started the process, and for tools that wait for them. Logs go to standard error. */
function announce(node: RunningNode, config: Config): void {
  const { records, entities, openEffects, overdue, alarms, eventsReplayed } = node.recovered;
  const lines = [
    records === 0
      ? `Data: ${config.dataDir} (new)`
      : `Data: ${config.dataDir}, recovered ${records} records of ${entities} entities: ${openEffects} with work to finish, ` +
        `${overdue} overdue, ${alarms} with something due later, ${eventsReplayed} events read again`,
    ...(node.adminKeyFile === null ? [] : [`Admin key: ${node.adminKeyFile}`]),
    ...(node.demoConcertId === null ? [] : [`Demo concert: ${node.demoConcertId}`]),
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

function exitWith(code: number, message: string): never {
  process.stderr.write(`frontrow: ${message}\n`);
  process.exit(code);
}

await main();
