/** What a fan does inside: look at the hall, fight for seats, hold them, hesitate, and pay, let go or lose them. */
import { randomUUID } from 'node:crypto';
import type { HoldAnswer, PaymentAnswer } from '../support/frontrow-api.js';
import { Refused } from '../support/frontrow-api.js';
import { chooseSeats } from './behaviour.js';
import type { Outcome, Shopper } from './visit.js';
import { pause } from './waiting.js';

/** A payment that was aborted is tried again; the hold limits how often that makes sense. */
const PAYMENT_TRIES_MAX = 4;
/** A hold must be seen to have run out this soon after its time. */
const LAPSE_SEEN_MS_MAX = 15_000;
const LAPSE_POLL_MS = 250;
const CHARGE_STEP = 10_000;

/** `AGAIN`: choose once more. */
type HoldEnd = Outcome | 'AGAIN';

export async function buySeats(fan: Shopper): Promise<Outcome> {
  const { plan, sale } = fan;
  if (plan.intention === 'LEAVES_SALE' || plan.intention === 'LEAVES_LINE') {
    await pause(plan.leavesAfterMs, sale.stop);
    return 'LEFT_SALE';
  }
  let lostHolds = 0;
  for (let tries = 0; tries <= plan.patience; tries += 1) {
    const hold = await holdSomething(fan);
    if (hold === 'SOLD_OUT') return 'SOLD_OUT';
    if (hold === null) continue;
    fan.seen.hold(hold);
    const end = await endHold(fan, hold, lostHolds === 0);
    if (end !== 'AGAIN') return end;
    lostHolds += 1;
  }
  return 'OUTRUN';
}

/** Null: somebody was quicker. */
async function holdSomething(fan: Shopper): Promise<HoldAnswer | 'SOLD_OUT' | null> {
  const { sale, plan, random, self } = fan;
  const dates = await sale.api.dates(self.guest, self.token, sale.concertId);
  const favourite = sale.scheduleIds[plan.favourite];
  const open = dates.filter(({ availableSeats }) => availableSeats > 0);
  const date = open.find(({ scheduleId }) => scheduleId === favourite) ?? open[random.below(open.length)];
  if (date === undefined) return 'SOLD_OUT';
  const available = await sale.api.seats(self.guest, self.token, date.scheduleId, 'AVAILABLE');
  await pause(plan.thinkMs, sale.stop);
  const chosen = chooseSeats(
    available.map(({ seat }) => seat),
    plan.seatCount,
    random,
  );
  if (chosen.length === 0) return null;
  try {
    return await clickHold(fan, date.scheduleId, chosen);
  } catch (error) {
    if (error instanceof Refused && error.code === 'SEAT_UNAVAILABLE') return null;
    if (error instanceof Refused && error.code === 'SALES_CLOSED') return 'SOLD_OUT';
    throw error;
  }
}

async function clickHold(fan: Shopper, scheduleId: string, seats: readonly number[]): Promise<HoldAnswer> {
  const { api } = fan.sale;
  const { guest, token } = fan.self;
  return clickTwice(fan, 'hold', (key) => api.hold(guest, token, scheduleId, seats, key));
}

async function endHold(fan: Shopper, hold: HoldAnswer, isFirst: boolean): Promise<HoldEnd> {
  const { plan, sale } = fan;
  switch (plan.intention) {
    case 'VANISHES_INSIDE':
    case 'VANISHES_IN_LINE':
      return 'VANISHED';
    case 'LAPSES':
    case 'LAPSES_THEN_PAYS':
      if (!isFirst) break;
      await letLapse(fan, hold);
      return plan.intention === 'LAPSES' ? 'LET_IT_LAPSE' : 'AGAIN';
    case 'RELEASES':
    case 'RELEASES_THEN_PAYS':
      if (!isFirst) break;
      await pause(plan.hesitateMs, sale.stop);
      if (!(await release(fan, hold))) return 'AGAIN';
      return plan.intention === 'RELEASES' ? 'GAVE_IT_BACK' : 'AGAIN';
    case 'PAYS':
    case 'LEAVES_LINE':
    case 'LEAVES_SALE':
      break;
  }
  await pause(plan.hesitateMs, sale.stop);
  const payment = await payFor(fan, hold);
  if (payment === null) return 'AGAIN';
  fan.seen.payment(payment);
  if (plan.doubleClick !== 'NEVER') await payAgain(fan, payment);
  return 'PAID';
}

/** Asked again when the token has ended, the answer must be the recorded one; a refusal is a different answer. */
async function payAgain({ sale, self, seen }: Shopper, payment: PaymentAnswer): Promise<void> {
  try {
    seen.repeat('payment', payment, await sale.api.pay(self.guest, self.token, payment.reservationId));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    seen.repeat('payment', payment, error.answer.body);
  }
}

/** False: it had ended already, by a repeat that was carried out without an answer, or because its time was over. */
async function release({ sale, self, seen }: Shopper, { reservationId }: HoldAnswer): Promise<boolean> {
  try {
    await sale.api.release(self.guest, reservationId);
  } catch (error) {
    if (error instanceof Refused && error.code === 'NOT_HELD') return false;
    throw error;
  }
  seen.release(reservationId);
  return true;
}

async function letLapse({ sale, self }: Shopper, { reservationId }: HoldAnswer): Promise<void> {
  await pause(sale.shape.holdSeconds * 1000, sale.stop);
  const deadline = performance.now() + LAPSE_SEEN_MS_MAX;
  for (;;) {
    const status = await sale.api.reservationStatus(self.guest, reservationId);
    if (status !== 'HELD') return;
    if (performance.now() > deadline) throw new Error(`${reservationId} is still HELD ${LAPSE_SEEN_MS_MAX} ms after its time`);
    await pause(LAPSE_POLL_MS, sale.stop);
    sale.stop.throwIfAborted();
  }
}

/** Null: the hold ran out. */
async function payFor(fan: Shopper, { reservationId }: HoldAnswer): Promise<PaymentAnswer | null> {
  const { api } = fan.sale;
  const { guest, token } = fan.self;
  let last: Refused | null = null;
  for (let tries = 0; tries < PAYMENT_TRIES_MAX; tries += 1) {
    try {
      return await clickTwice(fan, 'payment', (key) => api.pay(guest, token, reservationId, key));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      last = error;
      if (error.code === 'HOLD_EXPIRED') return null;
      if (error.code === 'INSUFFICIENT_POINTS') await fan.charge(guest, missingPoints(error));
      else if (error.code !== 'PAYMENT_ABORTED') throw error;
    }
  }
  throw last ?? new Error('unreachable');
}

function missingPoints({ answer }: Refused): number {
  const { balance, required } = answer.body;
  if (typeof balance !== 'number' || typeof required !== 'number') throw new Error('INSUFFICIENT_POINTS came without balance and required');
  return Math.max(1, Math.ceil((required - balance) / CHARGE_STEP)) * CHARGE_STEP;
}

/** One click, or two at once, as the fan does; both must bring the same answer when both bring one. */
async function clickTwice<Reply extends object>(fan: Shopper, request: string, click: (key?: string) => Promise<Reply>): Promise<Reply> {
  const { doubleClick } = fan.plan;
  const key = randomUUID();
  if (doubleClick === 'NEVER') return click(key);
  const [first, second] = await Promise.allSettled(doubleClick === 'SAME_KEY' ? [click(key), click(key)] : [click(), click()]);
  if (first.status === 'rejected') {
    if (second.status === 'fulfilled') return second.value;
    throw first.reason;
  }
  if (second.status === 'fulfilled') fan.seen.repeat(request, first.value, second.value);
  return first.value;
}
