/** Buying a ticket with nothing but a keyboard. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { suite } from 'uvu';
import { BrowserStage } from '../support/browser.js';
import { boughtBy } from './journeys.js';
import { ConcertPage } from './pages/concert-page.js';
import { ConcertsPage } from './pages/concerts-page.js';
import { ReservationPage } from './pages/reservation-page.js';
import { SeatsPage } from './pages/seats-page.js';
import { TicketPage } from './pages/ticket-page.js';

const keyboard = suite('a purchase by keyboard');

const TABS_MAX = 80;

let stage: BrowserStage;
keyboard.before(async () => {
  stage = await BrowserStage.open();
});
keyboard.after(() => stage.close());

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, what: string, target: Locator): Promise<void> {
  await target.first().waitFor();
  const focused = target.and(page.locator(':focus'));
  for (let count = 0; count < TABS_MAX; count += 1) {
    if ((await focused.count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${what} was not reached with ${TABS_MAX} Tabs`);
}

async function pressAt(page: Page, what: string, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, what, target);
  await page.keyboard.press(key);
}

async function headingHasFocus(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).and(page.locator(':focus')).waitFor();
}

keyboard('goes from the list of concerts to the ticket, and the focus goes along', () =>
  stage.scene('keyboard', async (scene) => {
    const show = await stage.backstage.show('Songs without a mouse');
    const visitor = await scene.visitor({ size: 'desktop' });
    const { page } = visitor;
    const concerts = new ConcertsPage(page);
    await concerts.open();
    await pressAt(page, 'the concert', page.getByRole('link', { name: show.title, exact: true }));
    await concerts.isTitled(show.title);
    await headingHasFocus(page);
    await pressAt(page, 'the way in', new ConcertPage(page).getInLineButton);

    const seats = new SeatsPage(page);
    await seats.isInside();
    await headingHasFocus(page);
    await tabTo(page, 'a seat on the map', seats.map.getByRole('checkbox'));
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const selected = seats.map.getByRole('checkbox', { checked: true });
    await selected.nth(1).waitFor();
    await pressAt(page, 'a seat in the list', seats.seatInList(20), 'Space');
    await seats.seat(20, 'selected').waitFor();
    await page.keyboard.press('Space');
    await seats.seat(20, 'available').waitFor();
    await pressAt(page, 'the button that holds', seats.holdButton);

    const reservation = new ReservationPage(page);
    await reservation.isHeld();
    await headingHasFocus(page);
    await pressAt(page, 'the charge', reservation.chargeMissingButton);
    await pressAt(page, 'the payment', reservation.payButton);
    await new TicketPage(page).isNew();
    await headingHasFocus(page);
    const { seats: bought } = await boughtBy(stage, visitor);
    assert.equal(bought.length, 2);
    assert.equal((bought[1] ?? 0) - (bought[0] ?? 0), 1, 'the arrow went to the neighbour');
  }),
);

keyboard('gives seats back only after a question that Escape answers with no', () =>
  stage.scene('escape', async (scene) => {
    const show = await stage.backstage.show('Songs of Escape');
    const { page } = await scene.visitor({ size: 'desktop' });
    const concert = new ConcertPage(page);
    await concert.open(show.concertId, show.title);
    await pressAt(page, 'the way in', concert.getInLineButton);
    const seats = new SeatsPage(page);
    await seats.isInside();
    await pressAt(page, 'the best seats', seats.bestButton);
    const reservation = new ReservationPage(page);
    await reservation.isHeld();
    const giveBack = reservation.button('fans:release.do');
    await pressAt(page, 'the way out', giveBack);
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await giveBack.and(page.locator(':focus')).waitFor();
    await reservation.isHeld();
  }),
);

keyboard.run();
