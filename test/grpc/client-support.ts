/** A service that does what the test says, on a real socket, and clients of it. */
import { Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { ServerUnaryCall, ServerWritableStream, UntypedServiceImplementation } from '@grpc/grpc-js';
import { connect } from '../../src/grpc/client/index.js';
import type { FrontrowClient, FrontrowClientOptions, FrontrowError } from '../../src/grpc/client/index.js';
import type { TicketingHandlers } from '../../src/grpc/generated/frontrow/v1/Ticketing.js';
import { errorMessages, TicketingService } from '../../src/grpc/protocol.js';

/** Fast, so that a test with retries takes milliseconds. */
export const QUICK = { retry: { baseMs: 2, maxMs: 8 }, reopen: { baseMs: 2, maxMs: 8 } };

export type UnaryCall<Request> = ServerUnaryCall<Request, object>;
export type StreamCall<Request, Update> = ServerWritableStream<Request, Update>;

/** Of a call that went wrong as the service says it. */
export interface Said {
  readonly code: status;
  readonly text?: string;
  readonly reason?: string;
  readonly members?: Readonly<Record<string, string>>;
  readonly retryAfterMs?: number;
  readonly violations?: readonly { readonly field: string; readonly description: string }[];
}

export function errorOf({ code, text = 'as the test says', reason, members = {}, retryAfterMs, violations }: Said) {
  const metadata = new Metadata();
  const details: { type_url: string; value: Buffer }[] = [];
  const add = (name: string, value: Buffer): unknown => details.push({ type_url: `type.googleapis.com/google.rpc.${name}`, value });
  if (reason !== undefined) add('ErrorInfo', errorMessages.errorInfo.serialize({ reason, domain: 'frontrow', metadata: members }));
  if (violations !== undefined) add('BadRequest', errorMessages.badRequest.serialize({ fieldViolations: [...violations] }));
  if (retryAfterMs !== undefined) {
    const retryDelay = { seconds: Math.floor(retryAfterMs / 1_000), nanos: (retryAfterMs % 1_000) * 1_000_000 };
    add('RetryInfo', errorMessages.retryInfo.serialize({ retryDelay }));
  }
  if (details.length > 0) metadata.set('grpc-status-details-bin', errorMessages.status.serialize({ code, message: text, details }));
  return { code, details: text, metadata };
}

export const AWAY = errorOf({ code: status.UNAVAILABLE });

class FakeService {
  private readonly clients: FrontrowClient[] = [];

  private constructor(
    readonly port: number,
    private readonly server: Server,
  ) {}

  static async start(
    handlers: Partial<TicketingHandlers>,
    {
      credentials = ServerCredentials.createInsecure(),
      port = 0,
    }: { readonly credentials?: ServerCredentials; readonly port?: number } = {},
  ): Promise<FakeService> {
    const server = new Server();
    server.addService(TicketingService.service, handlers as UntypedServiceImplementation);
    const bound = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`127.0.0.1:${port}`, credentials, (error, taken) => (error === null ? resolve(taken) : reject(error)));
    });
    return new FakeService(bound, server);
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  client(options: Partial<FrontrowClientOptions> = {}): FrontrowClient {
    const client = connect({ address: this.address, ...QUICK, ...options });
    this.clients.push(client);
    return client;
  }

  /** Cuts every connection. */
  stop(): void {
    for (const client of this.clients.splice(0)) client.close();
    this.server.forceShutdown();
  }
}

/** Starts services for one test, and stops them after it. */
export class FakeServices {
  private readonly running: FakeService[] = [];

  async start(...args: Parameters<typeof FakeService.start>): Promise<FakeService> {
    const service = await FakeService.start(...args);
    this.running.push(service);
    return service;
  }

  stop(): void {
    for (const service of this.running.splice(0)) service.stop();
  }
}

/** What a call is rejected with. */
export async function failure(call: Promise<unknown>): Promise<FrontrowError> {
  try {
    await call;
  } catch (error) {
    return error as FrontrowError;
  }
  throw new Error('the call went well');
}

/** Resolves when its `done` is called. */
export function signal(): { readonly raised: Promise<void>; readonly raise: () => void } {
  let raise = (): void => undefined;
  const raised = new Promise<void>((resolve) => (raise = resolve));
  return { raised, raise: () => raise() };
}
