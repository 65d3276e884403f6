/** As much of a NATS server as a client needs to connect, with a version of one's choice; JetStream is not there, or refuses everybody. */
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

export interface FakeServerSettings {
  readonly version: string;
  /** What it answers to CONNECT, for example `Authorization Violation`. @default nothing */
  readonly refusal?: string;
  /** What it answers to requests. @default that nobody listens */
  readonly answer?: string;
  /** Of another fake server, to take its place. @default a free one */
  readonly port?: number;
}

export class FakeNatsServer {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly settings: FakeServerSettings,
  ) {
    server.on('connection', (socket) => this.greet(socket));
  }

  static async start(settings: FakeServerSettings): Promise<FakeNatsServer> {
    const server = createServer();
    const fake = new FakeNatsServer(server, settings);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(settings.port ?? 0, '127.0.0.1', resolve);
    });
    return fake;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  get connections(): number {
    return this.sockets.size;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private greet(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket)).on('error', () => undefined);
    const { version } = this.settings;
    const info = {
      server_id: 'F',
      server_name: 'fake',
      version,
      go: '',
      host: '',
      port: 0,
      headers: true,
      max_payload: 1_048_576,
      proto: 1,
      client_id: 1,
    };
    socket.write(`INFO ${JSON.stringify(info)}\r\n`);
    let text = '';
    socket.on('data', (data: Buffer) => {
      text += data.toString();
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        this.hear(socket, text.slice(0, end));
        text = text.slice(end + 2);
      }
    });
  }

  private hear(socket: Socket, line: string): void {
    const [verb, , reply] = line.split(' ');
    const { refusal, answer } = this.settings;
    if (verb === 'CONNECT' && refusal !== undefined) socket.end(`-ERR '${refusal}'\r\n`);
    if (verb === 'PING') socket.write('PONG\r\n');
    // The one subscription of a client is to its inbox.
    if (verb !== 'PUB' || reply === undefined) return;
    if (answer !== undefined) socket.write(`MSG ${reply} 1 ${answer.length}\r\n${answer}\r\n`);
    else socket.write(`HMSG ${reply} 1 16 16\r\nNATS/1.0 503\r\n\r\n\r\n`);
  }
}
