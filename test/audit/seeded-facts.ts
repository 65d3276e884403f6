/** Money that does not add up, and clients who were told what the log does not stand by, one violation each. */
import { ANNA, BERT, CLEO, CONCERT, HOLD_MS, SCHEDULE, START, Story, annaBought, payment, reservation } from './story.js';
import { bertInside, timedOut } from './seeded-log.js';
import type { SeededViolation } from './seeded-log.js';

const paymentTold = {
  fact: 'PAYMENT_ACKNOWLEDGED',
  userId: ANNA,
  paymentId: payment(1),
  reservationId: reservation(1),
  amount: 200,
} as const;
const holdTold = {
  fact: 'HOLD_ACKNOWLEDGED',
  userId: ANNA,
  reservationId: reservation(1),
  amount: 200,
  expiresAt: START + HOLD_MS,
} as const;
const chargeTold = { fact: 'CHARGE_ACKNOWLEDGED', userId: ANNA, transactionId: 't1', amount: 1_000, balance: 1_000 } as const;
const tenSeats = (status: string) =>
  Array.from({ length: 10 }, (_, index) => ({ seat: index + 1, status: index < 2 ? status : 'AVAILABLE' }));

const annasPayment = { paymentId: payment(1), reservationId: reservation(1), userId: ANNA };

export const MONEY: readonly SeededViolation[] = [
  { code: 'AMOUNT_WRONG', when: 'nothing is charged', story: () => new Story().charged(ANNA, 0) },
  {
    code: 'AMOUNT_WRONG',
    when: 'seats are booked for less than was paid',
    story: () => {
      const paid = Story.annaPays().used(ANNA, 1, 1, 200).completed(1, 1, ANNA, [1, 2], 800);
      return paid.schedule('ReservationCreated', { ...annasPayment, seats: [1, 2], amount: 150 });
    },
  },
  {
    code: 'AMOUNT_WRONG',
    when: 'a payment is completed over less than it was started for',
    story: () => {
      const used = Story.annaPays().used(ANNA, 1, 1, 200);
      return used.schedule('PaymentCompleted', { ...annasPayment, seats: [1, 2], amount: 150, balance: 800 }).created(1, 1, ANNA, [1, 2]);
    },
  },
  {
    code: 'COMPLETED_WITHOUT_POINTS',
    when: 'points were taken, but too few',
    story: () => Story.annaPays().used(ANNA, 1, 1, 150).completed(1, 1, ANNA, [1, 2], 850).created(1, 1, ANNA, [1, 2]),
  },
  {
    code: 'DECLINED_THOUGH_SOLVENT',
    when: 'a wallet declines with exactly enough',
    story: () =>
      Story.onSale()
        .charged(CLEO, 100)
        .issued(1, CLEO)
        .activated(1, CLEO)
        .held(1, CLEO, [1])
        .started(1, 1, CLEO, 100)
        .declined(CLEO, 1, 1, 100),
  },
  { code: 'BALANCE_WRONG', when: 'a charge states another balance', story: () => new Story().charged(ANNA, 500, { balance: 501 }) },
  {
    code: 'BALANCE_WRONG',
    when: "the payment states another balance than the wallet's",
    story: () => Story.annaPays().used(ANNA, 1, 1, 200).completed(1, 1, ANNA, [1, 2], 801).created(1, 1, ANNA, [1, 2]),
  },
  {
    code: 'BALANCE_NEGATIVE',
    when: 'more is used than there is',
    story: () => Story.onSale().issued(1, CLEO).activated(1, CLEO).held(1, CLEO, [1]).started(1, 1, CLEO, 100).used(CLEO, 1, 1, 100),
  },
  { code: 'MONEY_NOT_CONSERVED', when: 'points appear from nowhere', story: () => new Story().charged(ANNA, 500, { balance: 501 }) },
  {
    code: 'TRANSACTION_REUSED',
    when: 'a transaction id comes twice',
    story: () => new Story().charged(ANNA, 5, { transactionId: 't' }).charged(ANNA, 5, { transactionId: 't' }),
  },
  { code: 'USED_WITHOUT_PAYMENT', when: 'no payment was started', story: () => Story.annaHolds().used(ANNA, 1, 1, 200) },
  {
    code: 'USED_WITHOUT_PAYMENT',
    when: "it is somebody else's payment",
    story: () => Story.annaPays().charged(BERT, 500).used(BERT, 1, 1, 200),
  },
  {
    code: 'USED_TWICE',
    when: 'a payment takes its points twice',
    story: () => Story.annaPays().used(ANNA, 1, 1, 200).used(ANNA, 1, 1, 200),
  },
  {
    code: 'USED_AFTER_REFUSAL',
    when: 'the wallet had forbidden it',
    story: () => Story.annaPays().forbidden(ANNA, 1).used(ANNA, 1, 1, 200),
  },
  {
    code: 'COMPLETED_WITHOUT_POINTS',
    when: 'the wallet gave nothing before the payment was completed',
    story: () => Story.annaPays().completed(1, 1, ANNA, [1, 2], 800).created(1, 1, ANNA, [1, 2]).used(ANNA, 1, 1, 200),
  },
  { code: 'COMPLETED_WITHOUT_POINTS', when: 'the points were given back afterwards', story: () => annaBought().refunded(ANNA, 1, 200) },
  { code: 'DECLINED_THOUGH_SOLVENT', when: 'a full wallet declines', story: () => Story.annaPays().declined(ANNA, 1, 1, 200) },
  {
    code: 'REFUNDED_TWICE',
    when: 'a refund is made twice',
    story: () =>
      timedOut(Story.annaPays().used(ANNA, 1, 1, 200))
        .refunded(ANNA, 1, 200)
        .refunded(ANNA, 1, 200),
  },
  { code: 'REFUND_UNFOUNDED', when: 'nothing was taken', story: () => timedOut(Story.annaPays()).refunded(ANNA, 1, 200) },
  { code: 'REFUND_UNFOUNDED', when: 'the payment was completed', story: () => annaBought().refunded(ANNA, 1, 200) },
  {
    code: 'NOT_REFUNDED',
    when: 'an aborted payment keeps the points',
    story: () => timedOut(Story.annaPays().used(ANNA, 1, 1, 200)),
    quiescent: true,
  },
  {
    code: 'REVENUE_WRONG',
    when: 'more was spent than earned',
    story: () => timedOut(Story.annaPays().used(ANNA, 1, 1, 200)),
    quiescent: true,
  },
];

export const CLIENTS: readonly SeededViolation[] = [
  {
    code: 'RELEASE_LOST',
    when: "what was released is somebody else's",
    story: () =>
      Story.annaHolds()
        .released(1, ANNA, [1, 2])
        .told({ fact: 'RELEASE_ACKNOWLEDGED', userId: BERT, reservationId: reservation(1) }),
  },
  {
    code: 'POSITION_GREW',
    when: 'a position grows',
    story: () => Story.onSale().told({ fact: 'POSITION_SEEN', userId: ANNA, position: 8, before: 7 }),
  },
  { code: 'HOLD_LOST', when: 'a hold is not in the log', story: () => Story.annaInside().told({ ...holdTold, seats: [1, 2] }) },
  { code: 'HOLD_LOST', when: 'a hold is in the log with other seats', story: () => Story.annaHolds().told({ ...holdTold, seats: [1, 3] }) },
  {
    code: 'HOLD_LOST',
    when: "the hold is somebody else's",
    story: () => Story.annaHolds().told({ ...holdTold, userId: BERT, seats: [1, 2] }),
  },
  {
    code: 'RELEASE_LOST',
    when: 'a released hold still stands',
    story: () => Story.annaHolds().told({ fact: 'RELEASE_ACKNOWLEDGED', userId: ANNA, reservationId: reservation(1) }),
  },
  {
    code: 'PAYMENT_LOST',
    when: 'a payment is still under way',
    story: () => Story.annaPays().told({ ...paymentTold, seats: [1, 2], balance: 800 }),
  },
  {
    code: 'PAYMENT_LOST',
    when: 'another balance was told',
    story: () => annaBought().told({ ...paymentTold, seats: [1, 2], balance: 700 }),
  },
  { code: 'PAYMENT_LOST', when: 'other seats were told', story: () => annaBought().told({ ...paymentTold, seats: [1, 4], balance: 800 }) },
  { code: 'CHARGE_LOST', when: 'a charge is not in the log', story: () => Story.onSale().told(chargeTold) },
  { code: 'CHARGE_LOST', when: 'another amount was told', story: () => Story.annaInside().told({ ...chargeTold, amount: 999 }) },
  {
    code: 'CHARGED_TOO_OFTEN',
    when: 'one wish became two charges',
    story: () => Story.annaInside().charged(ANNA, 1_000).told({ fact: 'CHARGE_WANTED', userId: ANNA }),
  },
  {
    code: 'TOKEN_LOST',
    when: 'two tokens were given out and one was issued',
    story: () => {
      const told = { fact: 'TOKEN_ACKNOWLEDGED', userId: ANNA, concertId: CONCERT } as const;
      return Story.annaInside()
        .told({ ...told, token: 'one' })
        .told({ ...told, token: 'two' });
    },
  },
  {
    code: 'TOKEN_SHARED',
    when: 'two users were given the same token',
    story: () => {
      const told = { fact: 'TOKEN_ACKNOWLEDGED', concertId: CONCERT, token: 'one' } as const;
      return bertInside(Story.annaInside())
        .told({ ...told, userId: ANNA })
        .told({ ...told, userId: BERT });
    },
  },
  {
    code: 'REPEAT_DIFFERED',
    when: 'a repeat is answered otherwise',
    story: () => Story.onSale().told({ fact: 'REPEAT_ANSWERED', userId: ANNA, request: 'hold', first: '{"a":1}', again: '{"a":2}' }),
  },
  {
    code: 'SEATS_DISAGREE',
    when: 'a booked seat is served as free',
    story: () => annaBought().serves({ served: 'SEATS', scheduleId: SCHEDULE, seats: tenSeats('AVAILABLE') }),
  },
  {
    code: 'SEATS_DISAGREE',
    when: 'a seat is not served',
    story: () => annaBought().serves({ served: 'SEATS', scheduleId: SCHEDULE, seats: tenSeats('BOOKED').slice(1) }),
  },
  {
    code: 'BALANCE_DISAGREES',
    when: 'a balance is served otherwise',
    story: () => annaBought().serves({ served: 'BALANCE', userId: ANNA, balance: 1_000 }),
  },
  {
    code: 'TOKEN_DISAGREES',
    when: 'an ended token is served as active',
    story: () => annaBought().serves({ served: 'TOKEN', userId: ANNA, concertId: CONCERT, status: 'ACTIVE' }),
  },
];
