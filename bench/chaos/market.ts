/** What is on sale during a run: a few halls at a time, and a new one whenever the newest is filling up, so that seats are always fought for and never gone. */
import { randomUUID } from 'node:crypto';
import type { Random } from '../onsale/random.js';
import { FrontrowApi } from '../support/frontrow-api.js';
import type { ClusterClient } from './cluster-client.js';

const PRICE = 1_000;
const SEATS = 60;
const HOLD_SECONDS = 4;
const HALLS_ON_SALE = 3;
const DAY_MS = 86_400_000;

export interface MarketOptions {
  readonly client: ClusterClient;
  readonly adminKey: string;
  /** Fans inside at once; the others wait in line. */
  readonly maxActive: number;
}

export class Market {
  readonly seats = SEATS;
  readonly holdSeconds = HOLD_SECONDS;
  /** All there ever were, the newest last. */
  readonly scheduleIds: string[] = [];

  private constructor(
    private readonly api: FrontrowApi,
    private readonly adminKey: string,
    readonly concertId: string,
  ) {}

  static async open({ client, adminKey, maxActive }: MarketOptions): Promise<Market> {
    const api = new FrontrowApi(client);
    const queue = { maxActive, activeTimeoutSeconds: 60, waitingTimeoutSeconds: 60, sessionSeconds: 300 };
    const concertId = await api.createConcert(adminKey, 'A night of faults', queue, randomUUID());
    const market = new Market(api, adminKey, concertId);
    for (let hall = 0; hall < HALLS_ON_SALE; hall += 1) await market.addHall();
    return market;
  }

  /** One of those on sale. */
  anySchedule(random: Random): string {
    const onSale = this.scheduleIds.slice(-HALLS_ON_SALE);
    return onSale[random.below(onSale.length)] ?? '';
  }

  async addHall(): Promise<void> {
    const startsAt = new Date(Date.now() + DAY_MS).toISOString();
    const schedule = { startsAt, sections: [{ name: 'Floor', price: PRICE, seats: SEATS }], holdSeconds: HOLD_SECONDS, maxSeatsPerUser: 0 };
    this.scheduleIds.push(await this.api.addSchedule(this.adminKey, this.concertId, schedule, randomUUID()));
  }
}
