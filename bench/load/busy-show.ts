/**
 * Fans who hold and release seats of some shows through any node of a cluster, each one thing after the other, while nodes come and go. Knows what it was told:
 * every hold that was acknowledged must be in the log.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditedEvent } from '../../src/audit/audited-event.js';
import { ApiClient, NodeUnreachable } from '../support/api-client.js';
import type { ClusterProcess } from '../support/cluster-process.js';
import { FrontrowApi, Refused } from '../support/frontrow-api.js';
import type { Guest } from '../support/frontrow-api.js';
import type { JournalBooks } from '../support/journal-audit.js';
import type { Sale } from '../support/open-sale.js';

/** What callers felt of something that was done to the cluster. */
export interface Disturbance {
  /** From its beginning to the first answer to a request that was sent after it. */
  readonly firstAnswerMs: number;
  /** The longest that anybody waited for an answer, of all that was asked before it was over and answered after it had begun. */
  readonly longestMs: number;
}

interface Answered {
  readonly askedAt: number;
  /** Of the try that was answered. */
  readonly triedAt: number;
  readonly answeredAt: number;
}

interface Fan {
  readonly guest: Guest;
  readonly queueToken: string;
  readonly seat: number;
}

/** Of one request to one node; then another node is asked. */
const TRY_MS_MAX = 250;
const GIVE_UP_MS = 60_000;
const CONNECTIONS = 32;
/** When none of the nodes had an answer. */
const BETWEEN_TURNS_MS = 20;
const LOOK_MS = 5;
export class BusyShow {
  answers = 0;
  private readonly clients: readonly ApiClient[];
  private readonly apis: readonly FrontrowApi[];
  private readonly acknowledged = new Set<string>();
  private readonly listeners = new Set<(answered: Answered) => void>();
  private readonly underWay = new Map<Fan, number>();
  private readonly work: Promise<unknown>;
  private isOver = false;
  private failure: unknown = null;

  /** Begins. Each fan of the sale has a seat of its own in each of the shows. */
  constructor(
    private readonly cluster: Pick<ClusterProcess, 'urls' | 'isRunning'>,
    sale: Sale,
    private readonly scheduleIds: readonly string[],
  ) {
    this.clients = cluster.urls.map((url) => new ApiClient({ url, connections: CONNECTIONS, giveUpMs: TRY_MS_MAX }));
    this.apis = this.clients.map((client) => new FrontrowApi(client));
    const fans = sale.users.map(({ accessToken, queueToken }, index) => ({
      guest: { userId: sale.userIds[index] ?? '', accessToken },
      queueToken: queueToken ?? '',
      seat: index + 1,
    }));
    this.work = Promise.all(
      fans.map((fan, index) =>
        this.play(fan, index).catch((error: unknown) => {
          this.failure ??= error;
        }),
      ),
    );
  }

  /** What is felt of `deed`, until it is done and something that was asked after it began was answered. */
  async disturbedBy(deed: () => Promise<unknown>): Promise<Disturbance> {
    const begun = performance.now();
    let longest = 0;
    const after: number[] = [];
    const note = ({ askedAt, triedAt, answeredAt }: Answered): void => {
      longest = Math.max(longest, answeredAt - askedAt);
      if (triedAt >= begun) after.push(answeredAt - begun);
    };
    this.listeners.add(note);
    await deed();
    while (after.length === 0) await this.nextAnswer();
    const asked = [...this.underWay.keys()];
    const since = performance.now();
    // Whoever still waits for something asked before the service was back is part of it.
    while (asked.some((fan) => (this.underWay.get(fan) ?? Infinity) < since)) await this.nextAnswer();
    this.listeners.delete(note);
    return { firstAnswerMs: after[0] ?? Number.NaN, longestMs: longest };
  }

  /** Resolves when all fans have ended, also those who go on after one of them failed. */
  async stop(): Promise<void> {
    this.isOver = true;
    await this.work;
    await Promise.all(this.clients.map((client) => client.close()));
  }

  /** Every event of the log goes here before `mustAddUp`. */
  onEvent({ type, data }: AuditedEvent): void {
    if (type === 'SeatHeld') this.acknowledged.delete(String((data as { readonly reservationId?: unknown }).reservationId));
  }

  /** Throws when a fan was told what nobody should be told, or a hold that was acknowledged is not in the log. */
  mustAddUp({ totals }: JournalBooks): void {
    if (this.failure !== null) throw this.failure instanceof Error ? this.failure : new Error('a fan failed', { cause: this.failure });
    if (this.acknowledged.size > 0) {
      throw new Error(`${this.acknowledged.size} holds were acknowledged and are not in the log, which has ${totals.holds.made}`);
    }
  }

  private async play(fan: Fan, index: number): Promise<void> {
    for (let round = index; !this.isOver; round += 1) {
      const { guest, queueToken, seat } = fan;
      const scheduleId = this.scheduleIds[round % this.scheduleIds.length] ?? '';
      const { reservationId } = await this.answered(fan, round, (api) => api.hold(guest, queueToken, scheduleId, [seat]));
      this.acknowledged.add(reservationId);
      await this.answered(fan, round, (api) => release(api, guest, reservationId));
    }
  }

  /** Asks one node after the other, beginning with the next in turn, until one answers. */
  private async answered<Result>(fan: Fan, turn: number, ask: (api: FrontrowApi) => Promise<Result>): Promise<Result> {
    const askedAt = performance.now();
    this.underWay.set(fan, askedAt);
    for (let attempt = 0; ; attempt += 1) {
      const node = (turn + attempt) % this.apis.length;
      const api = this.apis[node];
      try {
        if (api === undefined || !this.cluster.isRunning(node)) throw new NodeUnreachable(`node ${node} does not run`);
        const triedAt = performance.now();
        const result = await ask(api);
        this.answers += 1;
        this.underWay.delete(fan);
        const answeredAt = performance.now();
        for (const listener of this.listeners) listener({ askedAt, triedAt, answeredAt });
        return result;
      } catch (error) {
        if (!(error instanceof NodeUnreachable) || performance.now() - askedAt > GIVE_UP_MS) throw error;
        // In a turn of all nodes none of them answered.
        if (attempt % this.apis.length === this.apis.length - 1) await sleep(BETWEEN_TURNS_MS);
      }
    }
  }

  private async nextAnswer(): Promise<void> {
    if (this.failure !== null) throw this.failure instanceof Error ? this.failure : new Error('a fan failed', { cause: this.failure });
    await sleep(LOOK_MS);
  }
}

/** Asked again when nobody knew what became of the first time, it may have been released already. */
async function release(api: FrontrowApi, guest: Guest, reservationId: string): Promise<void> {
  try {
    await api.release(guest, reservationId);
  } catch (error) {
    const isReleased = error instanceof Refused && error.code === 'NOT_HELD' && error.answer.body['reservationStatus'] === 'RELEASED';
    if (!isReleased) throw error;
  }
}
