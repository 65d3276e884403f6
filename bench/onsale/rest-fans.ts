/** Fans who use the REST API, as a browser does: requests, and a socket for the live queue. */
import { WebSocket } from 'ws';
import type { ApiClient, Attempt } from '../support/api-client.js';
import { FrontrowApi } from '../support/frontrow-api.js';
import type { Guest } from '../support/frontrow-api.js';
import type { FansApi, ListenEnd } from './fans-api.js';
import type { Tried } from './measurements.js';

const SOCKET_CONNECT_MS_MAX = 5_000;

export class RestFans extends FrontrowApi implements FansApi {
  constructor(
    client: ApiClient,
    private readonly url: string,
  ) {
    super(client);
  }

  async listen(guest: Guest, queueToken: string, stop: AbortSignal, onPosition: (position: number) => void): Promise<ListenEnd> {
    const socket = new WebSocket(`${this.url.replace(/^http/, 'ws')}/api/v1/queue/live`, { handshakeTimeout: SOCKET_CONNECT_MS_MAX });
    return new Promise((resolve) => {
      const finish = (end: ListenEnd): void => {
        stop.removeEventListener('abort', stopped);
        socket.terminate();
        resolve(end);
      };
      const stopped = (): void => finish('STOPPED');
      stop.addEventListener('abort', stopped);
      socket.on('open', () => {
        socket.send(JSON.stringify({ type: 'authenticate', accessToken: guest.accessToken, queueToken }));
      });
      socket.on('message', (data: Buffer) => {
        const frame = frameOf(data);
        if (frame.type === 'waiting' && typeof frame.position === 'number') onPosition(frame.position);
        if (frame.type === 'admitted') finish('ADMITTED');
        if (frame.type === 'expired') finish('ENDED');
        if (frame.type === 'error') finish('DROPPED');
      });
      socket.on('error', () => finish('DROPPED'));
      socket.on('close', () => finish('DROPPED'));
      if (stop.aborted) stopped();
    });
  }
}

export function triedOverRest({ step, ms, status, code }: Attempt): Tried {
  const outcome = status === 0 ? 'LOST' : status === 429 ? 'PACED' : status >= 500 ? 'BUSY' : 'ANSWERED';
  return { step, ms, answer: `${status} ${code}`.trim(), outcome };
}

function frameOf(data: Buffer): { readonly type?: unknown; readonly position?: unknown } {
  try {
    const frame: unknown = JSON.parse(data.toString('utf8'));
    return typeof frame === 'object' && frame !== null ? frame : {};
  } catch {
    return {};
  }
}
