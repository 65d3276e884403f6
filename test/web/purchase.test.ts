/** Buying tickets in a browser, from the list of concerts to the code for the door. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { SMALL_HALL } from '../support/browser-backstage.js';
import { becomes } from '../support/browser-patience.js';
import { BrowserStage } from '../support/browser.js';
import { boughtBy, enter, paidFor } from './journeys.js';
import { ConcertPage } from './pages/concert-page.js';
import { ConcertsPage } from './pages/concerts-page.js';
import { ReservationPage } from './pages/reservation-page.js';
import { SeatsPage } from './pages/seats-page.js';
import { TicketPage, TicketsPage } from './pages/ticket-page.js';
import { WalletPage } from './pages/wallet-page.js';

const purchase = suite('a purchase');

let stage: BrowserStage;
purchase.before(async () => {
  stage = await BrowserStage.open();
});
purchase.after(() => stage.close());

purchase('of two adjacent seats on a phone, from the list of concerts to the ticket', () =>
  stage.scene('whole purchase', async (scene) => {
    const show = await stage.backstage.show('Songs of the whole way');
    const visitor = await scene.visitor({ size: 'phone' });
    const { page } = visitor;
    const concerts = new ConcertsPage(page);
    await concerts.open();
    await concerts.choose(show.title);
    const concert = new ConcertPage(page);
    await concert.left.first().waitFor();
    await concert.getInLine();

    const seats = new SeatsPage(page);
    await seats.isInside();
    await seats.select(3, 4);
    await seats.hold();

    const reservation = new ReservationPage(page);
    await reservation.isHeld();
    assert.equal(await reservation.amount(), 180_000);
    assert.equal(await reservation.missing(), 180_000);
    await reservation.chargeMissing();
    await reservation.pay();

    const ticket = new TicketPage(page);
    await ticket.isNew();
    assert.equal(await ticket.amount(), 180_000);
    assert.deepEqual(await boughtBy(stage, visitor), { seats: [3, 4], uses: [180_000], balance: 0 });

    const tickets = new TicketsPage(page);
    await tickets.choose();
    await becomes(
      'one ticket',
      () => tickets.tickets.count(),
      (count) => count === 1,
    );
    await page.getByRole('link', { name: show.title }).click();
    await ticket.isOpen();
  }),
);

purchase('of the best seats there are, in one tap', () =>
  stage.scene('best available', async (scene) => {
    const show = await stage.backstage.show('Songs for three');
    const visitor = await scene.visitor({ size: 'desktop' });
    const seats = await enter(visitor, show);
    await seats.chooseCount(3);
    await seats.chooseSection('Balcony');
    await seats.bestButton.click();
    await new ReservationPage(visitor.page).isHeld();
    await paidFor(visitor);
    const { seats: bought } = await boughtBy(stage, visitor);
    assert.equal(bought.length, 3);
    assert.ok(
      bought.every((seat) => seat >= 17 && seat <= 24),
      `${bought.join()} are on the balcony`,
    );
  }),
);

purchase('clicked twice is one purchase', () =>
  stage.scene('double clicks', async (scene) => {
    const show = await stage.backstage.show('Songs for the impatient');
    const visitor = await scene.visitor({ size: 'desktop' });
    const { page } = visitor;
    const concert = new ConcertPage(page);
    await concert.open(show.concertId, show.title);
    await concert.getInLineButton.dblclick();
    const seats = new SeatsPage(page);
    await seats.isInside();
    await seats.select(7);
    await seats.holdButton.dblclick();
    const reservation = new ReservationPage(page);
    await reservation.isHeld();
    await reservation.chargeMissingButton.dblclick();
    await reservation.payButton.waitFor();
    assert.equal(await reservation.balance(), 90_000, 'charged once');
    await reservation.payButton.dblclick();
    await new TicketPage(page).isNew();
    assert.deepEqual(await boughtBy(stage, visitor), { seats: [7], uses: [90_000], balance: 0 });
  }),
);

purchase('is not undone, and not done again, by going back', () =>
  stage.scene('back button', async (scene) => {
    const show = await stage.backstage.show('Songs of return');
    const visitor = await scene.visitor({ size: 'phone' });
    const { page } = visitor;
    const seats = await enter(visitor, show);
    await seats.select(10);
    await seats.hold();
    const reservation = new ReservationPage(page);
    await reservation.isHeld();
    const { id } = reservation;

    await page.goBack();
    await seats.goOnToPayment.waitFor();
    await seats.seat(10, 'mine').waitFor();
    await page.goForward();
    await reservation.isHeld();
    assert.equal(reservation.id, id, 'the same reservation');
    await paidFor(visitor);

    await page.goBack();
    await seats.link('seats:own.ticket').waitFor();
    await page.goto(`/reservations/${id}`);
    await reservation.isTitled(reservation.words.of('fans:reservation.title.CONFIRMED'));
    assert.equal(await reservation.payButton.count(), 0, 'there is nothing to pay');
    assert.deepEqual(await boughtBy(stage, visitor), { seats: [10], uses: [90_000], balance: 0 });
  }),
);

purchase('with too few points says what is missing, and goes on after a charge', () =>
  stage.scene('too few points', async (scene) => {
    const show = await stage.backstage.show('Songs of a thin purse');
    const visitor = await scene.visitor({ size: 'phone' });
    const { page } = visitor;
    const seats = await enter(visitor, show);
    await seats.select(17);
    await seats.hold();
    const reservation = new ReservationPage(page);
    await reservation.isHeld();
    assert.equal(await reservation.missing(), 40_000);
    assert.equal(await reservation.payButton.count(), 0);

    const wallet = new WalletPage(page);
    await wallet.open();
    await wallet.write('half');
    await wallet.chargeButton.click();
    await wallet.text('fans:wallet.amountWrong').waitFor();
    await wallet.write('25,000');
    await wallet.chargeButton.dblclick();
    await wallet.history.waitFor();
    assert.equal(await wallet.balance(), 25_000, 'charged once');

    await wallet.link('fans:strip.toHold').click();
    await reservation.isHeld();
    assert.equal(await reservation.missing(), 15_000);
    await reservation.chargeMissing();
    await reservation.pay();
    await new TicketPage(page).isNew();
    assert.deepEqual(await boughtBy(stage, visitor), { seats: [17], uses: [40_000], balance: 0 });
  }),
);

purchase('does not happen when the hold runs out before the eyes of the fan', () =>
  stage.scene('hold runs out', async (scene) => {
    const show = await stage.backstage.show('Songs of hesitation', { ...SMALL_HALL, holdSeconds: 3 });
    const visitor = await scene.visitor({ size: 'phone' });
    const seats = await enter(visitor, show);
    await seats.select(1, 2);
    await seats.hold();
    const reservation = new ReservationPage(visitor.page);
    await reservation.isHeld();
    await reservation.clock.waitFor({ state: 'attached' });
    await reservation.hasRunOut();
    assert.equal(await reservation.payButton.count(), 0);
    await reservation.chooseAgain.click();
    await seats.seat(1, 'available').waitFor();
    await seats.seat(2, 'available').waitFor();
    assert.deepEqual(await boughtBy(stage, visitor), { seats: [], uses: [], balance: 0 });
  }),
);

purchase('can be given up: released seats are free at once', () =>
  stage.scene('release', async (scene) => {
    const show = await stage.backstage.show('Songs of second thoughts');
    const [first, second] = [await scene.visitor({ size: 'phone' }), await scene.visitor({ size: 'desktop' })];
    const [one, other] = [await enter(first, show), await enter(second, show)];
    await one.select(5);
    await one.hold();
    await other.seat(5, 'held').waitFor();
    const reservation = new ReservationPage(first.page);
    await reservation.isHeld();
    await reservation.release();
    await one.isInside();
    await other.seat(5, 'available').waitFor();
  }),
);

purchase.run();
