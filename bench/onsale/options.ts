/** The command line of the on-sale player: every option, its limits, and what is wrong with a bad value. */
import { Command, InvalidArgumentError } from 'commander';
import { resolve } from 'node:path';

export interface OnsaleOptions {
  readonly fans: number;
  readonly schedules: number;
  /** Per schedule. */
  readonly seats: number;
  readonly seconds: number;
  readonly seed: number;
  /** Null: start a node of our own. */
  readonly url: string | null;
  readonly adminKeyFile: string;
  /** Null: write none. */
  readonly report: string | null;
}

const FANS_MAX = 200_000;
const SCHEDULES_MAX = 1_000;
export const SEATS_MAX = 100_000;
const SECONDS_MIN = 3;
const SECONDS_MAX = 86_400;
const SEED_MAX = 2 ** 31 - 1;

const DESCRIPTION = `Plays a whole on-sale and audits the books.

Thousands of fans arrive, wait in line, fight for the front rows, hold seats, hesitate, run out of points, double-click, reload, pay or leave. In the end the
event log is read from its first event and every promise is checked against it, and against everything the fans were told.`;

const AFTER = `
Without --url a node of its own is started on a temporary directory and removed afterwards.
With --url the sale creates a concert of its own on that node. Choose a node nobody else is using: the books can only be closed when all is at rest.
The node may be killed (kill -9) and started again on the same port in the middle; fans repeat what was not answered, and the books must still be clean.

Exit codes: 0 all promises kept, 1 a promise was broken, 2 wrong usage, 3 the node cannot be reached or used.

Examples:
  npm run onsale
  npm run onsale -- --fans 10000 --seconds 120 --seed 7
  npm run onsale -- --url http://127.0.0.1:3000 --admin-key-file data/admin-key`;

/** Throws commander's `CommanderError` for wrong usage (after explaining it) and for --help. */
export function parseOptions(argv: readonly string[]): OnsaleOptions {
  const command = new Command('onsale')
    .description(DESCRIPTION)
    .option('--fans <number>', 'how many fans come', whole(1, FANS_MAX), 2_000)
    .option('--schedules <number>', 'how many evenings are on sale', whole(1, SCHEDULES_MAX), 3)
    .option('--seats <number>', 'seats of each evening', whole(1, SEATS_MAX), 300)
    .option('--seconds <number>', 'about how long the sale takes', whole(SECONDS_MIN, SECONDS_MAX), 60)
    .option('--seed <number>', 'the same seed brings the same crowd', whole(0, SEED_MAX), 1)
    .option('--url <url>', 'a running node (default: start one)', httpUrl)
    .option('--admin-key-file <file>', "file with that node's admin key", 'data/admin-key')
    .option('--report <file>', 'where the HTML report is written', 'artefacts/onsale.html')
    .option('--no-report', 'write no HTML report')
    .allowExcessArguments(false)
    .showHelpAfterError('(--help describes every option)')
    .addHelpText('after', AFTER)
    .exitOverride();
  command.parse([...argv], { from: 'user' });
  const given = command.opts<{
    fans: number;
    schedules: number;
    seats: number;
    seconds: number;
    seed: number;
    url?: string;
    adminKeyFile: string;
    report: string | false;
  }>();
  return {
    ...given,
    url: given.url ?? null,
    adminKeyFile: resolve(given.adminKeyFile),
    report: given.report === false ? null : resolve(given.report),
  };
}

function whole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

function httpUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new InvalidArgumentError('It must be a URL such as http://127.0.0.1:3000.');
  }
  if (url.pathname !== '/' || url.search !== '' || url.username !== '') {
    throw new InvalidArgumentError('It must be the origin of the node alone, without path, query or password.');
  }
  return url.origin;
}
