#!/usr/bin/env node
/**
 * The process: the command line, the configuration, then one of the commands. Everything that can go wrong ends in one line on standard error and an exit code,
 * see commands/exit.ts. A command is loaded when it is its turn: help, and a configuration that is refused, need next to nothing.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { EXIT, exitWith } from './commands/exit.js';
import { ConfigInvalid, readConfig, settingsHelp } from './config.js';
import type { Config } from './config.js';

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
    .action(({ to }: { readonly to: string }) =>
      carryOut(async (config) => (await import('./commands/backup.js')).backUp(config, resolve(to))),
    );
  program
    .command('restore')
    .description('make a backup the data directory, or the log of a cluster that has none when FRONTROW_NATS_URL is set; no node may run')
    .requiredOption('--from <directory>', 'the backup; it is not changed')
    .action(({ from }: { readonly from: string }) =>
      carryOut(async (config) => (await import('./commands/migrate.js')).restore(config, resolve(from))),
    );
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
    .action(() => carryOut(async (config) => (await import('./commands/verify.js')).verify(config)));
  await program.parseAsync();
}

function migrate({ from, to }: { readonly from?: string; readonly to?: string }): Promise<void> {
  if ((from === undefined) === (to === undefined)) exitWith(EXIT.usage, 'migrate needs either --from or --to.');
  return carryOut(async (config) => {
    const { migrateIntoCluster, migrateIntoDirectory } = await import('./commands/migrate.js');
    return from === undefined ? migrateIntoDirectory(config, resolve(to ?? '')) : migrateIntoCluster(config, resolve(from));
  });
}

async function start(): Promise<void> {
  const config = configOrExit();
  await (await import('./commands/start.js')).start(config);
}

/** A command that ends by itself, and what it has to say. */
async function carryOut(command: (config: Config) => Promise<string>): Promise<void> {
  const config = configOrExit();
  const { exitFor } = await import('./commands/failures.js');
  try {
    process.stdout.write(`${await command(config)}\n`);
  } catch (error) {
    exitFor(error);
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

await main();
