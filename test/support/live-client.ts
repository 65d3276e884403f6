/** A client of live sockets that keeps what it hears, and a facade that listens for it. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { TestFacade } from './test-facade.js';
import type { Fan, FacadeOptions } from './test-facade.js';

export interface Message {
  readonly type: string;
  readonly [member: string]: unknown;
}

export const QUEUE = '/api/v1/queue/live';
export const seatsOf = (scheduleId: string): string => `/api/v1/schedules/${scheduleId}/live`;

export class LiveClient {
  readonly heard: Message[] = [];
  closedWith: number | null = null;

  private constructor(
    readonly socket: WebSocket,
    private readonly facade: TestFacade,
  ) {
    socket.on('message', (data: Buffer) => this.heard.push(JSON.parse(data.toString()) as Message));
    socket.on('close', (code) => {
      this.closedWith = code;
    });
    socket.on('error', () => undefined);
  }

  static async open(facade: TestFacade, path: string, headers: Readonly<Record<string, string>> = {}): Promise<LiveClient> {
    const client = new LiveClient(new WebSocket(addressOf(facade, path), { headers }), facade);
    await once(client.socket, 'open');
    return client;
  }

  authenticate(fan: Fan, changed: object = {}): void {
    this.socket.send(JSON.stringify({ type: 'authenticate', accessToken: fan.accessToken, queueToken: fan.queueToken, ...changed }));
  }

  /** What is due runs; the clock of the facade stands still meanwhile, or goes on by `stepMs` with each turn of the event loop. */
  async until(done: () => boolean, stepMs = 0): Promise<void> {
    while (!done()) {
      this.facade.clock.advance(stepMs);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async next(count: number, stepMs = 0): Promise<Message | undefined> {
    await this.until(() => this.heard.length >= count, stepMs);
    return this.heard[count - 1];
  }

  async closed(stepMs = 0): Promise<number | null> {
    await this.until(() => this.closedWith !== null, stepMs);
    return this.closedWith;
  }
}

export function addressOf(facade: TestFacade, path: string): string {
  const { port } = facade.app.server.address() as AddressInfo;
  return `ws://127.0.0.1:${port}${path}`;
}

export async function listening(options: FacadeOptions, play: (facade: TestFacade) => Promise<void>): Promise<void> {
  const facade = await TestFacade.start(options);
  try {
    await facade.app.listen({ port: 0, host: '127.0.0.1' });
    await play(facade);
  } finally {
    const stopped = facade.stop();
    facade.clock.advance(2_000);
    await stopped;
  }
}
