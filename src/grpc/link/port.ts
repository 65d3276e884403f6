/** Where peers connect to: a port of its own, apart from the one for clients, on which nothing is served but the link. */
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { ChannelOptions, ServerDuplexStream } from '@grpc/grpc-js';
import type { Timers } from '../../timers.js';
import type { GrpcLog } from '../deps.js';
import { Listener } from '../listener.js';
import { Doors } from './doors.js';
import { serverTls } from './identity.js';
import type { LinkTls } from './identity.js';
import type { LinkLimits } from './limits.js';
import { nodeLinkService } from './node-link-service.js';

export type LinkCall = ServerDuplexStream<Buffer, Buffer>;

export interface PortOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls: LinkTls | null;
  readonly limits: LinkLimits;
  readonly timers: Timers;
  readonly log: GrpcLog;
  readonly onCall: (call: LinkCall) => void;
}

export interface LinkPort {
  /** host:port */
  readonly address: string;
  readonly doors: Doors;
  /** Takes no more connections. */
  shut(): void;
  /** Resolves when all connections are closed; those that are still there after `patienceMs` are cut. */
  close(patienceMs: number): Promise<void>;
}

/** Rejects with what the system says when the port cannot be had. */
export async function openPort({ host, port, tls, limits, timers, log, onCall }: PortOptions): Promise<LinkPort> {
  const server = new Server(serverOptions(limits));
  server.addService(nodeLinkService, { Connect: onCall });
  // The listener has made the connection secure; to the library all connections look alike.
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const doors = new Doors(limits, timers);
  const listener = new Listener({
    tls: tls === null ? null : serverTls(tls),
    limits: { connectionsMax: limits.connectionsMax, handshakeTimeoutMs: limits.handshakeMs },
    onConnection: (connection) => {
      if (doors.enter(connection)) injector.injectConnection(connection);
    },
    onFull: () => log.warn({ connectionsMax: limits.connectionsMax }, 'connections to the cluster port are refused: there are too many'),
  });
  const bound = await listener.listen(host, port);
  return {
    address: `${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`,
    doors,
    shut: () => listener.close(),
    close: (patienceMs) => closed(server, listener, timers, patienceMs),
  };
}

function closed(server: Server, listener: Listener, timers: Timers, patienceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stopWaiting();
      listener.cut();
      resolve();
    };
    const stopWaiting = timers.after(patienceMs, done);
    server.tryShutdown(done);
  });
}

function serverOptions(limits: LinkLimits): ChannelOptions {
  return {
    'grpc.max_receive_message_length': limits.messageBytesMax,
    'grpc.max_send_message_length': limits.messageBytesMax,
    'grpc.max_concurrent_streams': 1,
    'grpc.keepalive_time_ms': limits.keepAliveIntervalMs,
    'grpc.keepalive_timeout_ms': limits.keepAliveTimeoutMs,
    'grpc.enable_channelz': 0,
  };
}
