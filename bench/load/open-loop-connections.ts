/**
 * HTTP/1.1 clients on bare sockets, one request at a time on each: requests come ready-made, answers are taken apart only as far as the measurement needs.
 * A full client costs more per request than a server that refuses one, so the generator would be what is measured; autocannon, which is light enough,
 * sends its next request only when an answer has come.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** The status line and the headers, as sent. */
  readonly head: string;
  readonly body: string;
}

export interface ConnectionsOptions {
  readonly host: string;
  readonly port: number;
  /** Open at once. */
  readonly max: number;
}

/** Told what became of a request: an answer, or what went wrong with the connection. */
export type OnAnswer = (answer: RawAnswer | string) => void;

interface Waiting {
  readonly request: string;
  readonly onAnswer: OnAnswer;
}

export class Connections {
  private readonly free: Connection[] = [];
  private readonly all = new Set<Connection>();
  /** Requests for which there was no connection, oldest first; from `waitingFirst` on. */
  private waiting: Waiting[] = [];
  private waitingFirst = 0;

  constructor(private readonly options: ConnectionsOptions) {}

  /** @returns false when all connections were busy: the request goes out as soon as one is free. */
  send(request: string, onAnswer: OnAnswer): boolean {
    const connection = this.freeOne() ?? this.another();
    if (connection === null) {
      this.waiting.push({ request, onAnswer });
      return false;
    }
    connection.send(request, onAnswer);
    return true;
  }

  close(): void {
    for (const connection of this.all) connection.close();
  }

  /** The one used last; the server may have closed those that rested for long. */
  private freeOne(): Connection | null {
    for (;;) {
      const connection = this.free.pop();
      if (connection === undefined) return null;
      if (this.all.has(connection)) return connection;
    }
  }

  private another(): Connection | null {
    if (this.all.size >= this.options.max) return null;
    const connection = new Connection(
      connect({ host: this.options.host, port: this.options.port, noDelay: true }),
      () => this.next(connection),
      () => this.all.delete(connection),
    );
    this.all.add(connection);
    return connection;
  }

  private next(connection: Connection): void {
    const waiting = this.waiting[this.waitingFirst];
    if (waiting === undefined) {
      this.waiting = [];
      this.waitingFirst = 0;
      this.free.push(connection);
      return;
    }
    this.waitingFirst += 1;
    connection.send(waiting.request, waiting.onAnswer);
  }
}

const HEAD_END = '\r\n\r\n';
const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)/i;
const CONNECTION_CLOSE = /\r\nconnection: *close/i;

class Connection {
  private received = '';
  private onAnswer: OnAnswer | null = null;
  private failure = 'connection closed';

  constructor(
    private readonly socket: Socket,
    private readonly onFree: () => void,
    private readonly onClosed: () => void,
  ) {
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => (this.failure = error.code ?? error.message));
    socket.on('close', () => this.closed());
  }

  send(request: string, onAnswer: OnAnswer): void {
    this.onAnswer = onAnswer;
    this.socket.write(request, 'latin1');
  }

  close(): void {
    this.socket.destroy();
  }

  private read(chunk: Buffer): void {
    this.received += chunk.toString('latin1');
    const headEnd = this.received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.received.slice(0, headEnd);
    const bodyStart = headEnd + HEAD_END.length;
    const end = bodyStart + Number(CONTENT_LENGTH.exec(head)?.[1] ?? 0);
    if (this.received.length < end) return;
    const body = this.received.slice(bodyStart, end);
    this.received = this.received.slice(end);
    this.finish({ status: Number(head.slice(9, 12)), head, body });
    // It becomes free only after the answer was looked at; a server that closes after an answer keeps nobody from asking on another connection.
    if (CONNECTION_CLOSE.test(head)) this.socket.destroy();
    else this.onFree();
  }

  private closed(): void {
    this.onClosed();
    if (this.onAnswer !== null) this.finish(this.failure);
  }

  private finish(answer: RawAnswer | string): void {
    const { onAnswer } = this;
    this.onAnswer = null;
    onAnswer?.(answer);
  }
}
