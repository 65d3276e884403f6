/**
 * What an operator needs to see at 3 a.m., in the format of Prometheus. Names end in their unit; counters count since the start of the process.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { GrpcDeps, ObservedCall } from './grpc/deps.js';
import { ClusterMetrics } from './metrics/cluster.js';
import type { ClusterFigures, ClusterSources } from './metrics/cluster.js';
import { addGauge, CallTimes, RequestTimes, Tally } from './metrics/counting.js';
import type { NodeFigures } from './metrics/node-stats.js';
import type { RecentWork } from './metrics/recent-work.js';
import type { ObservedRequest, RestObserver } from './rest/deps.js';

/** One commit of the journal: how many records it made durable at once, and how long that took. */
export interface ObservedCommit {
  readonly records: number;
  readonly milliseconds: number;
}

/** Read when Prometheus asks, not before. */
export interface MetricSources {
  region(): {
    readonly liveEntities: number;
    readonly inboxDepth: number;
    readonly inboxDepthLargest: number;
    readonly alarms: number;
    readonly damagedEntities: number;
  };
  /** Sums over the entities of a kind in memory, by name. */
  figures(kind: string): Readonly<Record<string, number>>;
}

const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const COMMIT_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];
/** A stream lasts as long as somebody listens, which says nothing about how fast the node is. */
const STREAM = 'Watch';
const ON_ONE_NODE: ClusterFigures = { ownedShards: 0, handOffs: 0, fences: 0 };
const COMMIT_RECORDS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500];

export class Metrics implements RestObserver {
  /** What the gRPC API tells. */
  readonly grpc: GrpcDeps['observe'] = {
    call: (observed) => this.call(observed),
    streams: (open) => this.openStreams.set(open),
  };
  private readonly registry = new Registry();
  private readonly requests: RequestTimes;
  private readonly calls: CallTimes;
  private readonly openStreams: Gauge;
  private readonly refusals: Tally;
  private readonly commitSeconds: Histogram;
  private readonly commitRecords: Histogram;
  private readonly events: Tally;
  private readonly tokensExpired: Tally;
  private readonly openSockets: Gauge;
  private readonly openListeners: Gauge<'to'>;
  private readonly clockJumps: Counter<'direction'>;
  private sources: MetricSources | null = null;
  private cluster: ClusterMetrics | null = null;
  /** Of this moment, for `figures`. */
  private socketsOpen = 0;
  /** Only while somebody looks. */
  private recent: RecentWork | null = null;

  constructor() {
    const { registry } = this;
    const registers = [registry];
    collectDefaultMetrics({ register: registry });
    this.requests = new RequestTimes(
      {
        name: 'frontrow_http_request_seconds',
        help: 'Answered HTTP requests by route, method and status: how many, and how long they took.',
        registry,
      },
      REQUEST_SECONDS,
    );
    this.calls = new CallTimes(
      {
        name: 'frontrow_grpc_call_seconds',
        help: 'gRPC calls that ended by method and status: how many, and how long they took. A stream counts from its opening to its end.',
        registry,
      },
      REQUEST_SECONDS,
    );
    this.openStreams = new Gauge({ name: 'frontrow_grpc_streams', help: 'Open streams of the gRPC API.', registers });
    this.refusals = new Tally(
      {
        name: 'frontrow_refusals_total',
        help: 'Requests and gRPC calls that were refused, by route (of a call: its method) and code; those that were refused unread because the node is too busy have the route "shed".',
        registry,
      },
      'route',
      'code',
    );
    this.commitSeconds = new Histogram({
      name: 'frontrow_journal_commit_seconds',
      help: 'How long it took to make a group of records durable.',
      buckets: COMMIT_SECONDS,
      registers,
    });
    this.commitRecords = new Histogram({
      name: 'frontrow_journal_commit_records',
      help: 'How many records became durable at once.',
      buckets: COMMIT_RECORDS,
      registers,
    });
    this.events = new Tally(
      { name: 'frontrow_events_total', help: 'Durable events by type: SeatHeld, PaymentCompleted, TokenActivated and so on.', registry },
      'type',
    );
    this.tokensExpired = new Tally(
      { name: 'frontrow_tokens_expired_total', help: 'Queue tokens that ended, by reason.', registry },
      'reason',
    );
    this.openSockets = new Gauge({ name: 'frontrow_live_sockets', help: 'Open WebSocket connections.', registers });
    this.openListeners = new Gauge({
      name: 'frontrow_live_listeners',
      help: 'Who hears what happens as it happens, over sockets and streams: to a queue, or to the seats of a schedule. Whoever watches seats listens to the queue too.',
      labelNames: ['to'],
      registers,
    });
    this.clockJumps = new Counter({
      name: 'frontrow_clock_jumps_total',
      help: 'How often the wall clock was set by more than a second; holds and tokens are not affected.',
      labelNames: ['direction'],
      registers,
    });
    this.addGauges();
  }

  /** Where gauges are read from, once the node has it. */
  readFrom(sources: MetricSources): void {
    this.sources = sources;
  }

  /** For a node of a cluster, once. */
  ofCluster(sources: ClusterSources): ClusterMetrics {
    this.cluster = new ClusterMetrics(this.registry, sources);
    return this.cluster;
  }

  /** From now on requests, refusals and commits are counted there as well; null: nowhere else. */
  countInto(recent: RecentWork | null): void {
    this.recent = recent;
  }

  figures(): NodeFigures {
    return { sockets: this.socketsOpen, ...(this.cluster?.figures() ?? ON_ONE_NODE) };
  }

  request({ route, method, status, code, seconds }: ObservedRequest): void {
    this.requests.took(route, method, status, seconds);
    this.recent?.request(seconds);
    if (code !== null) this.countRefusal(route, code);
  }

  private call({ method, status, code, seconds }: ObservedCall): void {
    this.calls.took(method, status, seconds);
    if (!method.startsWith(STREAM)) this.recent?.request(seconds);
    if (code !== null) this.countRefusal(method, code);
  }

  /** What a simulated fan asked of the use cases: no request, but shown to whoever looks at what the node does. */
  simulated(seconds: number, code: string | null): void {
    this.recent?.request(seconds);
    if (code !== null) this.recent?.refusal(code);
  }

  shed(): void {
    this.countRefusal('shed', 'OVERLOADED');
  }

  sockets(open: number): void {
    this.socketsOpen = open;
    this.openSockets.set(open);
  }

  /** How many listen to queues, and how many watch seats, over whatever transport. */
  listeners(queue: number, seats: number): void {
    this.openListeners.set({ to: 'queue' }, queue);
    this.openListeners.set({ to: 'seats' }, seats);
  }

  commit({ records, milliseconds }: ObservedCommit): void {
    this.commitRecords.observe(records);
    this.commitSeconds.observe(milliseconds / 1000);
    this.recent?.commit(records, milliseconds);
  }

  committed(events: readonly { readonly type: string }[]): void {
    for (const event of events) {
      this.events.count(event.type);
      if (event.type === 'TokenExpired' && 'reason' in event) this.tokensExpired.count(String(event.reason));
    }
  }

  clockJump(direction: string): void {
    this.clockJumps.inc({ direction });
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  private countRefusal(route: string, code: string): void {
    this.refusals.count(route, code);
    this.recent?.refusal(code);
  }

  private addGauges(): void {
    const region = (read: (stats: ReturnType<MetricSources['region']>) => number) => (): number =>
      this.sources === null ? 0 : read(this.sources.region());
    const figure = (kind: string, name: string) => (): number => this.sources?.figures(kind)[name] ?? 0;
    this.gauge(
      'frontrow_live_entities',
      'Entities in memory.',
      region(({ liveEntities }) => liveEntities),
    );
    this.gauge(
      'frontrow_inbox_depth',
      'Commands waiting in all inboxes.',
      region(({ inboxDepth }) => inboxDepth),
    );
    this.gauge(
      'frontrow_inbox_depth_largest',
      'Commands waiting in the fullest inbox.',
      region(({ inboxDepthLargest }) => inboxDepthLargest),
    );
    this.gauge(
      'frontrow_alarms',
      'Entities with something due at a later time.',
      region(({ alarms }) => alarms),
    );
    this.gauge(
      'frontrow_damaged_entities',
      'Entities that are not served because their journal is damaged.',
      region((stats) => stats.damagedEntities),
    );
    this.gauge('frontrow_tokens_waiting', 'Queue tokens waiting in line.', figure('queue', 'waiting'));
    this.gauge('frontrow_tokens_active', 'Queue tokens admitted to a sale.', figure('queue', 'active'));
    this.gauge('frontrow_seats_available', 'Seats on sale, of schedules in memory.', figure('schedule', 'available'));
    this.gauge('frontrow_seats_held', 'Seats held or being paid, of schedules in memory.', figure('schedule', 'held'));
    this.gauge('frontrow_seats_booked', 'Seats sold, of schedules in memory.', figure('schedule', 'booked'));
  }

  private gauge(name: string, help: string, read: () => number): void {
    addGauge({ name, help, registry: this.registry }, read);
  }
}
