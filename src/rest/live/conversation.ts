/** From the opening of a socket until it is closed: who is there, whether they may, and then what the socket is for. */
import type { WebSocket } from '@fastify/websocket';
import { isRefusal } from '../../domain/refusals.js';
import type { Refusal, RefusalCode } from '../../domain/refusals.js';
import { checkQueueToken } from '../../ticketing/admission.js';
import type { QueueClaims } from '../../ticketing/fans.js';
import type { Timers } from '../../timers.js';
import type { RestDeps } from '../deps.js';
import type { OpenSockets } from './open-sockets.js';
import {
  AUTHENTICATE_WITHIN_MS,
  CLOSE_POLICY_VIOLATION,
  IDLE_MESSAGES_MAX,
  closeCodeOf,
  errorMessage,
  parseAuthentication,
} from './protocol.js';

/** Who is at the other end. */
export interface Visitor {
  readonly claims: QueueClaims;
  /** The version of the seats that the visitor knows; 0 for none. */
  readonly fromVersion: number;
}

/** What a socket has become. */
export interface Attachment {
  /** The other end answered a ping. */
  pong(): void;
  /** The socket is closed. */
  gone(): void;
}

/** What sockets on one path are for. */
export interface Purpose {
  /** Why this visitor may not, as far as that must be asked for; null: may. */
  refusalFor(visitor: Visitor): Promise<Refusal | null> | null;
  attach(socket: WebSocket, visitor: Visitor): Attachment;
}

export interface ConversationDeps {
  readonly rest: Pick<RestDeps, 'accessTokens' | 'queueTokens' | 'isReady'>;
  readonly timers: Timers;
  readonly sockets: OpenSockets;
  readonly onError: (error: unknown) => void;
}

export class Conversation {
  private attachment: Attachment | null = null;
  private hasSpoken = false;
  private idleMessages = 0;
  private stopWaiting: () => void = () => undefined;
  /** Set when the socket counts among those of its user, which it does until it is closed. */
  private giveBack: (() => void) | null = null;

  constructor(
    private readonly socket: WebSocket,
    private readonly deps: ConversationDeps,
    private readonly purpose: Purpose,
  ) {}

  begin(): void {
    const { socket } = this;
    this.stopWaiting = this.deps.timers.after(AUTHENTICATE_WITHIN_MS, () => this.refuse('ACCESS_TOKEN_INVALID'));
    socket.on('message', (data: Buffer, isBinary: boolean) => this.hear(data, isBinary));
    socket.on('pong', () => this.attachment?.pong());
    socket.on('close', () => {
      this.stopWaiting();
      this.attachment?.gone();
      this.giveBack?.();
    });
  }

  private isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  private hear(data: Buffer, isBinary: boolean): void {
    if (!this.isOpen()) return;
    if (this.hasSpoken) {
      this.idleMessages += 1;
      if (this.idleMessages > IDLE_MESSAGES_MAX) this.socket.close(CLOSE_POLICY_VIOLATION);
      return;
    }
    this.hasSpoken = true;
    this.stopWaiting();
    if (isBinary) {
      this.refuse('VALIDATION_FAILED');
      return;
    }
    this.attach(data.toString('utf8')).catch((error: unknown) => {
      this.deps.onError(error);
      this.refuse('INTERNAL');
    });
  }

  /** The other end may be gone after each step that takes time. */
  private async attach(text: string): Promise<void> {
    const visitor = await this.authenticate(text);
    if (!this.isOpen()) return;
    if (isRefusal(visitor)) {
      this.refuse(visitor.refused);
      return;
    }
    this.giveBack = this.deps.sockets.take(visitor.claims.userId);
    if (this.giveBack === null) {
      this.refuse('RATE_LIMITED');
      return;
    }
    const refusal = await this.purpose.refusalFor(visitor);
    if (!this.isOpen()) return;
    if (refusal === null) this.attachment = this.purpose.attach(this.socket, visitor);
    else this.refuse(refusal.refused);
  }

  private async authenticate(text: string): Promise<Visitor | Refusal> {
    const { accessTokens, queueTokens, isReady } = this.deps.rest;
    if (!isReady()) return { refused: 'UNAVAILABLE' };
    const message = parseAuthentication(text);
    if (isRefusal(message)) return message;
    const user = await accessTokens.verify(message.accessToken);
    if (user === null) return { refused: 'ACCESS_TOKEN_INVALID' };
    if (isRefusal(user)) return user;
    const claims = checkQueueToken(queueTokens, message.queueToken, user.userId);
    return isRefusal(claims) ? claims : { claims, fromVersion: message.fromVersion };
  }

  private refuse(code: RefusalCode): void {
    this.socket.send(errorMessage(code));
    this.socket.close(closeCodeOf(code));
  }
}
