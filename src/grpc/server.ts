/**
 * The gRPC server: the service, health and reflection behind one port, with limits on what a caller can ask of it, and a stop that lets calls finish.
 *
 * Stopping: health says NOT_SERVING, no more connections and calls are taken, what is under way goes on until it ends or patience does, then connections are
 * cut. Streams have no end of their own; whoever serves them ends them, and does so before.
 */
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { ChannelOptions, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { TlsOptions } from 'node:tls';
import type { GrpcLog } from './deps.js';
import { GRPC_LIMITS } from './limits.js';
import type { GrpcLimits } from './limits.js';
import { Listener } from './listener.js';
import { SideServices } from './side-services.js';
import { servedDefinition } from './streams/encoding.js';

export interface GrpcServerOptions {
  /** What serves tickets. */
  readonly implementation: UntypedServiceImplementation;
  readonly log: GrpcLog;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** null: not encrypted. */
  readonly tls: TlsOptions | null;
  /** Other than GRPC_LIMITS. */
  readonly limits?: Partial<GrpcLimits>;
}

export interface GrpcServer {
  readonly port: number;
  /** Where it listens, for example 127.0.0.1:50051 or [::1]:50051. */
  readonly address: string;
  /** What health says; NOT_SERVING before this is called. */
  serving(is: boolean): void;
  /** Resolves when all connections are closed, at the latest after `patienceMs`. True when none had to be cut. */
  stop(patienceMs: number): Promise<boolean>;
}

/** Rejects with what the system says when the port cannot be had. */
export async function startGrpcServer({ implementation, log, host, port, tls, ...options }: GrpcServerOptions): Promise<GrpcServer> {
  const limits = { ...GRPC_LIMITS, ...options.limits };
  const server = new Server(serverOptions(limits));
  server.addService(servedDefinition, implementation);
  const side = new SideServices();
  side.addTo(server);
  // The listener has made the connection secure; to the library all connections look alike.
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = new Listener({
    tls,
    limits,
    onConnection: (connection) => injector.injectConnection(connection),
    onFull: () => log.warn({ connectionsMax: limits.connectionsMax }, 'gRPC connections are refused: there are too many'),
  });
  const bound = await listener.listen(host, port);
  return {
    port: bound.port,
    address: `${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`,
    serving: (is) => side.serving(is),
    async stop(patienceMs) {
      side.serving(false);
      side.end();
      listener.close();
      return closed(server, listener, patienceMs);
    },
  };
}

function closed(server: Server, listener: Listener, patienceMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (isInTime: boolean): void => {
      clearTimeout(patience);
      listener.cut();
      resolve(isInTime);
    };
    const patience = setTimeout(() => done(false), patienceMs);
    server.tryShutdown(() => done(true));
  });
}

function serverOptions(limits: GrpcLimits): ChannelOptions {
  return {
    'grpc.max_receive_message_length': limits.messageBytesMax,
    'grpc.max_concurrent_streams': limits.callsPerConnectionMax,
    'grpc.keepalive_time_ms': limits.keepAliveIntervalMs,
    'grpc.keepalive_timeout_ms': limits.keepAliveTimeoutMs,
    'grpc.max_connection_idle_ms': limits.idleConnectionMs,
    'grpc.max_connection_age_ms': limits.connectionAgeMs,
    'grpc.max_connection_age_grace_ms': limits.connectionAgeGraceMs,
    // Counts every call for a debugging service that is not offered here.
    'grpc.enable_channelz': 0,
  };
}
