/**
 * The whole product behind the REST facade, without a socket: real deciders, entity host, identity and use cases over a journal in memory, on a clock that
 * the test moves. Fans and operators are played with a few words each.
 */
import { DemoSales } from '../../src/demo/demo-sales.js';
import { catalogueDecider } from '../../src/domain/catalogue/decider.js';
import { concertDecider } from '../../src/domain/concert/decider.js';
import { queueDecider } from '../../src/domain/queue/decider.js';
import { scheduleDecider } from '../../src/domain/schedule/decider.js';
import { walletDecider } from '../../src/domain/wallet/decider.js';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { createAccessTokens } from '../../src/identity/access-tokens.js';
import { createAdminSessions, isCsrfTokenOf } from '../../src/identity/admin-sessions.js';
import { deriveKeyRing } from '../../src/identity/keys.js';
import { createMinting } from '../../src/identity/minting.js';
import { createQueueTokens } from '../../src/identity/queue-tokens.js';
import { buildApp } from '../../src/rest/app.js';
import type { ClusterView, NodeSample, ObservedRequest, RestDeps, RestLogger, RestSettings, ServiceFacts } from '../../src/rest/deps.js';
import type { LoopClock } from '../../src/rest/load-shedding.js';
import { DEFAULT_BRAND } from '../../src/rest/pages-brand.js';
import { createTicketing } from '../../src/ticketing.js';
import type { Ticketing } from '../../src/ticketing.js';
import { createLive } from '../../src/ticketing/live.js';
import type { Live } from '../../src/ticketing/live.js';
import type { Router } from '../../src/cluster/router.js';
import { ManualClock } from './manual-clock.js';
import { TestRegion } from './test-region.js';

export const ADMIN_KEY = 'the-admin-key-of-the-tests-0123456789';
export const MAX_POINTS = 10_000_000;
const TTL_SECONDS = 3_600;

export interface FacadeOptions {
  readonly settings?: Partial<RestSettings>;
  readonly logger?: RestLogger;
  readonly selfCharge?: boolean;
  /** @default true */
  readonly demo?: boolean;
  /** Whose access tokens are believed, instead of those that the facade's fans have. */
  readonly accessTokens?: (clock: ManualClock) => RestDeps['accessTokens'];
  /** Put between the use cases and the entities. */
  readonly through?: (router: Router) => Router;
  /** @default the event loop the test runs on */
  readonly loop?: LoopClock;
  readonly service?: Partial<ServiceFacts>;
  /** @default not built */
  readonly webApp?: RestDeps['webApp'];
  /** @default what is built in */
  readonly brand?: RestDeps['brand'];
}

export interface Answer {
  readonly status: number;
  readonly headers: LightMyRequestResponse['headers'];
  readonly text: string;
  /** Parsed; empty when it is no JSON. */
  readonly body: Json;
}

/** The members that answers have, each where its route documents it: a test knows what it asked for. */
export interface Json {
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  /** A number in problems, a word elsewhere. */
  readonly status: unknown;
  readonly errors: readonly { readonly pointer: string; readonly message: string }[];
  readonly redirectTo: string;
  readonly userId: string;
  readonly accessToken: string;
  readonly token: string;
  readonly concertId: string;
  readonly scheduleId: string;
  readonly reservationId: string;
  readonly paymentId: string;
  readonly position: number;
  readonly ahead: number;
  readonly reason: string;
  readonly issuedAt: string;
  readonly heldAt: string;
  readonly paidAt: string;
  readonly expiresAt: string;
  readonly startsAt: string;
  readonly at: string;
  readonly date: string;
  readonly timeZone: string;
  readonly version: number;
  readonly seat: number;
  readonly seats: readonly Json[];
  readonly schedules: readonly Json[];
  readonly dates: readonly Json[];
  readonly items: readonly Json[];
  readonly next: string | null;
  readonly cursor: string;
  readonly data: Json;
  readonly amount: number;
  readonly balance: number;
  readonly totalSeats: number;
  readonly availableSeats: number;
  readonly blockedSeats: number;
  readonly maxActive: number;
  readonly sessionSeconds: number;
  readonly active: number;
  readonly waiting: number;
  readonly reservation: Json;
  readonly payment: Json;
  readonly reservations: readonly Json[];
  readonly payments: readonly Json[];
  readonly openapi: string;
  readonly csrfToken: string;
  readonly name: string;
}

export interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as it is, with this content type. */
  readonly raw?: string;
  readonly contentType?: string;
}

export class TestFacade {
  ready = true;
  readonly observed: ObservedRequest[] = [];
  openSockets = 0;
  /** Who listens to queues, and who watches seats. */
  listeners = { queue: 0, seats: 0 };
  readonly live: Live;
  /** What should not happen. */
  readonly liveErrors: unknown[] = [];
  /** Requests refused because the node is too busy. */
  shed = 0;
  /** What operators see of the node second by second. */
  samples: readonly NodeSample[] = [];
  /** null when the node has no demo. */
  readonly demoSales: DemoSales | null;
  /** What operators see of it. */
  cluster: ClusterView = { mode: 'one-node', nodeId: 'node-1', settled: true, revision: 0, nodes: [], shards: [] };

  private constructor(
    readonly region: TestRegion,
    readonly clock: ManualClock,
    readonly ticketing: Ticketing,
    readonly identity: ReturnType<typeof identityForTests>,
    hasDemo: boolean,
  ) {
    this.demoSales = hasDemo ? demoSalesOf(ticketing, clock, identity, this.liveErrors) : null;
    this.live = createLive({
      fans: ticketing.fans,
      clock,
      steady: clock.now,
      timers: clock,
      onCount: (queue, seats) => {
        this.listeners = { queue, seats };
      },
      onError: (error) => this.liveErrors.push(error),
    });
  }

  private appBuilt: FastifyInstance | null = null;

  get app(): FastifyInstance {
    if (this.appBuilt === null) throw new Error('not started');
    return this.appBuilt;
  }

  static async start(options: FacadeOptions = {}): Promise<TestFacade> {
    const clock = new ManualClock();
    const started: { facade: TestFacade | null } = { facade: null };
    const region = new TestRegion({
      clock,
      deciders: [catalogueDecider, concertDecider, queueDecider, scheduleDecider, walletDecider],
      onCommit: (kind, key) => started.facade?.live.committed(kind, key),
    });
    await region.region.start();
    const identity = identityForTests();
    const ticketing = createTicketing({
      router: options.through?.(region.region) ?? region.region,
      journal: region.journal,
      mint: () => identity.minting.commandId(),
      currentKeyId: identity.queueTokens.currentKeyId,
      signQueueToken: (token) => identity.queueTokens.sign(token),
      maxPoints: MAX_POINTS,
      selfCharge: options.selfCharge ?? true,
      now: () => clock.now(),
      timers: clock,
    });
    const facade = new TestFacade(region, clock, ticketing, identity, options.demo ?? true);
    started.facade = facade;
    facade.appBuilt = await buildApp(facade.depsWith(options));
    await facade.app.ready();
    return facade;
  }

  async stop(): Promise<void> {
    this.live.close();
    this.ticketing.close();
    await this.demoSales?.close();
    await this.app.close();
  }

  async ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT' | 'HEAD' | 'OPTIONS', url: string, asked: Asked = {}): Promise<Answer> {
    const { headers = {}, body, raw, contentType } = asked;
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const type = payload === undefined && contentType === undefined ? {} : { 'content-type': contentType ?? 'application/json' };
    const response = await this.app.inject({
      method,
      url,
      headers: { ...type, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    const isJson = String(response.headers['content-type'] ?? '').includes('json');
    return {
      status: response.statusCode,
      headers: response.headers,
      text: response.payload,
      body: (isJson && response.payload !== '' ? JSON.parse(response.payload) : {}) as Json,
    };
  }

  admin(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return this.ask(method, url, { headers: { authorization: `Bearer ${ADMIN_KEY}`, ...headers }, body });
  }

  /** A concert with one schedule that is on sale. */
  async concert(queue: object = {}, schedule: object = {}): Promise<Sale> {
    const concert = await this.admin('POST', '/api/v1/admin/concerts', { title: 'Anime OST Night', queue });
    if (concert.status !== 201) throw new Error(concert.text);
    const { concertId } = concert.body;
    return { concertId, scheduleId: await this.schedule(concertId, schedule) };
  }

  async schedule(concertId: string, schedule: object = {}): Promise<string> {
    const startsAt = new Date(this.clock.now() + 86_400_000).toISOString();
    const added = await this.admin('POST', `/api/v1/admin/concerts/${concertId}/schedules`, { startsAt, ...schedule });
    if (added.status !== 201) throw new Error(added.text);
    return added.body.scheduleId;
  }

  fan(): Fan {
    const userId = this.identity.minting.userId();
    return new Fan(this, userId, this.identity.accessTokens.issue(userId, this.clock.now()).token);
  }

  /** A fan who is in that concert's line, or inside. */
  async fanIn(concertId: string): Promise<Fan> {
    const fan = this.fan();
    await fan.join(concertId);
    return fan;
  }

  private depsWith({ settings, logger, loop, service, webApp, brand, accessTokens: external }: FacadeOptions): RestDeps {
    const { accessTokens, adminSessions, queueTokens, minting } = this.identity;
    return {
      ticketing: this.ticketing,
      accessTokens: external?.(this.clock) ?? {
        issue: (userId) => accessTokens.issue(userId, this.clock.now()),
        verify: (text, from) => accessTokens.verify(text, this.clock.now(), from),
      },
      queueTokens,
      liveQueue: this.live.queue,
      liveSeats: this.live.seats,
      cluster: () => this.cluster,
      stats: { intervalMs: 1_000, look: (since) => this.samples.filter(({ at }) => at > (since ?? 0)) },
      demoSales: this.demoSales,
      isAdminKey: (candidate) => candidate === ADMIN_KEY,
      adminSessions: {
        open: () => adminSessions.open(this.clock.now()),
        read: (token) => adminSessions.read(token, this.clock.now()),
        isCsrfToken: isCsrfTokenOf,
      },
      service: { ...SERVICE, ...service },
      webApp: webApp ?? null,
      brand: brand ?? DEFAULT_BRAND,
      mintUserId: () => minting.userId(),
      clock: this.clock,
      isReady: () => this.ready,
      settings: { ...SETTINGS, ...settings },
      logger: logger ?? { level: 'silent' },
      observe: {
        request: (observed) => this.observed.push(observed),
        shed: () => void (this.shed += 1),
        sockets: (open) => {
          this.openSockets = open;
        },
      },
      timers: this.clock,
      ...(loop === undefined ? {} : { loop }),
    };
  }
}

/** A facade for as long as it is played with. */
export async function withFacade<Result>(options: FacadeOptions, play: (facade: TestFacade) => Promise<Result>): Promise<Result> {
  const facade = await TestFacade.start(options);
  try {
    return await play(facade);
  } finally {
    await facade.stop();
  }
}

export interface Sale {
  readonly concertId: string;
  readonly scheduleId: string;
}

const SETTINGS: RestSettings = {
  corsOrigins: [],
  rateLimitPerMinute: 0,
  trustProxy: false,
  bodyLimitBytes: 64 * 1024,
  requestTimeoutMs: 10_000,
  overloadDelayMs: 0,
  socketsPerUserMax: 5,
};

const SERVICE: ServiceFacts = { version: '0.0.0', selfCharge: true, maxPoints: MAX_POINTS, signInUrl: null, demo: false };

/** What the facade's tokens are signed with. */
export const SECRETS = { current: 'a secret for tests that is long enough', previous: null };

function demoSalesOf(
  ticketing: Ticketing,
  clock: ManualClock,
  { minting }: ReturnType<typeof identityForTests>,
  errors: unknown[],
): DemoSales {
  const onError = (error: unknown): void => void errors.push(error);
  return new DemoSales({ ticketing, now: clock.now, timers: clock, random: () => 0.5, mintUserId: () => minting.userId(), onError });
}

function identityForTests() {
  const secrets = SECRETS;
  const minting = createMinting();
  return {
    minting,
    adminSessions: createAdminSessions({ secrets, adminKey: ADMIN_KEY, mint: () => minting.commandId() }),
    accessTokens: createAccessTokens({ ring: deriveKeyRing(secrets, 'access-token'), ttlSeconds: TTL_SECONDS }),
    queueTokens: createQueueTokens({ ring: deriveKeyRing(secrets, 'queue-token') }),
  };
}

/** A user with an access token and, once in line, a queue token. */
export class Fan {
  queueToken: string | null = null;

  constructor(
    private readonly facade: TestFacade,
    readonly userId: string,
    readonly accessToken: string,
  ) {}

  get headers(): Readonly<Record<string, string>> {
    const queue = this.queueToken === null ? {} : { 'queue-token': this.queueToken };
    return { authorization: `Bearer ${this.accessToken}`, ...queue };
  }

  get(url: string): Promise<Answer> {
    return this.facade.ask('GET', url, { headers: this.headers });
  }

  post(url: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.facade.ask('POST', url, { headers: { ...this.headers, ...headers }, body });
  }

  delete(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.facade.ask('DELETE', url, { headers: { ...this.headers, ...headers } });
  }

  async join(concertId: string): Promise<Answer> {
    const answer = await this.post('/api/v1/tokens', { concertId });
    if (answer.status !== 201) throw new Error(answer.text);
    this.queueToken = answer.body.token;
    return answer;
  }

  hold(scheduleId: string, seats: readonly number[], headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.post('/api/v1/reservations', { scheduleId, seats }, headers);
  }

  charge(amount: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.post(`/api/v1/users/${this.userId}/transactions`, { amount }, headers);
  }

  pay(reservationId: string): Promise<Answer> {
    return this.post('/api/v1/payments', { reservationId });
  }
}
