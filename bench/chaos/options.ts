/** The command line of the chaos run. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { FAULT_KINDS } from './plan.js';
import type { FaultKind } from './plan.js';

export interface ChaosOptions {
  readonly durationMs: number;
  readonly seed: number;
  readonly nodes: number;
  readonly fans: number;
  /** The kinds of faults there are. */
  readonly only: readonly FaultKind[];
  readonly network: 'proxies' | 'namespaces' | 'any';
  /** Where data, logs and history are kept; null: in a temporary directory, kept only when a promise was broken. */
  readonly keep: string | null;
}

const SECONDS_MIN = 20;
const HOURS_MAX = 24;
const SECONDS_PER_MINUTE = 60;
const NODES_MAX = 9;
const FANS_MAX = 2_000;
const SEED_MAX = 2 ** 31 - 1;

const DESCRIPTION = `Breaks a cluster in every way it must survive, while an on-sale is under way, and audits what clients were told.

Three NATS servers and the nodes run on this machine. Processes are killed, stopped and paused, networks cut in one direction or both, stream leaders killed, all
servers restarted. In the end the event log is read from its first event: every promise is checked against it, every answer to a client, and per seat that all
answers fit one order of events and real time.`;

const AFTER = `
The faults and the fans' decisions follow from the seed; what the machine makes of them does not, so two runs with one seed are alike and not the same.
The history has one JSON line per invoke, ok, fail and info (no answer: it may have happened or not).

Exit codes: 0 all promises kept, 1 a promise was broken, 2 wrong usage.

Examples:
  npm run chaos -- --minutes 10 --seed 7
  npm run chaos -- --seconds 60 --keep ./chaos-data`;

/** Throws commander's `CommanderError` for wrong usage (after explaining it) and for --help. */
export function parseOptions(argv: readonly string[]): ChaosOptions {
  const command = new Command('chaos')
    .description(DESCRIPTION)
    .option('--minutes <number>', 'how long things go wrong', whole(1, HOURS_MAX * SECONDS_PER_MINUTE))
    .option('--seconds <number>', 'the same in seconds', whole(SECONDS_MIN, HOURS_MAX * SECONDS_PER_MINUTE ** 2))
    .option('--seed <number>', 'what goes wrong, and what fans do; any other number is another run', whole(0, SEED_MAX), 1)
    .option('--nodes <number>', 'nodes of the cluster', whole(1, NODES_MAX), 3)
    .option('--fans <number>', 'fans; half of them get inside at once', whole(2, FANS_MAX), 60)
    .option('--only <kinds>', `nothing but these faults, separated by commas: ${FAULT_KINDS.join(', ')}`, kinds)
    .addOption(
      new Option(
        '--network <kind>',
        'how networks are cut: packets lost between namespaces (needs root), bytes held back by proxies, or whatever is permitted',
      )
        .choices(['any', 'namespaces', 'proxies'])
        .default('any'),
    )
    .option('--keep <directory>', 'where data, logs and history stay')
    .addHelpText('after', AFTER)
    .exitOverride();
  const { minutes, seconds, seed, nodes, fans, only, network, keep } = command.parse(argv, { from: 'user' }).opts<{
    readonly minutes?: number;
    readonly seconds?: number;
    readonly seed: number;
    readonly nodes: number;
    readonly fans: number;
    readonly only?: readonly FaultKind[];
    readonly network: ChaosOptions['network'];
    readonly keep?: string;
  }>();
  const durationMs = 1_000 * (seconds ?? (minutes ?? 1) * SECONDS_PER_MINUTE);
  return { durationMs, seed, nodes, fans, only: only ?? FAULT_KINDS, network, keep: keep === undefined ? null : resolve(keep) };
}

function kinds(text: string): readonly FaultKind[] {
  return text.split(',').map((name) => {
    const kind = FAULT_KINDS.find((known) => known === name.trim());
    if (kind === undefined) throw new InvalidArgumentError(`There is no fault "${name}".`);
    return kind;
  });
}

function whole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}
