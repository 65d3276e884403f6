/**
 * The waiting room once more, as plainly as it can be said: an array of tokens that is searched from the start for everything. Slow and obviously right;
 * the real one is held against it.
 */
import type { EndReason, QueueCommand, QueueSettings } from '../../src/domain/queue/protocol.js';

export interface ModelToken {
  readonly seq: number;
  readonly userId: string;
  status: 'WAITING' | 'ACTIVE' | 'EXPIRED';
  endReason: EndReason | null;
  aliveAt: number;
  activatedAt: number;
}

export class QueueModel {
  readonly tokens: ModelToken[] = [];

  constructor(private settings: QueueSettings) {}

  /** Ends what has lapsed, then fills the free places in order. */
  letTimeActAt(now: number): void {
    for (const token of this.tokens) {
      const activeEnd = token.aliveAt + this.settings.activeTimeoutSeconds * 1000;
      const sessionEnd = token.activatedAt + this.settings.sessionSeconds * 1000;
      if (token.status === 'WAITING' && now - token.aliveAt >= this.settings.waitingTimeoutSeconds * 1000) end(token, 'LOST');
      if (token.status === 'ACTIVE' && now >= Math.min(activeEnd, sessionEnd)) end(token, sessionEnd <= activeEnd ? 'SESSION' : 'INACTIVE');
    }
    for (const token of this.tokens) {
      if (this.count('ACTIVE') >= this.settings.maxActive) return;
      if (token.status === 'WAITING') Object.assign(token, { status: 'ACTIVE', aliveAt: now, activatedAt: now });
    }
  }

  apply(command: QueueCommand, now: number): void {
    this.letTimeActAt(now);
    switch (command.type) {
      case 'Configure':
        this.settings = { ...this.settings, ...command.settings };
        break;
      case 'Join':
        this.join(command.userId, now);
        break;
      case 'Poll':
        this.signOf(this.own(command.userId, command.seq), 'WAITING', now);
        break;
      case 'CheckActive':
        this.signOf(this.own(command.userId, command.seq), 'ACTIVE', now);
        break;
      case 'Leave':
        endIfLive(this.own(command.userId, command.seq), 'LEFT');
        break;
      case 'Finish':
        endIfLive(this.tokens[command.seq - 1], 'PAID');
        break;
      case 'SeePlaces':
        for (const seq of command.seqs) this.signOf(this.tokens[seq - 1], 'WAITING', now);
        break;
      default:
        break;
    }
    this.letTimeActAt(now);
  }

  position(seq: number): number {
    if (this.tokens[seq - 1]?.status !== 'WAITING') return 0;
    return this.tokens.filter((token) => token.status === 'WAITING' && token.seq <= seq).length;
  }

  count(status: ModelToken['status']): number {
    return this.tokens.filter((token) => token.status === status).length;
  }

  expiresAt(token: ModelToken): number | null {
    if (token.status !== 'ACTIVE') return null;
    return Math.min(token.aliveAt + this.settings.activeTimeoutSeconds * 1000, token.activatedAt + this.settings.sessionSeconds * 1000);
  }

  private join(userId: string, now: number): void {
    const live = this.tokens.find((token) => token.userId === userId && token.status !== 'EXPIRED');
    if (live !== undefined) this.signOf(live, 'WAITING', now);
    else this.tokens.push({ seq: this.tokens.length + 1, userId, status: 'WAITING', endReason: null, aliveAt: now, activatedAt: 0 });
  }

  private own(userId: string, seq: number): ModelToken | undefined {
    const token = this.tokens[seq - 1];
    return token?.userId === userId ? token : undefined;
  }

  private signOf(token: ModelToken | undefined, status: ModelToken['status'], now: number): void {
    if (token?.status === status) token.aliveAt = now;
  }
}

function end(token: ModelToken, reason: EndReason): void {
  token.status = 'EXPIRED';
  token.endReason = reason;
}

function endIfLive(token: ModelToken | undefined, reason: EndReason): void {
  if (token !== undefined && token.status !== 'EXPIRED') end(token, reason);
}
