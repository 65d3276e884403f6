/**
 * One live connection that comes back by itself.
 *
 *   page    {type:"authenticate", accessToken, queueToken, fromVersion?}   first
 *   node    messages, at least one every 15 seconds; {type:"error", code} ends it
 *
 * A lost socket is opened again after a back-off with full jitter, which a message resets; at once when the network or the page comes back. A socket that says
 * nothing for too long is taken for dead (a phone that slept keeps its sockets, but not the other end). `onUnreachable` tells that it could not be opened
 * several times in a row, or that one fell silent, so that the caller polls instead and knows how it stands; `onMessage` tells that it can again.
 */
import { backOffMs } from './back-off.js';
import { reach } from './client.js';
import type { Message } from './live-messages.js';
import { isPassing, problemOf } from './problems.js';
import type { Outcome, Problem } from './problems.js';

export interface SocketHandlers {
  readonly path: string;
  /** What to say first. A problem that does not pass by itself ends the watch. */
  greeting(): Promise<Outcome<object>>;
  onMessage(message: Message): void;
  /** The watch is over, for good. */
  onProblem(problem: Problem): void;
  onLost(): void;
  onUnreachable(): void;
}

export interface LiveSocket {
  /** Nothing more is heard. */
  readonly stop: () => void;
  /** Opens a new socket, since what came over this one does not fit. */
  readonly restart: () => void;
}

const FAILURES_BEFORE_POLLING = 3;
/** The node speaks at least every 15 seconds. */
const SILENCE_MS_MAX = 35_000;
/** When the phone wakes up, a beat that did not come is enough. */
const SILENCE_AWAKE_MS_MAX = 20_000;
const SILENCE_CHECK_MS = 5_000;
const ANSWER_WITHIN_MS = 10_000;
/** Codes with which a socket is ended though another may do. */
const PASSING_HERE: ReadonlySet<string> = new Set(['TOO_SLOW', 'INTERNAL']);

export function openLiveSocket(handlers: SocketHandlers): LiveSocket {
  const connection = new LiveConnection(handlers);
  connection.begin();
  return { stop: () => connection.stop(), restart: () => connection.restart() };
}

class LiveConnection {
  private socket: WebSocket | null = null;
  private failures = 0;
  private heardAt = 0;
  /** On the wall clock, which goes on while a phone sleeps; on many phones the steady one stands still. */
  private heardAtWall = 0;
  private over = false;
  private again: ReturnType<typeof setTimeout> | undefined;
  private readonly watchdog: ReturnType<typeof setInterval>;

  constructor(private readonly handlers: SocketHandlers) {
    this.watchdog = setInterval(() => this.checkSilence(), SILENCE_CHECK_MS);
  }

  begin(): void {
    addEventListener('online', this.wake);
    addEventListener('pageshow', this.wake);
    document.addEventListener('visibilitychange', this.wake);
    this.connect();
  }

  stop(): void {
    this.over = true;
    clearTimeout(this.again);
    clearInterval(this.watchdog);
    removeEventListener('online', this.wake);
    removeEventListener('pageshow', this.wake);
    document.removeEventListener('visibilitychange', this.wake);
    this.drop();
  }

  restart(): void {
    if (this.over) return;
    this.drop();
    this.connect();
  }

  private readonly wake = (): void => {
    if (this.over || document.visibilityState === 'hidden') return;
    if (this.socket === null) this.connect();
    else this.checkSilence(SILENCE_AWAKE_MS_MAX);
  };

  private connect(): void {
    clearTimeout(this.again);
    const { path } = this.handlers;
    const url = new URL(path, location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url);
    this.socket = socket;
    this.noteHeard();
    let heard = false;
    socket.onopen = () => void this.greet(socket);
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (this.socket !== socket) return;
      this.noteHeard();
      this.noteReached();
      const message = messageIn(data);
      if (message === null) return;
      if (message.type === 'error') {
        this.hearError(message);
        return;
      }
      heard = true;
      this.failures = 0;
      this.handlers.onMessage(message);
    };
    socket.onclose = () => {
      if (this.socket === socket) this.lose(heard);
    };
  }

  private async greet(socket: WebSocket): Promise<void> {
    const greeting = await this.handlers.greeting();
    if (this.socket !== socket || socket.readyState !== WebSocket.OPEN) return;
    if (greeting.ok) {
      socket.send(JSON.stringify(greeting.value));
      return;
    }
    if (isPassing(greeting.problem)) socket.close();
    else this.end(greeting.problem);
  }

  private hearError(message: Message): void {
    const problem = problemOf(typeof message['code'] === 'string' ? message['code'] : 'INTERNAL');
    if (isPassing(problem) || PASSING_HERE.has(problem.code)) this.lose(false);
    else this.end(problem);
  }

  private end(problem: Problem): void {
    if (this.over) return;
    this.stop();
    this.handlers.onProblem(problem);
  }

  private lose(wasHeard: boolean): void {
    this.drop();
    if (this.over) return;
    this.failures = wasHeard ? 1 : this.failures + 1;
    this.handlers.onLost();
    if (this.failures >= FAILURES_BEFORE_POLLING) this.handlers.onUnreachable();
    clearTimeout(this.again);
    this.again = setTimeout(() => this.connect(), backOffMs(this.failures));
  }

  /** What the old socket still says is not heard. */
  private drop(): void {
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }

  private noteHeard(): void {
    this.heardAt = performance.now();
    this.heardAtWall = Date.now();
  }

  /** Requests that were sent before may still wait for their end. */
  private noteReached(): void {
    if (reach.value === 'offline') reach.value = 'fine';
  }

  private checkSilence(silenceMsMax = SILENCE_MS_MAX): void {
    const { socket } = this;
    if (socket === null || this.over) return;
    const silence = Math.max(performance.now() - this.heardAt, Date.now() - this.heardAtWall);
    const wasOpen = socket.readyState === WebSocket.OPEN;
    if (silence <= (wasOpen ? silenceMsMax : ANSWER_WITHIN_MS)) return;
    // Whoever has been left in silence for so long is not kept waiting for the third socket.
    if (wasOpen) this.failures = FAILURES_BEFORE_POLLING - 1;
    this.lose(false);
  }
}

function messageIn(data: unknown): Message | null {
  if (typeof data !== 'string') return null;
  try {
    const message = JSON.parse(data) as unknown;
    if (typeof message !== 'object' || message === null || !('type' in message) || typeof message.type !== 'string') return null;
    return message as Message;
  } catch {
    return null;
  }
}
