/** Words to tell stories about a queue in. */
import { queueDecider } from '../../src/domain/queue/decider.js';
import {
  QUEUE_DEFAULTS,
  type QueueCommand,
  type QueueEvent,
  type QueueReply,
  type QueueSettings,
  type QueueSign,
  type QueueView,
  type TokenView,
} from '../../src/domain/queue/protocol.js';
import type { QueueState } from '../../src/domain/queue/state.js';
import type { Refusal } from '../../src/domain/refusals.js';
import { Simulation } from '../support/simulation.js';

export const CONCERT = '3f2a91c07b5e4d18';
export const SECOND = 1_000;

/** User 1, 2, 3… */
export const user = (number: number): string => `6ba7b810-9dad-4${number % 10}d1-80b4-${number.toString(16).padStart(12, '0')}`;

export class QueueStory extends Simulation<QueueState, QueueCommand, QueueEvent, QueueSign, QueueReply> {
  /** An open queue; what is not said is as by default. */
  static of(settings: Partial<QueueSettings>): QueueStory {
    return new QueueStory(queueDecider, CONCERT).given({ type: 'QueueOpened', settings: { ...QUEUE_DEFAULTS, ...settings } });
  }

  static unopened(): QueueStory {
    return new QueueStory(queueDecider, CONCERT);
  }

  join(who: number, keyId = 'k1'): TokenView {
    return this.must<TokenView>({ type: 'Join', userId: user(who), keyId });
  }

  /** Users `from` to `to` come one after the other, at once. */
  joinAll(from: number, to: number): this {
    for (let who = from; who <= to; who += 1) this.join(who);
    return this;
  }

  /** Looks at a token without giving a sign of life. */
  look(seq: number): TokenView {
    this.tick();
    const decision = this.decider.decide(this.state, { type: 'SeePlaces', seqs: [seq] }, { now: this.now, id: this.freshId() });
    if (!('reply' in decision)) throw new Error('SeePlaces is answered at once');
    const view = (decision.reply(this.state) as readonly TokenView[])[0];
    if (view === undefined) throw new Error('SeePlaces answers for each place');
    return view;
  }

  poll(who: number, seq: number = who): TokenView {
    return this.must<TokenView>({ type: 'Poll', userId: user(who), seq });
  }

  checkActive(who: number, seq: number = who): QueueReply | Refusal {
    return this.when({ type: 'CheckActive', userId: user(who), seq }) as QueueReply | Refusal;
  }

  leave(who: number, seq: number = who): void {
    this.must({ type: 'Leave', userId: user(who), seq });
  }

  finish(seq: number): void {
    this.must({ type: 'Finish', seq });
  }

  configure(settings: Partial<QueueSettings>): QueueView {
    return this.must<QueueView>({ type: 'Configure', settings });
  }

  describe(): QueueView {
    return this.must<QueueView>({ type: 'Describe' });
  }

  /** How a token ended, or its status when it has not. */
  fate(seq: number): string {
    const { status, endReason } = this.look(seq);
    return endReason ?? status;
  }

  override given(...events: readonly QueueEvent[]): this {
    super.given(...events);
    return this;
  }
}
