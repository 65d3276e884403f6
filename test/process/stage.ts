/** Real nodes for one test: started, used through the API, and all gone when it is over. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { ApiClient } from '../../bench/support/api-client.js';
import { EventLog } from '../../bench/support/event-log.js';
import type { Guest, HoldAnswer, PaymentAnswer, QueueSettingsRequest } from '../../bench/support/frontrow-api.js';
import { FrontrowApi } from '../../bench/support/frontrow-api.js';
import type { NodeOptions } from '../../bench/support/node-process.js';
import { NodeProcess, temporaryDataDir } from '../../bench/support/node-process.js';
import { Auditor } from '../../src/audit/auditor.js';
import type { AuditReport } from '../../src/audit/auditor.js';

export const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url));
export const PRICE = 1_000;
const SEATS = 40;
const CONNECTIONS = 40;
const DAY_MS = 86_400_000;
const GIVE_UP_MS = 30_000;

/** How a process that was to end by itself did so. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  /** Without what Node.js itself warns of. */
  readonly stderr: readonly string[];
}

/** A concert on sale and somebody inside, with points on the wallet. */
export interface Sale {
  readonly node: NodeProcess;
  readonly client: ApiClient;
  readonly api: FrontrowApi;
  readonly adminKey: string;
  readonly concertId: string;
  readonly scheduleId: string;
  readonly guest: Guest;
  readonly token: string;
}

export interface SaleOptions {
  readonly holdSeconds?: number;
  readonly queue?: QueueSettingsRequest;
}

export class Stage {
  private readonly cleaners: (() => Promise<unknown>)[] = [];

  async dataDir(): Promise<string> {
    const { path, remove } = await temporaryDataDir();
    this.cleaners.push(remove);
    return path;
  }

  async start(options: NodeOptions): Promise<NodeProcess> {
    return this.keep(await NodeProcess.start(options));
  }

  /** The same again, on the same port. */
  async restart(node: NodeProcess): Promise<NodeProcess> {
    return this.keep(await node.restart());
  }

  keep<Kept extends { kill: () => Promise<unknown> }>(node: Kept): Kept {
    this.cleaners.push(() => node.kill());
    return node;
  }

  client(node: { readonly url: string }): ApiClient {
    const client = new ApiClient({ url: node.url, connections: CONNECTIONS, giveUpMs: GIVE_UP_MS });
    this.cleaners.push(() => client.close());
    return client;
  }

  /** The node must have generated its admin key. */
  async sale(node: NodeProcess, { holdSeconds = 300, queue = {} }: SaleOptions = {}): Promise<Sale> {
    const client = this.client(node);
    const api = new FrontrowApi(client);
    const adminKey = await node.adminKey();
    const concertId = await api.createConcert(adminKey, 'Sung to the end', queue, randomUUID());
    const scheduleId = await addSchedule(api, adminKey, concertId, holdSeconds);
    const guest = await api.guest();
    await api.charge(guest, SEATS * PRICE, randomUUID());
    const { token } = await api.token(guest, concertId);
    return { node, client, api, adminKey, concertId, scheduleId, guest, token };
  }

  /** In reverse, so that a node is gone before its directory. */
  async dispose(): Promise<void> {
    for (const clean of this.cleaners.splice(0).reverse()) await clean();
  }
}

export function addSchedule(api: FrontrowApi, adminKey: string, concertId: string, holdSeconds: number): Promise<string> {
  const startsAt = new Date(Date.now() + DAY_MS).toISOString();
  const schedule = { startsAt, sections: [{ name: 'Floor', price: PRICE, seats: SEATS }], holdSeconds, maxSeatsPerUser: 0 };
  return api.addSchedule(adminKey, concertId, schedule, randomUUID());
}

/** Runs the program until it ends by itself. */
export function runToEnd(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--no-deprecation', MAIN, ...args], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const written = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (written.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (written.stderr += text));
    child.once('error', reject);
    child.once('close', (code, signal) =>
      resolve({ code, signal, stdout: written.stdout, stderr: written.stderr.split('\n').filter((line) => line !== '') }),
    );
  });
}

export const freePorts = (dataDir: string): Record<string, string> => ({
  FRONTROW_DATA_DIR: dataDir,
  FRONTROW_HTTP_PORT: '0',
  FRONTROW_OPS_PORT: '0',
  FRONTROW_GRPC_PORT: '0',
  FRONTROW_CLUSTER_PORT: '0',
});

/** Holds the seats and pays for them. */
export async function buy(
  { api, guest, token, scheduleId }: Sale,
  seats: readonly number[],
): Promise<{ hold: HoldAnswer; payment: PaymentAnswer }> {
  const hold = await api.hold(guest, token, scheduleId, seats, randomUUID());
  return { hold, payment: await api.pay(guest, token, hold.reservationId, randomUUID()) };
}

/** Reads the whole event log and closes the books. */
export async function auditNow(
  { client, adminKey }: Pick<Sale, 'client' | 'adminKey'>,
  auditor = new Auditor(),
  quiescent = true,
): Promise<AuditReport> {
  const log = new EventLog(client, adminKey);
  await log.readToEnd((event) => auditor.feed(event));
  return auditor.finish({ now: log.servedAt, quiescent });
}

/** Resolves once `look` finds what it looks for. There is no event to wait for in a child's output, so it is looked at again and again. */
export async function seen<Found>(look: () => Found | null | Promise<Found | null>): Promise<Found> {
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
