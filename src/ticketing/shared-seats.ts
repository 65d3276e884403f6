/**
 * The seats of a schedule as everybody sees them, kept for a moment: at an on-sale thousands look at the same hall at once, and the schedule itself has
 * better things to do than to answer each of them.
 *
 * Invariants
 *  - What is shown was durable: it is an answer of the schedule.
 *  - It is never staler than STALE_MS_MAX: whoever asks sees all that was durable that long before. Age counts from when the schedule was asked.
 *  - Nobody is shown less than they know: who may have seats of their own, or was just answered a hold, a release or a payment there, is told by the schedule.
 */
import { hashOfId } from '../domain/id-column.js';
import { isRefusal } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import { mayOwn } from '../domain/schedule/owner-filter.js';
import type { SharedSeatsView } from '../domain/schedule/protocol.js';
import type { Answer } from './asking.js';

/** The promise to whoever looks. */
export const STALE_MS_MAX = 100;
/** Older seats are not shown any more; the rest up to the promise is the time a request may take to be read. */
const SHOWN_MS_MAX = 80;
/** Seats of this age are still shown, but newer ones are asked for. */
const RENEWED_AFTER_MS = 40;
/** Schedules whose seats are kept. */
const SCHEDULES_KEPT_MAX = 64;

interface Kept {
  readonly view: SharedSeatsView;
  readonly askedAt: number;
  /** Users who know of something newer than this. */
  readonly ahead: Set<string>;
}

interface Renewal {
  readonly ahead: Set<string>;
  readonly answer: Promise<Kept | Refusal>;
}

export class SharedSeats {
  /** In the order in which they came. */
  private readonly kept = new Map<string, Kept>();
  private readonly renewals = new Map<string, Renewal>();
  private readonly ask: (scheduleId: string) => Answer<SharedSeatsView>;

  /**
   * @param ask answers with what is durable, at least up to the moment of the call.
   * @param now milliseconds on a clock that is never set.
   */
  constructor(
    ask: (scheduleId: string) => Answer<SharedSeatsView>,
    private readonly now: () => number = () => performance.now(),
  ) {
    // Whatever it throws comes as a rejection, after the renewal was noted.
    this.ask = async (scheduleId) => ask(scheduleId);
  }

  /** null when this user must be told by the schedule itself. `userId` null: nobody in particular, who has no seats and is always told. */
  seen(scheduleId: string, userId: null): SharedSeatsView | Promise<SharedSeatsView | Refusal>;
  seen(scheduleId: string, userId: string): SharedSeatsView | null | Promise<SharedSeatsView | Refusal | null>;
  seen(scheduleId: string, userId: string | null): SharedSeatsView | null | Promise<SharedSeatsView | Refusal | null> {
    const now = this.now();
    const kept = this.kept.get(scheduleId);
    if (kept === undefined || now - kept.askedAt > SHOWN_MS_MAX) return this.renewed(scheduleId, userId, now);
    // Whoever waits for it learns of its failure.
    if (now - kept.askedAt > RENEWED_AFTER_MS) this.renewal(scheduleId).answer.catch(() => undefined);
    return forUser(kept, userId);
  }

  /** The user was answered something by this schedule that may be newer than what is kept. */
  toldMore(scheduleId: string, userId: string): void {
    this.renewals.get(scheduleId)?.ahead.add(userId);
    const kept = this.kept.get(scheduleId);
    if (kept === undefined) return;
    if (this.now() - kept.askedAt > SHOWN_MS_MAX) this.kept.delete(scheduleId);
    else kept.ahead.add(userId);
  }

  private async renewed(scheduleId: string, userId: string | null, since: number): Promise<SharedSeatsView | Refusal | null> {
    for (;;) {
      const kept = await this.renewal(scheduleId).answer;
      if (isRefusal(kept)) return kept;
      // The renewal joined may have been under way for long; the next one is asked for after this request came.
      if (since - kept.askedAt <= SHOWN_MS_MAX) return forUser(kept, userId);
    }
  }

  /** The one under way, or a new one. */
  private renewal(scheduleId: string): Renewal {
    const known = this.renewals.get(scheduleId);
    if (known !== undefined) return known;
    const ahead = new Set<string>();
    const renewal = { ahead, answer: this.renew(scheduleId, this.now(), ahead) };
    this.renewals.set(scheduleId, renewal);
    return renewal;
  }

  private async renew(scheduleId: string, askedAt: number, ahead: Set<string>): Promise<Kept | Refusal> {
    try {
      const view = await this.ask(scheduleId);
      this.kept.delete(scheduleId);
      if (isRefusal(view)) return view;
      const kept = { view, askedAt, ahead };
      this.kept.set(scheduleId, kept);
      this.dropOldest();
      return kept;
    } finally {
      this.renewals.delete(scheduleId);
    }
  }

  /** What nobody may be shown any more, and what is too much. */
  private dropOldest(): void {
    const before = this.now() - SHOWN_MS_MAX;
    for (const [scheduleId, { askedAt }] of this.kept) {
      if (askedAt >= before && this.kept.size <= SCHEDULES_KEPT_MAX) return;
      this.kept.delete(scheduleId);
    }
  }
}

function forUser({ view, ahead }: Kept, userId: string | null): SharedSeatsView | null {
  if (userId === null) return view;
  return ahead.has(userId) || mayOwn(view.owners, hashOfId(userId)) ? null : view;
}
