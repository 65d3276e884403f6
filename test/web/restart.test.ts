/** The node is killed and started again while pages are open: they recover by themselves, and nothing is bought twice. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { becomes } from '../support/browser-patience.js';
import { BrowserStage } from '../support/browser.js';
import { boughtBy, enter } from './journeys.js';
import { ConcertPage } from './pages/concert-page.js';
import { LinePage } from './pages/line-page.js';
import { ReservationPage } from './pages/reservation-page.js';
import { TicketPage } from './pages/ticket-page.js';

const restart = suite('a node that is killed and started again');

let stage: BrowserStage;
restart.before(async () => {
  stage = await BrowserStage.open();
});
restart.after(() => stage.close());

restart('sells once what was being paid when it died', () =>
  stage.scene('killed at the payment', async (scene) => {
    const show = await stage.backstage.show('Songs of the interrupted');
    const visitor = await scene.visitor({ size: 'phone', nodeMayBeGone: true });
    const { page } = visitor;
    const seats = await enter(visitor, show);
    await seats.select(6);
    await seats.hold();
    const reservation = new ReservationPage(page);
    await reservation.isHeld();
    await reservation.chargeMissing();
    await Promise.all([reservation.pay(), stage.killNode()]);
    await stage.restartNode();
    const ticket = new TicketPage(page);
    // When its tries were used up while the node was away, the page says so and leaves it to the fan.
    const again = reservation.refusal('OFFLINE').or(reservation.refusal('UNAVAILABLE'));
    await ticket.code.or(again).first().waitFor();
    if ((await ticket.code.count()) === 0) await reservation.pay();
    await ticket.isNew();
    assert.deepEqual(await boughtBy(stage, visitor), { seats: [6], uses: [90_000], balance: 0 });
  }),
);

restart('has pages go on with what is true', () =>
  stage.scene('killed under open pages', async (scene) => {
    const show = await stage.backstage.show('Songs of a long night', undefined, { maxActive: 1 });
    const [inside, waiting] = [await scene.visitor({ size: 'desktop', nodeMayBeGone: true }), await scene.visitor({ nodeMayBeGone: true })];
    const seats = await enter(inside, show);
    await seats.select(2);
    const concert = new ConcertPage(waiting.page);
    await concert.open(show.concertId, show.title);
    await concert.getInLine();
    const line = new LinePage(waiting.page);
    await line.isLive();
    assert.equal(await line.position(), 1);

    await stage.killNode();
    await seats.page.locator('[data-connection="live"]').waitFor({ state: 'detached' });
    await stage.restartNode();
    await stage.backstage.block(show.scheduleId, { block: [9] });
    await seats.isInside();
    await seats.seat(9, 'blocked').waitFor();
    await seats.seat(2, 'selected').waitFor();
    await line.isLive();
    assert.equal(await line.position(), 1, 'the place in line is the same');
    await becomes(
      'no banner',
      () => line.text('fans:banner.busy').or(line.text('fans:banner.offline')).count(),
      (count) => count === 0,
    );
    await seats.hold();
    await new ReservationPage(inside.page).isHeld();
  }),
);

restart.run();
