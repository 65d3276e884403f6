/** A whole chaos run: a cluster, an on-sale, faults as planned, and the verdict. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Auditor } from '../../src/audit/auditor.js';
import type { ServedState } from '../../src/audit/client-facts.js';
import { SeatOrder } from '../../src/audit/seat-order.js';
import { randomFrom } from '../onsale/random.js';
import { comeToRest } from '../support/come-to-rest.js';
import type { Books } from '../support/come-to-rest.js';
import { EventLog } from '../support/event-log.js';
import { FrontrowApi } from '../support/frontrow-api.js';
import { ClusterClient, poolsOf } from './cluster-client.js';
import type { ClusterClientOptions } from './cluster-client.js';
import { ChaosFan } from './fan.js';
import { History } from './history.js';
import { longestSilences } from './silences.js';
import type { Silence, Span } from './silences.js';
import { Market } from './market.js';
import type { PlannedFault } from './plan.js';
import type { ChaosVerdict } from './verdict.js';
import { TakeOverWatch } from './take-over.js';
import { World } from './world.js';

export interface ChaosRun {
  readonly directory: string;
  readonly seed: number;
  readonly durationMs: number;
  readonly nodes: number;
  readonly fans: number;
  readonly faults: readonly PlannedFault[];
  /** null: no history is written. */
  readonly historyFile: string | null;
  readonly env?: Readonly<Record<string, string>>;
  /** How connections are cut. @default 'proxies' */
  readonly network?: 'proxies' | 'namespaces' | 'any';
  /** Another build of the program. @default this one */
  readonly main?: string;
  /** What happens, for people. */
  readonly tell: (line: string) => void;
}

export interface ChaosEnding {
  readonly verdict: ChaosVerdict;
  readonly history: History['counts'];
  readonly faults: number;
  /** For each fault, how long nobody at all got an answer to rely on while it lasted and shortly after, ms. */
  readonly silences: readonly { readonly kind: string; readonly ms: number }[];
  /** The longest of the whole run. */
  readonly longest: readonly Silence[];
  /** How long wallets of nodes that were killed were without an answer, ms. */
  readonly takeOvers: readonly number[];
}

const CONNECTIONS_PER_NODE = 128;
const HALL_EVERY_MS = 4_000;
const ROOM_FOR_INSPECTORS = 10;
const STREAMS = { operator: 10_000, inspector: 10_001, firstFan: 20_000 } as const;
/** After the last fault: elections, take-overs, retries. */
const SETTLE_MS = 10_000;

export async function runChaos(run: ChaosRun): Promise<ChaosEnding> {
  const world = await World.make(run);
  const history = new History(run.historyFile);
  const pools = poolsOf(world.cluster.urls, CONNECTIONS_PER_NODE);
  const answers: number[] = [];
  const clientOf = (process: number): ClusterClient => {
    const options: ClusterClientOptions = {
      process,
      pools,
      history,
      random: randomFrom(run.seed, process),
      onAnswer: () => answers.push(performance.now()),
    };
    return new ClusterClient(options);
  };
  try {
    await world.cluster.ready();
    const adminKey = await world.cluster.adminKey();
    const market = await Market.open({ client: clientOf(STREAMS.operator), adminKey, maxActive: Math.ceil(run.fans / 2) });
    const auditor = new Auditor();
    const order = new SeatOrder();
    const surprises: string[] = [];
    let isOver = false;
    const crowd = { market, observe: auditor.observe.bind(auditor), hear: order.heard.bind(order), isOver: () => isOver };
    const fans = await Promise.all(
      Array.from({ length: run.fans }, (_, index) =>
        ChaosFan.arrive(crowd, clientOf(STREAMS.firstFan + index), randomFrom(run.seed, index)),
      ),
    );
    const lives = fans.map((fan) => fan.live().catch((error: unknown) => surprises.push(`a fan: ${String(error)}`)));
    const halls = addHalls(market, () => isOver).catch((error: unknown) => surprises.push(`the operator: ${String(error)}`));
    const watch = new TakeOverWatch({ urls: world.cluster.urls, ids: world.cluster.ids, adminKey, guests: fans.map(({ guest }) => guest) });
    const began = performance.now();
    const { spans, takeOvers } = await sufferAll({ world, run, watch, surprises });
    await sleep(SETTLE_MS);
    isOver = true;
    const endedAt = performance.now();
    await Promise.all([...lives, halls]);
    const verdict = await judge({ world, market, auditor, order, surprises, fans, adminKey, client: clientOf(STREAMS.inspector) });
    const answered = answers.filter((at) => at >= began && at <= endedAt).map((at) => at - began);
    return {
      ...{ verdict, history: history.counts, faults: run.faults.length, takeOvers },
      ...{ silences: silencesOf(spans, answered), longest: longestSilences(answered, spans) },
    };
  } finally {
    await Promise.all(pools.map((pool) => pool.destroy()));
    await history.close();
    await world.end();
  }
}

async function addHalls(market: Market, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await sleep(HALL_EVERY_MS);
    if (!isOver()) await market.addHall();
  }
}

interface Suffering {
  readonly world: World;
  readonly run: ChaosRun;
  readonly watch: TakeOverWatch;
  readonly surprises: string[];
}

/** What cannot be healed, such as a node that does not come back, is among the surprises. */
async function sufferAll({ world, run, watch, surprises }: Suffering): Promise<{ spans: readonly Span[]; takeOvers: readonly number[] }> {
  const { faults, durationMs, tell } = run;
  const began = performance.now();
  const spans: Span[] = [];
  const takeOvers: number[] = [];
  await Promise.all(
    faults.map(async (fault) => {
      await sleep(Math.max(0, began + fault.at - performance.now()));
      const guests = fault.kind === 'kill-node' ? await watch.walletsOf(fault.target) : [];
      const from = performance.now();
      const measuring = watch.measure(fault.target, guests);
      tell(`${seconds(from - began)} ${fault.kind} ${fault.target + 1} for ${seconds(fault.lastsMs)}`);
      await world
        .suffer(fault)
        .catch((error: unknown) => surprises.push(`${fault.kind} ${fault.target + 1} was not healed: ${String(error)}`));
      const to = performance.now();
      tell(`${seconds(to - began)} ${fault.kind} ${fault.target + 1} is healed`);
      spans.push({ kind: fault.kind, target: fault.target + 1, from: from - began, to: to - began });
      takeOvers.push(...(await measuring));
    }),
  );
  await sleep(Math.max(0, began + durationMs - performance.now()));
  return { spans, takeOvers };
}

interface Judged {
  readonly world: World;
  readonly market: Market;
  readonly auditor: Auditor;
  readonly order: SeatOrder;
  readonly surprises: readonly string[];
  readonly fans: readonly ChaosFan[];
  readonly adminKey: string;
  readonly client: ClusterClient;
}

/** What is served is asked for when nothing moves any more, and before the last look at the log, so that the log has everything that was served. */
async function judge({ world, market, auditor, order, surprises, fans, adminKey, client }: Judged): Promise<ChaosVerdict> {
  await world.nats.settled();
  await world.cluster.ready();
  const log = new EventLog(client, adminKey);
  const books: Books = {
    feed: (event) => {
      order.feed(event);
      auditor.feed(event);
    },
    totals: (concertId) => auditor.totals(concertId),
  };
  const cameToRest = await comeToRest(log, books, market.concertId, market.holdSeconds);
  const api = new FrontrowApi(client);
  // Fans who left may still count as inside, and whoever looks at the seats must be.
  await api.configureQueue(adminKey, market.concertId, { maxActive: fans.length + ROOM_FOR_INSPECTORS });
  const served: ServedState[] = [];
  for (const { guest } of fans) served.push({ served: 'BALANCE', userId: guest.userId, balance: await api.balance(guest) });
  const inspector = await api.guest();
  const { token } = await api.token(inspector, market.concertId);
  for (const scheduleId of market.scheduleIds) {
    served.push({ served: 'SEATS', scheduleId, seats: await api.seats(inspector, token, scheduleId, null) });
  }
  await log.readToEnd((event) => books.feed(event));
  const report = auditor.finish({ now: log.servedAt, quiescent: true, served });
  return { books: report, seats: { words: order.size, findings: order.findings() }, surprises: [...surprises, ...world.ends], cameToRest };
}

/** The longest time without any answer between the beginning of each fault and a while after its end. */
function silencesOf(spans: readonly Span[], answers: readonly number[]): ChaosEnding['silences'] {
  return spans.map(({ kind, from, to }) => {
    const within = [from, ...answers.filter((at) => at > from && at < to + SETTLE_MS), to + SETTLE_MS];
    return { kind, ms: Math.round(within.reduce((longest, at, index) => Math.max(longest, at - (within[index - 1] ?? at)), 0)) };
  });
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
