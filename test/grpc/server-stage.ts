/** Real servers for one test, with a service that only says who calls; and clients of all kinds. All gone when the test is over. */
import { connect as connectHttp2 } from 'node:http2';
import type { ClientHttp2Session } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { credentials, loadPackageDefinition } from '@grpc/grpc-js';
import type {
  ChannelCredentials,
  ChannelOptions,
  Metadata,
  ServerUnaryCall,
  ServerWritableStream,
  ServiceError,
  Client,
} from '@grpc/grpc-js';
import type { sendUnaryData, ServiceClientConstructor, UntypedServiceImplementation } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { protoPath as healthProto } from 'grpc-health-check';
import { isRefusal } from '../../src/domain/refusals.js';
import { anybody } from '../../src/grpc/callers.js';
import type { Callers } from '../../src/grpc/callers.js';
import type { GrpcServer, GrpcServerOptions } from '../../src/grpc/server.js';
import { startGrpcServer } from '../../src/grpc/server.js';
import { TicketingService } from '../../src/grpc/protocol.js';
import { serviceErrorOf } from '../../src/grpc/status.js';

const PATIENCE_MS = 2_000;
const CALL_MS_MAX = 5_000;
const UNUSED = (): void => undefined;

const Health = (loadPackageDefinition(loadSync(healthProto, { enums: String, defaults: true })) as unknown as HealthPackage).grpc.health.v1
  .Health;

interface HealthPackage {
  readonly grpc: { readonly health: { readonly v1: { readonly Health: ServiceClientConstructor } } };
}

export type StageOptions = Partial<Omit<GrpcServerOptions, 'implementation'>> & {
  readonly callers?: Callers;
  readonly implementation?: UntypedServiceImplementation;
};

type Stream = ServerWritableStream<unknown, unknown>;

export class ServerStage {
  private readonly cleaners: (() => unknown)[] = [];
  /** Warnings that were logged. */
  readonly warnings: string[] = [];
  /** Streams of WatchEvents that are open; they never say anything. */
  readonly streams = new Set<Stream>();

  async start({ callers = anybody, ...options }: StageOptions = {}): Promise<GrpcServer> {
    const log = { info: UNUSED, error: UNUSED, warn: (_members: object, message: string) => void this.warnings.push(message) };
    const implementation = { ...this.implementation(callers), ...options.implementation };
    const server = await startGrpcServer({ host: '127.0.0.1', port: 0, tls: null, log, ...options, implementation });
    server.serving(true);
    this.cleaners.push(() => server.stop(PATIENCE_MS));
    return server;
  }

  /** GetBalance answers with the caller's name as the user's id. */
  private implementation(callers: Callers): UntypedServiceImplementation {
    const { streams } = this;
    return {
      GetBalance(call: ServerUnaryCall<unknown, unknown>, respond: sendUnaryData<unknown>) {
        const caller = callers.identify(call);
        if (isRefusal(caller)) respond(serviceErrorOf(caller));
        else respond(null, { userId: caller.name, balance: 0 });
      },
      WatchEvents(call: Stream) {
        streams.add(call);
        call.once('close', () => streams.delete(call));
      },
    };
  }

  client(server: GrpcServer, secured: ChannelCredentials = credentials.createInsecure(), options: ChannelOptions = {}) {
    return this.keep(new TicketingService(server.address, secured, { 'grpc.use_local_subchannel_pool': 1, ...options }));
  }

  health(server: GrpcServer): Client {
    return this.keep(new Health(server.address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 }));
  }

  /** HTTP/2 without any gRPC, for what a client library would not do. */
  http2(server: GrpcServer): ClientHttp2Session {
    const session = connectHttp2(`http://${server.address}`);
    session.on('error', UNUSED);
    this.cleaners.push(() => session.destroy());
    return session;
  }

  tcp(server: GrpcServer): Socket {
    const socket = connectTcp(server.port, '127.0.0.1');
    socket.on('error', UNUSED);
    this.cleaners.push(() => socket.destroy());
    return socket;
  }

  keep<Kept extends Client>(client: Kept): Kept {
    this.cleaners.push(() => client.close());
    return client;
  }

  async dispose(): Promise<void> {
    for (const clean of this.cleaners.splice(0).reverse()) await clean();
  }
}

export type TicketingClient = ReturnType<ServerStage['client']>;

/** The name the server knows the caller by; rejects with the status. */
export function whoAmI(client: TicketingClient, metadata?: Metadata): Promise<string> {
  return new Promise((resolve, reject) => {
    const done = (error: ServiceError | null, answer?: { readonly userId: string }): void =>
      error === null ? resolve(answer?.userId ?? '') : reject(error);
    const options = { deadline: Date.now() + CALL_MS_MAX };
    if (metadata === undefined) client.getBalance({}, options, done);
    else client.getBalance({}, metadata, options, done);
  });
}

/** What health says when it is asked for that service. */
export function checkHealth(client: Client, service: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const check = Reflect.get(client, 'check') as (
      request: object,
      done: (error: ServiceError | null, answer?: { status: string }) => void,
    ) => void;
    check.call(client, { service }, (error, answer) => (error === null ? resolve(answer?.status ?? '') : reject(error)));
  });
}

/** The status code that a call ends with. */
export async function codeOf(call: Promise<unknown>): Promise<number> {
  try {
    await call;
    return 0;
  } catch (error) {
    return (error as ServiceError).code;
  }
}
