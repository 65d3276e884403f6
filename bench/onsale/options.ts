/** The command line of the on-sale player: every option, its limits, and what is wrong with a bad value. */
import { Command, InvalidArgumentError, Option } from 'commander';
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
  /** What the fans use. */
  readonly protocol: 'rest' | 'grpc';
  /** host:port of that node's gRPC API; null unless the fans use it on a node that is not ours. */
  readonly grpc: string | null;
  /** Null: the node asks services for no key, or is ours. */
  readonly serviceKeyFile: string | null;
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
With --protocol grpc a service acts for the fans: it needs the rights read, sell and charge. A node of its own gets one; with --url, --grpc says where that
node's gRPC API is, and --service-key-file who calls, unless the node asks no service for a key. The concert is made, and the log read, over REST all the same.
The node may be killed (kill -9) and started again on the same ports in the middle; fans repeat what was not answered, and the books must still be clean.

Exit codes: 0 all promises kept, 1 a promise was broken, 2 wrong usage, 3 the node cannot be reached or used.

Examples:
  npm run onsale
  npm run onsale -- --fans 10000 --seconds 120 --seed 7
  npm run onsale -- --url http://127.0.0.1:3000 --admin-key-file data/admin-key
  npm run onsale -- --protocol grpc
  npm run onsale -- --protocol grpc --url http://127.0.0.1:3000 --grpc 127.0.0.1:50051 --service-key-file box-office.key`;

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
    .addOption(new Option('--protocol <protocol>', 'what the fans use').choices(['rest', 'grpc']).default('rest'))
    .option('--grpc <host:port>', "that node's gRPC API, with --protocol grpc", hostAndPort)
    .option('--service-key-file <file>', 'file with the key of a service that may read, sell and charge there')
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
    protocol: 'rest' | 'grpc';
    grpc?: string;
    serviceKeyFile?: string;
    report: string | false;
  }>();
  const wrong = contradiction(given);
  if (wrong !== null) command.error(`error: ${wrong}`);
  return {
    ...given,
    url: given.url ?? null,
    adminKeyFile: resolve(given.adminKeyFile),
    grpc: given.grpc ?? null,
    serviceKeyFile: given.serviceKeyFile === undefined ? null : resolve(given.serviceKeyFile),
    report: given.report === false ? null : resolve(given.report),
  };
}

interface Where {
  readonly url?: string;
  readonly protocol: 'rest' | 'grpc';
  readonly grpc?: string;
  readonly serviceKeyFile?: string;
}

/** What is wrong with options that do not go together; null when nothing is. */
function contradiction({ url, protocol, grpc, serviceKeyFile }: Where): string | null {
  const needsPlace = grpc !== undefined || serviceKeyFile !== undefined;
  if (needsPlace && (protocol !== 'grpc' || url === undefined)) {
    return '--grpc and --service-key-file are about a running node: they need --protocol grpc and --url.';
  }
  if (protocol === 'grpc' && url !== undefined && grpc === undefined) return '--protocol grpc with --url needs --grpc <host:port> too.';
  return null;
}

function hostAndPort(text: string): string {
  const url = URL.canParse(`http://${text}`) ? new URL(`http://${text}`) : null;
  if (url !== null && /^[^/?#@\s]+:\d+$/.test(text)) return text;
  throw new InvalidArgumentError('It must be a host and a port, such as 127.0.0.1:50051.');
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
