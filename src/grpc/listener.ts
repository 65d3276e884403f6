/**
 * The port: takes connections and hands them to the gRPC library. The library could listen by itself, but then nobody could limit how many connections there
 * are, cut one, or tell why a port cannot be had.
 */
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import type { TlsOptions, TLSSocket } from 'node:tls';
import type { GrpcLimits } from './limits.js';

export interface ListenerOptions {
  /** null: connections are not encrypted. */
  readonly tls: TlsOptions | null;
  readonly limits: Pick<GrpcLimits, 'connectionsMax' | 'handshakeTimeoutMs'>;
  /** Takes the connection over. */
  onConnection(connection: Duplex): void;
  /** There were more connections than may be, or than the system takes: called once, and again only after half of them were gone. */
  onFull(): void;
}

/** Connections that may wait to be accepted, as far as the system allows. */
const BACKLOG = 1_024;

export class Listener {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private saidFull = false;

  constructor(private readonly options: ListenerOptions) {
    const { tls, limits } = options;
    this.server =
      tls === null
        ? createServer({ noDelay: true }, (socket) => options.onConnection(socket))
        : createTlsServer({ noDelay: true, ...tls, handshakeTimeout: limits.handshakeTimeoutMs }, (socket) => this.secured(socket));
    this.server.maxConnections = limits.connectionsMax;
    this.server.prependListener('connection', (socket) => this.accepted(socket));
    // Node.js keeps a connection open on which no handshake comes about.
    this.server.on('tlsClientError', (_error: Error, socket: TLSSocket) => socket.destroy());
    this.server.on('drop', () => this.full());
  }

  /** Rejects with what the system says when the port cannot be had. */
  listen(host: string, port: number): Promise<AddressInfo> {
    const { server } = this;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, backlog: BACKLOG }, () => {
        server.off('error', reject);
        // The process has no more files, say. Whoever came is gone; the next one may find room.
        server.on('error', () => this.full());
        resolve(server.address() as AddressInfo);
      });
    });
  }

  /** Takes no more connections; those that stand go on. */
  close(): void {
    this.server.close();
  }

  /** Cuts all connections. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private accepted(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => {
      this.sockets.delete(socket);
      if (this.sockets.size <= this.options.limits.connectionsMax / 2) this.saidFull = false;
    });
    // Whoever breaks off is nothing to speak of.
    socket.on('error', () => undefined);
  }

  private full(): void {
    if (this.saidFull) return;
    this.saidFull = true;
    this.options.onFull();
  }

  private secured(socket: TLSSocket): void {
    // Each call asks for the certificate, and reading one out takes as long as half a call. A connection keeps its certificate.
    const certificate = socket.getPeerCertificate();
    Object.defineProperty(socket, 'getPeerCertificate', { value: () => certificate });
    this.options.onConnection(socket);
  }
}
