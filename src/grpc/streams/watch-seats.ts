/**
 * WatchSeats: the seats of a schedule, and then what changes. The live seats decide what a reader is told and when it is too slow; here it is written down.
 * Whoever was let in by a queue token may watch until that token has ended, of which the live queue tells, and sees what was true by then: who paid sees the
 * seats turn. Services that bypass the queue watch as long as they like.
 */
import { concertOfSchedule } from '../../domain/ids.js';
import type { TokenView } from '../../domain/queue/protocol.js';
import { isRefusal, refuse } from '../../domain/refusals.js';
import type { Refusal } from '../../domain/refusals.js';
import type { QueueClaims } from '../../ticketing/fans.js';
import type { QueueListener } from '../../ticketing/live-queue.js';
import type { SeatsDelta, SeatsSnapshot, SeatsWatcher, Watching } from '../../ticketing/live-seats.js';
import type { GrpcDeps } from '../deps.js';
import type { WatchSeatsRequest__Output } from '../generated/frontrow/v1/WatchSeatsRequest.js';
import type { Outgoing, StreamMethod } from '../methods.js';
import { takeTurnToLook } from '../turn.js';
import { Faults } from '../validation.js';
import { STILL_THERE, encodeDelta, encodeSnapshot } from './seats-encoding.js';
import { SignOfLife } from './sign-of-life.js';

const TURN_ENDED = refuse('QUEUE_TOKEN_EXPIRED');
const UNAVAILABLE = refuse('UNAVAILABLE');

export function watchSeats(deps: GrpcDeps): StreamMethod<WatchSeatsRequest__Output, Buffer> {
  return {
    right: 'read',
    async open(call, outgoing) {
      const { scheduleId, fromVersion } = call.request;
      const turn = await takeTurnToLook(deps, call, concertOfSchedule(scheduleId));
      if (isRefusal(turn)) return turn;
      const faults = new Faults().id('schedule_id', scheduleId).whole('from_version', fromVersion, 0, Number.MAX_SAFE_INTEGER);
      const fault = faults.refusal();
      if (fault !== null) return fault;
      const reader = new SeatsReader(outgoing, deps, turn.claims);
      reader.watch(scheduleId, fromVersion);
      outgoing.onReady(() => reader.ready());
      outgoing.onGone(() => reader.stop());
      return undefined;
    },
  };
}

class SeatsReader implements SeatsWatcher {
  private watching: Watching | null = null;
  private readonly turn: TurnOver | null;
  private readonly signOfLife: SignOfLife;
  private isBehind = false;
  private isOver = false;

  constructor(
    private readonly outgoing: Outgoing<Buffer>,
    private readonly deps: GrpcDeps,
    claims: QueueClaims | null,
  ) {
    this.signOfLife = new SignOfLife(deps.clock, deps.timers, () => {
      if (!this.isBehind) this.isBehind = !outgoing.write(STILL_THERE);
    });
    const over = { finished: () => this.watching?.finish(TURN_ENDED), sentAway: () => this.end(UNAVAILABLE) };
    this.turn = claims === null ? null : new TurnOver(claims, over);
  }

  watch(scheduleId: string, fromVersion: number): void {
    this.watching = this.deps.liveSeats.watch(scheduleId, fromVersion, this);
    if (this.turn !== null) this.deps.liveQueue.add(this.turn);
  }

  show(update: SeatsSnapshot | SeatsDelta): boolean {
    this.signOfLife.spoke();
    let takesMore = true;
    if (update.kind === 'delta') takesMore = this.outgoing.write(encodeDelta(update));
    else for (const chunk of encodeSnapshot(update)) takesMore = this.outgoing.write(chunk);
    this.isBehind = !takesMore;
    return takesMore;
  }

  ready(): void {
    this.isBehind = false;
    this.watching?.ready();
  }

  end(reason: Refusal): void {
    if (this.isOver) return;
    this.stop();
    this.outgoing.refuse(reason);
  }

  stop(): void {
    this.isOver = true;
    this.signOfLife.stop();
    this.watching?.stop();
    if (this.turn !== null) this.deps.liveQueue.remove(this.turn);
  }
}

/** Hears of the end of the turn that let a reader in. */
class TurnOver implements QueueListener {
  constructor(
    readonly claims: QueueClaims,
    private readonly over: { finished(): void; sentAway(): void },
  ) {}

  /** Whether the reader keeps up, the live seats see. */
  isAlive(): boolean {
    return true;
  }

  show({ status }: TokenView): void {
    if (status !== 'ACTIVE') this.over.finished();
  }

  sendAway(): void {
    this.over.sentAway();
  }
}
