/**
 * Buys, one purchase after the other on each connection: a queue token, a hold of a seat, a charge, the payment. Each call needs what the one before was
 * answered, so the requests cannot be made in advance.
 */
import { Client } from 'undici';
import type { LoadReport } from './generator-messages.js';
import type { Buyer, PurchasesPlan } from './purchases-messages.js';
import { serveLoad } from './serve-load.js';

class Purchases {
  private readonly clients: readonly Client[];
  private readonly buyers: IterableIterator<[number, Buyer]>;

  constructor(private readonly plan: PurchasesPlan) {
    this.clients = Array.from({ length: plan.connections }, () => new Client(plan.url, { pipelining: 1 }));
    this.buyers = plan.buyers.entries();
  }

  /** As many at once as there are connections. */
  async run(): Promise<LoadReport> {
    const latenciesMs = new Float64Array(this.plan.buyers.length);
    let bought = 0;
    const work = async (client: Client): Promise<void> => {
      for (const [index, buyer] of this.buyers) {
        const sentAt = performance.now();
        await this.purchase(client, buyer, this.plan.firstSeat + index);
        latenciesMs[bought] = performance.now() - sentAt;
        bought += 1;
      }
    };
    const cpu = process.cpuUsage();
    const startedAt = performance.now();
    await Promise.all(this.clients.map(work));
    const seconds = (performance.now() - startedAt) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    return { seconds, cpuSeconds: (user + system) / 1e6, latenciesMs, statuses: {} };
  }

  private async purchase(client: Client, { userId, accessToken }: Buyer, seat: number): Promise<void> {
    const { concertId, scheduleId, price } = this.plan;
    const bearer = `Bearer ${accessToken}`;
    const issued = await post(client, '/api/v1/tokens', { authorization: bearer }, { concertId }, 201);
    const inside = { authorization: bearer, 'queue-token': member(issued, 'token') };
    const held = await post(client, '/api/v1/reservations', inside, { scheduleId, seats: [seat] }, 201);
    await post(client, `/api/v1/users/${userId}/transactions`, { authorization: bearer }, { amount: price }, 200);
    const paid = await post(client, '/api/v1/payments', inside, { reservationId: member(held, 'reservationId') }, 200);
    if (member(paid, 'status') !== 'COMPLETED') throw new Error(`a payment is ${member(paid, 'status')}`);
  }
}

type Body = Readonly<Record<string, unknown>>;

async function post(
  client: Client,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: object,
  expected: number,
): Promise<Body> {
  const { statusCode, body: stream } = await client.request({
    method: 'POST',
    path,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await stream.text();
  if (statusCode !== expected) throw new Error(`POST ${path} was answered ${statusCode}: ${text}`);
  return JSON.parse(text) as Body;
}

function member(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw new Error(`the answer has no ${name}: ${JSON.stringify(body)}`);
  return value;
}

serveLoad(
  (plan: PurchasesPlan) => new Purchases(plan),
  (purchases) => purchases.run(),
);
