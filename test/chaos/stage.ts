/**
 * A small cluster on which one thing goes wrong at a time, in a fixed order: two nodes, one NATS server, a network that can be cut. Whatever clients are told is
 * held against the log at the end, as after a chaos run.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'undici';
import { ClusterClient, poolsOf } from '../../bench/chaos/cluster-client.js';
import { History } from '../../bench/chaos/history.js';
import { World } from '../../bench/chaos/world.js';
import { Observations } from '../../bench/onsale/observations.js';
import { randomFrom } from '../../bench/onsale/random.js';
import { headersOf, NodeUnreachable, outcomeOf } from '../../bench/support/api-client.js';
import type { Answer, ApiRequest } from '../../bench/support/api-client.js';
import { EventLog } from '../../bench/support/event-log.js';
import { FrontrowApi, Refused } from '../../bench/support/frontrow-api.js';
import type { Guest, HoldAnswer } from '../../bench/support/frontrow-api.js';
import type { AuditedEvent } from '../../src/audit/audited-event.js';
import { Auditor } from '../../src/audit/auditor.js';
import { SeatOrder } from '../../src/audit/seat-order.js';
import type { SeatWord } from '../../src/audit/seat-order.js';
import { shardOf } from '../../src/cluster/shards.js';

const NODES = 2;
const CONNECTIONS = 8;
const POLL_MS = 50;
/** For whatever must come to be, on a busy machine. */
export const PATIENCE_MS = 30_000;
const TRY_MS_MAX = 6_000;
const ENTITIES_MAX = 200;
const HOLD_SECONDS = 600;
const DAY_MS = 86_400_000;
/** What everybody sees of a hall may be this old. */
const SEATS_STALE_MS = 100;
const QUEUE = { maxActive: 100, activeTimeoutSeconds: 600, waitingTimeoutSeconds: 600, sessionSeconds: 900 };
export const PRICE = 1_000;
export const SEATS = 20;

/** A sale whose waiting room and schedule are on one node. */
export interface Sale {
  readonly concertId: string;
  readonly scheduleId: string;
  /** Its node. */
  readonly here: number;
  /** The other node. */
  readonly there: number;
}

export interface Fan extends Guest {
  readonly token: string;
  readonly seen: Observations;
}

export class Stage {
  private readonly auditor = new Auditor();
  private readonly order = new SeatOrder();
  private readonly history = new History(null);
  private readonly pools: readonly Pool[];
  private clients = 0;

  private constructor(
    private readonly directory: string,
    readonly world: World,
    private readonly adminKey: string,
  ) {
    this.pools = poolsOf(world.cluster.urls, CONNECTIONS);
  }

  /** @param main of the build that is tried; null: this one. */
  static async open(main: string | null): Promise<Stage> {
    const directory = await mkdtemp(join(tmpdir(), 'frontrow-stage-'));
    const world = await World.make({ directory, nodes: NODES, servers: 1, ...(main === null ? {} : { main }) });
    await world.cluster.ready();
    return new Stage(directory, world, await world.cluster.adminKey());
  }

  async close(): Promise<void> {
    await Promise.all(this.pools.map((pool) => pool.destroy()));
    await this.world.end();
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Who asks again until there is an answer to rely on. */
  patient(node: number): FrontrowApi {
    return new FrontrowApi(this.clientOf(node));
  }

  /** Who asks once: what cannot be relied on is a refusal, too. */
  once(node: number): FrontrowApi {
    return new FrontrowApi({ signal: undefined, request: (request) => this.tryOnce(node, request) });
  }

  async openSale(): Promise<Sale> {
    for (let tried = 0; tried < ENTITIES_MAX; tried += 1) {
      const api = this.patient(0);
      const concertId = await api.createConcert(this.adminKey, 'One thing at a time', QUEUE, randomUUID());
      const startsAt = new Date(Date.now() + DAY_MS).toISOString();
      const sections = [{ name: 'Floor', price: PRICE, seats: SEATS }];
      const schedule = { startsAt, sections, holdSeconds: HOLD_SECONDS, maxSeatsPerUser: 0 };
      const scheduleId = await api.addSchedule(this.adminKey, concertId, schedule, randomUUID());
      const here = await this.ownerOf(`schedule/${scheduleId}`);
      if (here === (await this.ownerOf(`queue/${concertId}`))) return { concertId, scheduleId, here, there: 1 - here };
    }
    throw new Error('no concert has its waiting room where its schedule is');
  }

  /** Somebody whose wallet is on that node. */
  async guest(walletOn: number): Promise<Guest> {
    for (let tried = 0; tried < ENTITIES_MAX; tried += 1) {
      const guest = await this.patient(0).guest();
      if ((await this.ownerOf(`wallet/${guest.userId}`)) === walletOn) return guest;
    }
    throw new Error(`no wallet is on node ${walletOn}`);
  }

  /** Somebody who is inside. */
  async fan({ concertId, here }: Sale, walletOn: number): Promise<Fan> {
    const guest = await this.guest(walletOn);
    const { token } = await this.patient(here).token(guest, concertId);
    return { ...guest, token, seen: this.observations(guest) };
  }

  observations({ userId }: Guest): Observations {
    return new Observations(userId, this.auditor.observe.bind(this.auditor));
  }

  /** Holds a seat and writes down what was said. Throws `Refused`. */
  async hold(api: FrontrowApi, fan: Fan, { scheduleId }: Sale, seat: number): Promise<HoldAnswer> {
    const askedAt = performance.now();
    const hold = await api.hold(fan, fan.token, scheduleId, [seat], randomUUID());
    fan.seen.hold(hold);
    this.hear({ scheduleId, seat, status: 'HELD', reservationId: hold.reservationId, source: 'hold', staleMs: 0, askedAt });
    return hold;
  }

  /** Looks at all seats and writes down what was said. Throws `Refused`. */
  async look(api: FrontrowApi, fan: Fan, { scheduleId }: Sale): Promise<void> {
    const askedAt = performance.now();
    for (const { seat, status } of await api.seats(fan, fan.token, scheduleId, null)) {
      const said = status as SeatWord['status'];
      this.hear({ scheduleId, seat, status: said, reservationId: null, source: 'seats', staleMs: SEATS_STALE_MS, askedAt });
    }
  }

  /** Neither hears of the other, but what it says leaves. */
  async cutFromNats(node: number): Promise<void> {
    await this.world.network.cutServers(node, 'both');
  }

  /** Everything flows again; resolves when every node that runs serves all that it should. */
  async heal(): Promise<void> {
    for (let node = 0; node < NODES; node += 1) await this.world.network.heal(node);
    for (let node = 0; node < NODES; node += 1) if (!this.world.cluster.isRunning(node)) await this.world.cluster.restart(node);
    await this.world.cluster.ready();
  }

  /** The node that owns the entity by that node's word. */
  async ownerOf(entity: string, by = 0): Promise<number> {
    const request = { step: 'cluster', method: 'GET', path: '/api/v1/admin/cluster', bearer: this.adminKey } as const;
    const { body } = await this.clientOf(by).request(request);
    const shards = body['shards'] as readonly { readonly owner: string | null }[];
    return this.world.cluster.ids.indexOf(shards[shardOf(entity)]?.owner ?? '');
  }

  /** Resolves when that node has the entity, by its own word. */
  async takenOver(entity: string, node: number): Promise<void> {
    await until(`node ${node} owns ${entity}`, async () => (await this.ownerOf(entity, node)) === node);
  }

  /** All events so far, as that node reads them. */
  async events(by: number): Promise<readonly AuditedEvent[]> {
    const events: AuditedEvent[] = [];
    await new EventLog(this.clientOf(by), this.adminKey).readToEnd((event) => events.push(event));
    return events;
  }

  /** What the checkers find: codes of broken promises, and `SEAT_ORDER` for each word that fits no order of events. */
  async findings(by: number): Promise<readonly string[]> {
    const log = new EventLog(this.clientOf(by), this.adminKey);
    await log.readToEnd((event) => {
      this.auditor.feed(event);
      this.order.feed(event);
    });
    const { violations } = this.auditor.finish({ now: log.servedAt, quiescent: true });
    return [...violations.map(({ code }) => code), ...this.order.findings().map(() => 'SEAT_ORDER')];
  }

  private hear(word: Omit<SeatWord, 'answeredAt'>): void {
    this.order.heard({ ...word, answeredAt: performance.now() });
  }

  private clientOf(node: number): ClusterClient {
    this.clients += 1;
    const pool = this.pools[node];
    if (pool === undefined) throw new Error(`there is no node ${node}`);
    const { history, clients } = this;
    return new ClusterClient({ process: clients, pools: [pool], random: randomFrom(1, clients), history, onAnswer: () => undefined });
  }

  private async tryOnce(node: number, request: ApiRequest): Promise<Answer> {
    const { method, path, body } = request;
    try {
      const answer = await fetch(`${this.world.cluster.urls[node] ?? ''}${path}`, {
        method,
        headers: headersOf(request),
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(TRY_MS_MAX),
      });
      return outcomeOf(answer.status, Object.fromEntries(answer.headers), await answer.text());
    } catch (error) {
      throw new NodeUnreachable(`${method} ${path} got no answer`, { cause: error });
    }
  }
}

/** Until whoever looks at the seats must be shown all that was answered before. */
export function seatsMustShow(): Promise<void> {
  return sleep(2 * SEATS_STALE_MS);
}

/** False when it was refused, or nobody answered. */
export async function succeeds(asking: Promise<unknown>): Promise<boolean> {
  try {
    await asking;
    return true;
  } catch (error) {
    if (error instanceof Refused || error instanceof NodeUnreachable) return false;
    throw error;
  }
}

/** Asks again and again until it is so. Throws when that takes too long. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  if (!(await comes(isSo, PATIENCE_MS))) throw new Error(`it never came to be that ${what}`);
}

/** Whether it comes to be so within that time. */
export async function comes(isSo: () => Promise<boolean>, patienceMs: number): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}
