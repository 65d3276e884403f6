/**
 * The whole product behind the gRPC service, on a real socket: what `TestFacade` has behind REST, on the same clock. Which services call, and what they may
 * do, the test says.
 */
import { Client, credentials, Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { ClientUnaryCall, ServiceError } from '@grpc/grpc-js';
import type { Serialize } from '@grpc/proto-loader';
import { refuse } from '../../src/domain/refusals.js';
import type { Caller, Presented, Right } from '../../src/grpc/callers.js';
import { RIGHTS } from '../../src/grpc/callers.js';
import type { GrpcDeps, ObservedCall } from '../../src/grpc/deps.js';
import type { TicketingDefinition } from '../../src/grpc/generated/frontrow/v1/Ticketing.js';
import type { UnaryMethods } from '../../src/grpc/methods.js';
import { errorMessages, TicketingService } from '../../src/grpc/protocol.js';
import { ticketingImplementation } from '../../src/grpc/service.js';
import { servedDefinition } from '../../src/grpc/streams/encoding.js';
import type { LogLine } from './test-region.js';
import { TestFacade } from './test-facade.js';
import type { FacadeOptions } from './test-facade.js';

export type UnaryName = keyof UnaryMethods;
type Definition<Name extends UnaryName> = TicketingDefinition[Name];
export type RequestOf<Name extends UnaryName> = Parameters<Definition<Name>['requestSerialize']>[0];
export type MessageOf<Name extends UnaryName> = ReturnType<Definition<Name>['responseDeserialize']>;

export const UNARY_NAMES = Object.entries(TicketingService.service)
  .filter(([, { responseStream }]) => !responseStream)
  .map(([name]) => name as UnaryName);

/** How a call ended. */
export interface Outcome<Message> {
  /** The name of the gRPC status. */
  readonly status: string;
  /** Of the refusal; empty when there was none. */
  readonly code: string;
  readonly text: string;
  /** What ErrorInfo says besides. */
  readonly members: Readonly<Record<string, string>>;
  /** The fields that BadRequest names. */
  readonly fields: readonly string[];
  /** From RetryInfo; null without it. */
  readonly retryAfterSeconds: number | null;
  /** null when it was refused. */
  readonly message: Message | null;
}

export interface Ask {
  /** @default `till`, which may do everything but bypass the queue */
  readonly service?: string;
  /** Milliseconds from now. */
  readonly timeoutMs?: number;
  /** For cancelling. */
  readonly onCall?: (call: ClientUnaryCall) => void;
}

/** What guarded calls are made with. */
export interface Ticket {
  readonly userId: string;
  readonly queueToken: string;
}

export interface GrpcTestOptions extends FacadeOptions {
  readonly deps?: Partial<GrpcDeps>;
}

export class GrpcTestService {
  readonly observed: ObservedCall[] = [];
  readonly log: LogLine[] = [];
  /** By name, which a call carries in its metadata. */
  readonly callers = new Map<string, Caller>();
  /** Called whenever it is asked who calls. */
  onIdentify: (presented: Presented) => void = () => undefined;

  private readonly server = new Server();
  private clientMade: Client | null = null;

  private constructor(readonly facade: TestFacade) {
    this.allow(
      'till',
      RIGHTS.filter((right) => right !== 'bypass-queue'),
    );
    this.allow('box-office', RIGHTS);
  }

  static async start({ deps, ...options }: GrpcTestOptions = {}): Promise<GrpcTestService> {
    const service = new GrpcTestService(await TestFacade.start(options));
    service.server.addService(servedDefinition, ticketingImplementation({ ...service.deps(), ...deps }));
    const port = await new Promise<number>((resolve, reject) => {
      service.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    service.clientMade = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
    return service;
  }

  async stop(): Promise<void> {
    this.client.close();
    this.server.forceShutdown();
    await this.facade.stop();
  }

  allow(name: string, rights: readonly Right[]): void {
    this.callers.set(name, { name, rights: new Set(rights) });
  }

  ask<Name extends UnaryName>(name: Name, request: RequestOf<Name>, ask: Ask = {}): Promise<Outcome<MessageOf<Name>>> {
    const { path, requestSerialize, responseDeserialize } = TicketingService.service[name];
    const metadata = new Metadata();
    metadata.set('test-service', ask.service ?? 'till');
    const options = ask.timeoutMs === undefined ? {} : { deadline: Date.now() + ask.timeoutMs };
    return new Promise((resolve) => {
      const call = this.client.makeUnaryRequest(
        path,
        (message: RequestOf<Name>) => (requestSerialize as Serialize<RequestOf<Name>>)(message),
        responseDeserialize as (bytes: Buffer) => MessageOf<Name>,
        request,
        metadata,
        options,
        (error, message) => resolve(error === null ? accepted(message) : refused(error)),
      );
      ask.onCall?.(call);
    });
  }

  /** For what must not be refused. */
  async must<Name extends UnaryName>(name: Name, request: RequestOf<Name>, ask?: Ask): Promise<MessageOf<Name>> {
    const outcome = await this.ask(name, request, ask);
    if (outcome.message === null) throw new Error(`${name} was refused: ${outcome.status} ${outcome.code} ${outcome.text}`);
    return outcome.message;
  }

  /** A new user in line for that concert, or inside. */
  async ticketFor(concertId: string): Promise<Ticket> {
    const { userId } = this.facade.fan();
    const { token: queueToken } = await this.must('IssueToken', { userId, concertId });
    return { userId, queueToken };
  }

  private get client(): Client {
    if (this.clientMade === null) throw new Error('not started');
    return this.clientMade;
  }

  private deps(): GrpcDeps {
    const { facade } = this;
    const { accessTokens, queueTokens, minting } = facade.identity;
    const note =
      (level: LogLine['level']) =>
      (members: object, message: string): void =>
        void this.log.push({ level, members: members as LogLine['members'], message });
    return {
      ticketing: facade.ticketing,
      callers: { identify: (presented) => this.identify(presented) },
      queueTokens,
      accessTokens: { issue: (userId) => accessTokens.issue(userId, facade.clock.now()) },
      mintUserId: () => minting.userId(),
      clock: facade.clock,
      timers: facade.clock,
      isReady: () => facade.ready,
      liveQueue: facade.live.queue,
      liveSeats: facade.live.seats,
      callTimeoutMs: 10_000,
      log: { info: note('info'), warn: note('warn'), error: note('error') },
      observe: { call: (observed) => this.observed.push(observed), streams: () => undefined },
    };
  }

  private identify(presented: Presented) {
    this.onIdentify(presented);
    return this.callers.get(String(presented.metadata.get('test-service')[0])) ?? refuse('SERVICE_UNKNOWN');
  }
}

function accepted<Message>(message: Message | undefined): Outcome<Message> {
  return { status: 'OK', code: '', text: '', members: {}, fields: [], retryAfterSeconds: null, message: message ?? null };
}

function refused(error: ServiceError): Outcome<never> {
  const details = detailsIn(error.metadata);
  const info = details.get('ErrorInfo');
  const request = details.get('BadRequest');
  const retry = details.get('RetryInfo');
  const { reason, metadata } = info === undefined ? { reason: '', metadata: {} } : errorMessages.errorInfo.deserialize(info);
  return {
    status: status[error.code],
    code: reason,
    text: error.details,
    members: metadata,
    fields: request === undefined ? [] : errorMessages.badRequest.deserialize(request).fieldViolations.map(({ field }) => field),
    retryAfterSeconds: retry === undefined ? null : (errorMessages.retryInfo.deserialize(retry).retryDelay?.seconds ?? null),
    message: null,
  };
}

/** By the last part of their type. */
export function detailsIn(trailers: Metadata): ReadonlyMap<string, Buffer> {
  const [bytes] = trailers.get('grpc-status-details-bin');
  if (!Buffer.isBuffer(bytes)) return new Map();
  return new Map(errorMessages.status.deserialize(bytes).details.map(({ type_url, value }) => [type_url.split('.').at(-1) ?? '', value]));
}
