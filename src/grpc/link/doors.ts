/**
 * The connections on the link's port, by how far they have come. One that has not proven who it is has little time, and when there are too many of those the
 * oldest goes: whoever only takes up room is in nobody's way for long, and a peer, which needs a few milliseconds, gets through.
 */
import type { Duplex } from 'node:stream';
import type { Timers } from '../../timers.js';
import type { LinkLimits } from './limits.js';

interface Visitor {
  readonly socket: Duplex;
  readonly stopWaiting: () => void;
}

export class Doors {
  /** By the address and port they come from; oldest first. */
  private readonly unproven = new Map<string, Visitor>();
  private readonly proven = new Map<string, Duplex>();

  constructor(
    private readonly limits: Pick<LinkLimits, 'unprovenMax' | 'handshakeMs' | 'goodbyeMs'>,
    private readonly timers: Timers,
  ) {}

  /** A connection has come. False when it has gone already. */
  enter(socket: Duplex): boolean {
    const name = nameOf(socket);
    if (name === null || socket.destroyed) return false;
    // The stream on it may have been refused just now: why must have time to get there.
    const stopWaiting = this.timers.after(this.limits.handshakeMs + this.limits.goodbyeMs, () => socket.destroy());
    this.unproven.set(name, { socket, stopWaiting });
    socket.once('close', () => {
      stopWaiting();
      if (this.unproven.get(name)?.socket === socket) this.unproven.delete(name);
      if (this.proven.get(name) === socket) this.proven.delete(name);
    });
    if (this.unproven.size > this.limits.unprovenMax) this.dropOldest();
    return true;
  }

  /** The peer of that connection is who it says. */
  prove(name: string): void {
    const visitor = this.unproven.get(name);
    if (visitor === undefined) return;
    visitor.stopWaiting();
    this.unproven.delete(name);
    this.proven.set(name, visitor.socket);
  }

  /** The stream of that connection is over, and with it what the connection was for. */
  leave(name: string): void {
    const socket = this.proven.get(name);
    if (socket === undefined) return;
    const stopWaiting = this.timers.after(this.limits.goodbyeMs, () => socket.destroy());
    socket.once('close', stopWaiting);
  }

  private dropOldest(): void {
    const [oldest] = this.unproven;
    if (oldest === undefined) return;
    const [name, { socket, stopWaiting }] = oldest;
    this.unproven.delete(name);
    stopWaiting();
    socket.destroy();
  }
}

/** As grpc-js names the other end of a call. null: it is gone already. */
function nameOf(socket: Duplex): string | null {
  const address: unknown = Reflect.get(socket, 'remoteAddress');
  const port: unknown = Reflect.get(socket, 'remotePort');
  return typeof address === 'string' && typeof port === 'number' ? `${address}:${port}` : null;
}
