/** Turns answers of the API into the facts that the checker holds against the log. */
import type { ClientFact } from '../../src/audit/client-facts.js';
import type { ChargeAnswer, HoldAnswer, PaymentAnswer } from '../support/frontrow-api.js';

export class Observations {
  constructor(
    private readonly userId: string,
    private readonly observe: (fact: ClientFact) => void,
  ) {}

  token(concertId: string, token: string): void {
    this.observe({ fact: 'TOKEN_ACKNOWLEDGED', userId: this.userId, concertId, token });
  }

  position(position: number, before: number | null): void {
    this.observe({ fact: 'POSITION_SEEN', userId: this.userId, position, before });
  }

  hold({ reservationId, seats, amount, expiresAt }: HoldAnswer): void {
    this.observe({ fact: 'HOLD_ACKNOWLEDGED', userId: this.userId, reservationId, seats, amount, expiresAt });
  }

  release(reservationId: string): void {
    this.observe({ fact: 'RELEASE_ACKNOWLEDGED', userId: this.userId, reservationId });
  }

  payment({ paymentId, reservationId, seats, amount, balance }: PaymentAnswer): void {
    this.observe({ fact: 'PAYMENT_ACKNOWLEDGED', userId: this.userId, paymentId, reservationId, seats, amount, balance });
  }

  chargeWanted(): void {
    this.observe({ fact: 'CHARGE_WANTED', userId: this.userId });
  }

  charge({ transactionId, amount, balance }: ChargeAnswer): void {
    this.observe({ fact: 'CHARGE_ACKNOWLEDGED', userId: this.userId, transactionId, amount, balance });
  }

  /** Two answers to one request. */
  repeat(request: string, first: object, again: object): void {
    this.observe({ fact: 'REPEAT_ANSWERED', userId: this.userId, request, first: JSON.stringify(first), again: JSON.stringify(again) });
  }
}
