/**
 * Whether a port takes connections. grpc-js waits as long as the system does for a connection to come about, minutes where packets get lost, and cannot be
 * told to stop; so it is only sent where somebody has just answered.
 */
import { connect } from 'node:net';
import type { Timers } from '../../timers.js';
import { codeOf } from '../unusable.js';

const PORT_MAX = 65_535;
const ADDRESS = /^(?:\[(.+)\]|([^:]+)):(\d+)$/;

/** Calls `done` once, with null or what is wrong. Returns how to call it off. */
export function reach(address: string, timeoutMs: number, timers: Timers, done: (problem: string | null) => void): () => void {
  const [, bracketed, plain, port] = ADDRESS.exec(address) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port) > PORT_MAX) return timers.after(0, () => done(`${address} is no address`));
  const socket = connect({ host, port: Number(port) });
  const end = (): void => {
    stopWaiting();
    socket.removeAllListeners();
    // What comes afterwards is of no interest, and must not be thrown.
    socket.on('error', () => undefined);
    socket.destroy();
  };
  const finish = (problem: string | null): void => {
    end();
    done(problem);
  };
  const stopWaiting = timers.after(timeoutMs, () => finish('nobody answers'));
  socket.once('connect', () => finish(null));
  socket.once('error', (error) => finish(codeOf(error)));
  return end;
}
