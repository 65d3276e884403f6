/**
 * The streams of the gRPC service over a real socket, with the whole product behind them in memory, on a clock that the test moves. Services are known by
 * their name in `authorization`; what each may do is said here.
 */
import { Metadata, Server, ServerCredentials, credentials, status } from '@grpc/grpc-js';
import type { ClientReadableStream, UntypedServiceImplementation, ServiceError, StatusObject } from '@grpc/grpc-js';
import { catalogueDecider } from '../../src/domain/catalogue/decider.js';
import { concertDecider } from '../../src/domain/concert/decider.js';
import { queueDecider } from '../../src/domain/queue/decider.js';
import { isRefusal, refuse } from '../../src/domain/refusals.js';
import type { Refusal } from '../../src/domain/refusals.js';
import { scheduleDecider } from '../../src/domain/schedule/decider.js';
import { walletDecider } from '../../src/domain/wallet/decider.js';
import type { Caller, Right } from '../../src/grpc/callers.js';
import type { GrpcDeps, ObservedCall } from '../../src/grpc/deps.js';
import type { EventsUpdate } from '../../src/grpc/generated/frontrow/v1/EventsUpdate.js';
import type { SeatsUpdate } from '../../src/grpc/generated/frontrow/v1/SeatsUpdate.js';
import type { WatchSeatsRequest } from '../../src/grpc/generated/frontrow/v1/WatchSeatsRequest.js';
import { errorMessages, TicketingService } from '../../src/grpc/protocol.js';
import { DETAILS_TRAILER } from '../../src/grpc/status.js';
import { servedDefinition } from '../../src/grpc/streams/encoding.js';
import { streamHandlers } from '../../src/grpc/streams/methods.js';
import { ticketingImplementation } from '../../src/grpc/service.js';
import { deriveKeyRing } from '../../src/identity/keys.js';
import { createMinting } from '../../src/identity/minting.js';
import { createQueueTokens } from '../../src/identity/queue-tokens.js';
import { createLive } from '../../src/ticketing/live.js';
import type { Live } from '../../src/ticketing/live.js';
import type { NewSchedule } from '../../src/ticketing/new-schedule.js';
import { createTicketing } from '../../src/ticketing.js';
import type { Ticketing } from '../../src/ticketing.js';
import { ManualClock, atRest } from '../support/manual-clock.js';
import { TestRegion } from '../support/test-region.js';

const SERVICES: Readonly<Record<string, readonly Right[]>> = {
  gate: ['read', 'sell'],
  till: ['read', 'sell', 'bypass-queue'],
  bank: ['charge'],
};

/** A test that waits longer waits for something that will not come. */
const PATIENCE_MS = 10_000;
const STEP_MS = 50;

export interface HarnessOptions {
  readonly streamsPerServiceMax?: number;
  /** Put between the streams and the use cases. */
  readonly through?: (ticketing: Ticketing) => Ticketing;
}

export class StreamHarness {
  ready = true;
  readonly observed: ObservedCall[] = [];
  readonly errors: unknown[] = [];
  openStreams = 0;
  /** Of the hubs: queue listeners, seat watchers. */
  open = [0, 0];
  private readonly clients: InstanceType<typeof TicketingService>[] = [];
  private readonly mintUserId: () => string;

  private constructor(
    readonly clock: ManualClock,
    readonly region: TestRegion,
    readonly ticketing: Ticketing,
    readonly server: Server,
    readonly queueTokens: ReturnType<typeof createQueueTokens>,
    private readonly liveOf: { live: Live | null },
    private port: number,
  ) {
    const minting = createMinting();
    this.mintUserId = () => minting.userId();
  }

  static async start({ streamsPerServiceMax, through = (ticketing) => ticketing }: HarnessOptions = {}): Promise<StreamHarness> {
    const clock = new ManualClock();
    const liveOf: { live: Live | null } = { live: null };
    const region = new TestRegion({
      clock,
      deciders: [catalogueDecider, concertDecider, queueDecider, scheduleDecider, walletDecider],
      onCommit: (kind, key) => liveOf.live?.committed(kind, key),
    });
    await region.region.start();
    const queueTokens = createQueueTokens({
      ring: deriveKeyRing({ current: 'a secret for tests that is long enough', previous: null }, 'queue-token'),
    });
    const minting = createMinting();
    const ticketing = createTicketing({
      router: region.region,
      journal: region.journal,
      mint: () => minting.commandId(),
      currentKeyId: queueTokens.currentKeyId,
      signQueueToken: (token) => queueTokens.sign(token),
      maxPoints: 10_000_000,
      selfCharge: true,
      now: clock.now,
    });
    const server = new Server();
    const harness = new StreamHarness(clock, region, ticketing, server, queueTokens, liveOf, 0);
    const deps = harness.deps(through(ticketing));
    const streams = streamHandlers(deps, streamsPerServiceMax) as unknown as UntypedServiceImplementation;
    server.addService(servedDefinition, { ...ticketingImplementation(deps), ...streams });
    harness.port = await new Promise((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
        error === null ? resolve(port) : reject(error),
      );
    });
    return harness;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get live(): Live {
    if (this.liveOf.live === null) throw new Error('not started');
    return this.liveOf.live;
  }

  stop(): void {
    for (const client of this.clients) client.close();
    this.server.forceShutdown();
    this.live.close();
  }

  client(): InstanceType<typeof TicketingService> {
    const client = new TicketingService(this.address, credentials.createInsecure());
    this.clients.push(client);
    return client;
  }

  /** Time goes by, and whatever that sets off comes to rest in between. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= STEP_MS) {
      this.clock.advance(Math.min(left, STEP_MS));
      await atRest();
    }
  }

  /** What is due now happens until the condition holds. */
  async until(condition: () => boolean, what: string): Promise<void> {
    const giveUpAt = performance.now() + PATIENCE_MS;
    while (!condition()) {
      if (performance.now() > giveUpAt) throw new Error(`waited in vain: ${what}`);
      this.clock.advance(0);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /** A concert with a schedule that is on sale. */
  async sale(
    queue: { readonly maxActive?: number; readonly waitingTimeoutSeconds?: number } = {},
    schedule: Partial<NewSchedule> = {},
  ): Promise<Sale> {
    const { concertId } = accepted(await this.ticketing.operators.createConcert({ title: 'Anime OST Night', queue }));
    const startsAt = this.clock.now() + 86_400_000;
    const { scheduleId } = accepted(await this.ticketing.operators.addSchedule(concertId, { startsAt, ...schedule }));
    return { concertId, scheduleId };
  }

  /** Somebody in line, or inside. */
  async fan(concertId: string): Promise<Fan> {
    const userId = this.mintUserId();
    const { token } = accepted(await this.ticketing.fans.issueToken(userId, concertId));
    const claims = this.queueTokens.verify(token);
    if (claims === null) throw new Error('the token does not verify');
    return { userId, queueToken: token, claims };
  }

  hold(concertId: string, scheduleId: string, seats: readonly number[], userId = this.mintUserId()) {
    const { fans } = this.ticketing;
    return fans.hold(userId, fans.admitWithoutQueue(concertId), scheduleId, { seats });
  }

  /** Bytes of an update as it was sent. */
  sizeOf(update: SeatsUpdate): number {
    return TicketingService.service.WatchSeats.responseSerialize(update).length;
  }

  bytesOfEvents(update: EventsUpdate): number {
    return TicketingService.service.WatchEvents.responseSerialize(update).length;
  }

  requestBytes(request: WatchSeatsRequest): Buffer {
    return TicketingService.service.WatchSeats.requestSerialize(request);
  }

  private deps(ticketing: Ticketing): GrpcDeps {
    const { clock } = this;
    const live = createLive({
      fans: ticketing.fans,
      clock,
      steady: clock.now,
      timers: clock,
      onCount: (queue, seats) => (this.open = [queue, seats]),
      onError: (error) => this.errors.push(error),
    });
    this.liveOf.live = live;
    return {
      ticketing,
      callers: { identify: ({ metadata }) => callerNamed(String(metadata.get('authorization')[0])) },
      queueTokens: this.queueTokens,
      accessTokens: null,
      mintUserId: this.mintUserId,
      clock,
      timers: clock,
      isReady: () => this.ready,
      liveQueue: live.queue,
      liveSeats: live.seats,
      callTimeoutMs: 10_000,
      log: { info: () => undefined, warn: () => undefined, error: (members) => this.errors.push(members) },
      observe: { call: (observed) => this.observed.push(observed), streams: (open) => (this.openStreams = open) },
    };
  }
}

export interface Sale {
  readonly concertId: string;
  readonly scheduleId: string;
}

export interface Fan {
  readonly userId: string;
  readonly queueToken: string;
  readonly claims: { readonly concertId: string; readonly userId: string; readonly seq: number };
}

function callerNamed(name: string): Caller | Refusal {
  const rights = SERVICES[name];
  return rights === undefined ? refuse('SERVICE_UNKNOWN') : { name, rights: new Set(rights) };
}

export function accepted<View>(answer: View | Refusal): View {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.refused}`);
  return answer;
}

export function as(service: string): Metadata {
  const metadata = new Metadata();
  metadata.set('authorization', service);
  return metadata;
}

/** A reader that writes down what it gets. */
export class Reader<Update> {
  readonly got: Update[] = [];
  /** null while the stream is open. */
  ended: { readonly status: string; readonly reason: string | null } | null = null;

  constructor(readonly stream: ClientReadableStream<Update>) {
    stream.on('data', (update: Update) => this.got.push(update));
    stream.on('error', () => undefined);
    stream.on('status', ({ code, metadata }: StatusObject | ServiceError) => {
      this.ended = { status: status[code], reason: reasonIn(metadata) };
    });
  }
}

function reasonIn(metadata: Metadata): string | null {
  const [details] = metadata.get(DETAILS_TRAILER);
  if (details === undefined) return null;
  const [info] = errorMessages.status.deserialize(Buffer.from(details)).details;
  const value = info?.value;
  return value === undefined ? null : errorMessages.errorInfo.deserialize(Buffer.from(value)).reason;
}
