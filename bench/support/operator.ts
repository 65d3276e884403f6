/** What an operator sets up on a node that is to be measured. Nobody is sent away and nothing runs out in the course of a trial. */
import { randomUUID } from 'node:crypto';
import { ApiClient } from './api-client.js';
import { FrontrowApi } from './frontrow-api.js';
import type { NodeProcess } from './node-process.js';

const CONNECTIONS = 16;
const GIVE_UP_MS = 60_000;
const DAY_MS = 86_400_000;
const LASTING_SECONDS = 36_000;

export class Operator {
  readonly api: FrontrowApi;
  private readonly client: ApiClient;

  constructor(
    node: NodeProcess,
    private readonly adminKey: string,
  ) {
    this.client = new ApiClient({ url: node.url, connections: CONNECTIONS, giveUpMs: GIVE_UP_MS });
    this.api = new FrontrowApi(this.client);
  }

  /** A concert that lets so many in. */
  async concert(maxActive: number): Promise<string> {
    const [activeTimeoutSeconds, waitingTimeoutSeconds, sessionSeconds] = [LASTING_SECONDS, LASTING_SECONDS, LASTING_SECONDS];
    const queue = { maxActive, activeTimeoutSeconds, waitingTimeoutSeconds, sessionSeconds };
    return this.api.createConcert(this.adminKey, 'Benchmark', queue, randomUUID());
  }

  async schedule(concertId: string, seats: number, price: number): Promise<string> {
    const startsAt = new Date(Date.now() + DAY_MS).toISOString();
    const spec = { startsAt, sections: [{ name: 'Floor', price, seats }], holdSeconds: LASTING_SECONDS, maxSeatsPerUser: 0 };
    return this.api.addSchedule(this.adminKey, concertId, spec, randomUUID());
  }

  async close(): Promise<void> {
    await this.client.close();
  }
}

export async function asOperator<Result>(node: NodeProcess, work: (operator: Operator) => Promise<Result>): Promise<Result> {
  const operator = new Operator(node, await node.adminKey());
  try {
    return await work(operator);
  } finally {
    await operator.close();
  }
}
