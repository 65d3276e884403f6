/**
 * The process that holds seats over gRPC: bare @grpc/grpc-js with messages that are encoded beforehand and answers that are not decoded while it is measured,
 * so that it costs as little as a client of that library can.
 */
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { TicketingService } from '../../src/grpc/protocol.js';
import type { LoadReport } from './generator-messages.js';
import type { GrpcHoldsPlan } from './grpc-holds-messages.js';
import { serveLoad } from './serve-load.js';

const CONNECT_MS_MAX = 10_000;
/** Of so many answers one is looked into, when all are there. */
const LOOKED_INTO_EVERY = 100;
const { path, requestSerialize, responseDeserialize } = TicketingService.service.Hold;
const asIs = (bytes: Buffer): Buffer => bytes;

interface Prepared {
  readonly plan: GrpcHoldsPlan;
  readonly clients: readonly Client[];
  readonly metadata: Metadata;
  readonly requests: readonly Buffer[];
}

async function prepare(plan: GrpcHoldsPlan): Promise<Prepared> {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${plan.serviceKey}`);
  // Else all clients of one address share a connection.
  const options = { 'grpc.use_local_subchannel_pool': 1 };
  const clients = Array.from({ length: plan.channels }, () => new Client(plan.address, credentials.createInsecure(), options));
  await Promise.all(clients.map(connected));
  return { plan, clients, metadata, requests: Array.from({ length: plan.calls }, (_, index) => requestSerialize(holdOf(plan, index))) };
}

function holdOf({ users, scheduleId, firstSeat }: GrpcHoldsPlan, index: number) {
  const user = users[index % users.length];
  if (user === undefined) throw new RangeError('there are no users');
  return { userId: user.userId, queueToken: user.queueToken, scheduleId, seats: { numbers: [firstSeat + index] } };
}

function connected(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    client.waitForReady(Date.now() + CONNECT_MS_MAX, (error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
  });
}

async function run({ plan, clients, metadata, requests }: Prepared): Promise<LoadReport> {
  const total = requests.length;
  const latenciesMs = new Float64Array(total);
  const lookedInto = new Map<number, Buffer>();
  let next = 0;
  let answered = 0;
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  await new Promise<void>((resolve, reject) => {
    const call = (client: Client): void => {
      const index = next;
      const request = requests[index];
      if (request === undefined) return;
      next += 1;
      const sentAt = performance.now();
      client.makeUnaryRequest(path, asIs, asIs, request, metadata, (error, answer) => {
        if (error !== null || answer === undefined) {
          reject(new Error(`an answer was ${error === null ? 'empty' : `${status[error.code]}: ${error.details}`}`));
          return;
        }
        latenciesMs[answered] = performance.now() - sentAt;
        answered += 1;
        if (index % LOOKED_INTO_EVERY === 0) lookedInto.set(index, answer);
        if (answered === total) resolve();
        else call(client);
      });
    };
    for (const client of clients) for (let started = 0; started < plan.inFlight / clients.length; started += 1) call(client);
  });
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  for (const [index, answer] of lookedInto) mustBeHeld(plan.firstSeat + index, answer);
  return { seconds, cpuSeconds: (user + system) / 1e6, latenciesMs, statuses: { OK: total } };
}

function mustBeHeld(seat: number, answer: Buffer): void {
  const { seats, status: stands, reservationId } = responseDeserialize(answer);
  if (stands === 'RESERVATION_STATUS_HELD' && seats.length === 1 && seats[0] === seat && reservationId !== '') return;
  throw new Error(`the hold of seat ${seat} was answered ${JSON.stringify({ seats, status: stands, reservationId })}`);
}

serveLoad(prepare, run);
