/** The command line of the local cluster: every option, its limits, and what is wrong with a bad value. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { resolve } from 'node:path';

export interface LocalClusterOptions {
  readonly nodes: number;
  readonly servers: 1 | 3;
  /** Null: a temporary one. */
  readonly data: string | null;
  /** Of the first node's REST API; 0: all ports are free ones. */
  readonly port: number;
}

const NODES_MAX = 9;
const PORT_MAX = 65_535;
const PORT_DEFAULT = 3_000;

const DESCRIPTION = `Runs a whole cluster on this machine: NATS servers with JetStream, and Frontrow nodes that share them.

It prints what to open, and which process is which, so that you can kill one in the middle of an on-sale and see what happens.`;

const AFTER = `
Node 1 has the given port; the others have the next ones. The same goes for the ops ports from 9464 on, the gRPC ports from 50051 on and the ports between the
nodes from 7400 on. NATS takes free ports.
A nats-server 2.12 or newer is taken from NATS_SERVER, from PATH, or fetched once into the cache folder.
Ctrl-C stops everything in good order.

Exit codes: 0 stopped when asked to, 2 wrong usage, 3 it could not be started, 130 interrupted twice.

Examples:
  npm run cluster
  npm run cluster -- --nodes 5 --data cluster-data
  npm run cluster -- --port 0`;

/** Throws commander's `CommanderError` for wrong usage (after explaining it) and for --help. */
export function parseOptions(argv: readonly string[]): LocalClusterOptions {
  const command = new Command('cluster')
    .description(DESCRIPTION)
    .option('--nodes <number>', 'how many Frontrow nodes run', whole(1, NODES_MAX), 3)
    .addOption(
      new Option('--servers <number>', 'how many NATS servers run; with one, nothing survives its disk').choices(['1', '3']).default('3'),
    )
    .option(
      '--data <directory>',
      'where everything is kept, and found again by the next start (default: a temporary one, removed at the end)',
    )
    .option(
      '--port <number>',
      "port of the first node's REST API; 0 takes free ports for everything",
      whole(0, PORT_MAX - NODES_MAX),
      PORT_DEFAULT,
    )
    .allowExcessArguments(false)
    .showHelpAfterError('(--help describes every option)')
    .addHelpText('after', AFTER)
    .exitOverride();
  command.parse([...argv], { from: 'user' });
  const { nodes, servers, data, port } = command.opts<{ nodes: number; servers: '1' | '3'; data?: string; port: number }>();
  return { nodes, servers: servers === '1' ? 1 : 3, data: data === undefined ? null : resolve(data), port };
}

function whole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}
