/** A sale on a fresh node, made over the API: schedules with seats for all, and fans who are all inside. */
import { randomUUID } from 'node:crypto';
import type { GrpcUser, LoadUser } from '../load/load.js';
import { ApiClient } from './api-client.js';
import { FrontrowApi } from './frontrow-api.js';
import type { NodeProcess } from './node-process.js';

export const SETUP_CONNECTIONS = 64;
const GIVE_UP_MS = 60_000;
const DAY_MS = 86_400_000;
/** Nobody is to be sent away, and nothing is to run out, while it is measured. */
const HOLD_SECONDS = 3_600;
const SESSION_SECONDS = 7_200;
const PRICE = 50_000;

export interface SaleSizes {
  readonly users: number;
  /** The seats of each schedule. */
  readonly schedules: readonly number[];
}

export interface Sale {
  readonly concertId: string;
  /** In the order asked for. */
  readonly scheduleIds: readonly string[];
  readonly users: readonly LoadUser[];
  /** By user. */
  readonly userIds: readonly string[];
}

export async function openSale(node: NodeProcess, { users, schedules }: SaleSizes): Promise<Sale> {
  const client = new ApiClient({ url: node.url, connections: SETUP_CONNECTIONS, giveUpMs: GIVE_UP_MS });
  try {
    const api = new FrontrowApi(client);
    const adminKey = await node.adminKey();
    const concertId = await api.createConcert(adminKey, 'Benchmark', queueFor(users), randomUUID());
    const scheduleIds = await together(schedules, (seats) => api.addSchedule(adminKey, concertId, scheduleWith(seats), randomUUID()));
    const fans = await together(Array.from({ length: users }), async () => {
      const guest = await api.guest();
      const { token, status } = await api.token(guest, concertId);
      if (status !== 'ACTIVE') throw new Error(`a fan who should be inside is ${status}`);
      return { ...guest, queueToken: token };
    });
    return {
      concertId,
      scheduleIds,
      users: fans.map(({ accessToken, queueToken }) => ({ accessToken, queueToken })),
      userIds: fans.map(({ userId }) => userId),
    };
  } finally {
    await client.close();
  }
}

/** The same fans for a service that acts for them. */
export function grpcUsersOf({ users, userIds }: Sale): readonly GrpcUser[] {
  return users.map(({ queueToken }, index) => ({ userId: userIds[index] ?? '', queueToken: queueToken ?? '' }));
}

function queueFor(users: number) {
  return {
    maxActive: users,
    activeTimeoutSeconds: SESSION_SECONDS,
    waitingTimeoutSeconds: SESSION_SECONDS,
    sessionSeconds: SESSION_SECONDS,
  };
}

function scheduleWith(seats: number) {
  return {
    startsAt: new Date(Date.now() + DAY_MS).toISOString(),
    sections: [{ name: 'Floor', price: PRICE, seats }],
    holdSeconds: HOLD_SECONDS,
    maxSeatsPerUser: 0,
  };
}

/** What comes of each item, in their order; as many at a time as there are connections. */
export async function together<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next; index < items.length; index = next) {
      next += 1;
      results[index] = await work(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: SETUP_CONNECTIONS }, worker));
  return results;
}
