/** Ways that several tests go: into a hall, and from a hold to the ticket. */
import assert from 'node:assert/strict';
import type { Show } from '../support/browser-backstage.js';
import type { BrowserStage, Visitor } from '../support/browser.js';
import { ConcertPage } from './pages/concert-page.js';
import { ReservationPage } from './pages/reservation-page.js';
import { SeatsPage } from './pages/seats-page.js';
import { TicketPage } from './pages/ticket-page.js';
import { Words } from './pages/words.js';

/** Through the line, in which nobody else is, to the seats. */
export async function enter({ page, look }: Visitor, { concertId, title }: Show): Promise<SeatsPage> {
  const words = new Words(look.language);
  const concert = new ConcertPage(page, words);
  await concert.open(concertId, title);
  await concert.getInLine();
  const seats = new SeatsPage(page, words);
  await seats.isInside();
  return seats;
}

/** From held seats to the ticket; what is missing is charged. */
export async function paidFor({ page, look }: Visitor): Promise<TicketPage> {
  const words = new Words(look.language);
  const reservation = new ReservationPage(page, words);
  await reservation.isHeld();
  await reservation.chargeMissing();
  await reservation.pay();
  const ticket = new TicketPage(page, words);
  await ticket.isNew();
  return ticket;
}

export interface Bought {
  readonly seats: readonly number[];
  /** Points that were paid, one for each time. */
  readonly uses: readonly number[];
  readonly balance: number;
}

/** By the books of the node, not by what the page says. */
export async function boughtBy({ backstage }: BrowserStage, visitor: Visitor): Promise<Bought> {
  const guest = await visitor.guest();
  assert.ok(guest !== null, 'the app has an account for this visitor');
  const { payments, transactions, balance } = await backstage.booksOf(guest);
  return {
    seats: payments.flatMap(({ seats }) => seats),
    uses: transactions.filter(({ type }) => type === 'USE').map(({ amount }) => amount),
    balance,
  };
}
