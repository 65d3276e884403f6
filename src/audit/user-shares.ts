/** What each user has on one schedule: how many seats, against the cap, and which holds, which must go once one of them is paid. */
import type { Reservation } from './reservation.js';
import type { ViolationList } from './violations.js';

interface Confirmation {
  readonly reservationId: string;
  readonly at: number;
  /** Held by the same user at that moment. */
  readonly others: readonly Reservation[];
}

export class UserShares {
  /** Seats held, being paid for, or owned, by user. */
  private readonly seats = new Map<string, number>();
  private readonly holds = new Map<string, Set<Reservation>>();
  /** Whose other holds are still to be seen released, in the same record: none of them may stand when time has moved on. */
  private confirmations: Confirmation[] = [];

  constructor(
    private readonly entity: string,
    private readonly violations: ViolationList,
  ) {}

  take(reservation: Reservation, cap: number): void {
    const { userId, seats } = reservation;
    const count = (this.seats.get(userId) ?? 0) + seats.length;
    this.seats.set(userId, count);
    this.heldAgain(reservation);
    if (cap > 0 && count > cap) {
      const sentence = `${userId} came to have ${count} seats, of at most ${cap}`;
      this.violations.add('CAP_EXCEEDED', this.entity, sentence, { reservation: { ...reservation }, count, cap });
    }
  }

  heldAgain(reservation: Reservation): void {
    const holds = this.holds.get(reservation.userId);
    if (holds === undefined) this.holds.set(reservation.userId, new Set([reservation]));
    else holds.add(reservation);
  }

  noLongerHeld(reservation: Reservation): void {
    const holds = this.holds.get(reservation.userId);
    holds?.delete(reservation);
    if (holds?.size === 0) this.holds.delete(reservation.userId);
  }

  giveBack(reservation: Reservation): void {
    const { userId, seats } = reservation;
    this.noLongerHeld(reservation);
    const count = (this.seats.get(userId) ?? 0) - seats.length;
    if (count > 0) this.seats.set(userId, count);
    else this.seats.delete(userId);
  }

  confirmed({ userId, reservationId }: Reservation, at: number): void {
    const others = [...(this.holds.get(userId) ?? [])];
    if (others.length > 0) this.confirmations.push({ reservationId, at, others });
  }

  /** Whether this hold was standing when its user's payment for another one was confirmed, a moment ago. */
  justConfirmed(hold: Reservation): boolean {
    return this.confirmations.some(({ others }) => others.includes(hold));
  }

  checkLeftHolds(at: number): void {
    if (this.confirmations.length === 0) return;
    const settled = this.confirmations.filter((confirmation) => confirmation.at < at);
    if (settled.length === 0) return;
    this.confirmations = this.confirmations.filter((confirmation) => confirmation.at >= at);
    for (const { reservationId, others } of settled) {
      for (const other of others) {
        if (other.status !== 'HELD') continue;
        const sentence = `${reservationId} was confirmed, but ${other.reservationId} of the same user stayed held`;
        this.violations.add('HOLDS_LEFT_AFTER_PAYMENT', this.entity, sentence, { reservationId, left: other.reservationId });
      }
    }
  }
}
