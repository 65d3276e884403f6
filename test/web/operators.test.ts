/** What operators do in a browser: open a sale, watch it, change its pace, and find out what happened to a seat. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import type { Show } from '../support/browser-backstage.js';
import { becomes } from '../support/browser-patience.js';
import { BrowserStage } from '../support/browser.js';
import type { Scene, Visitor } from '../support/browser.js';
import { OpsConcertPage, OpsConcertsPage, OpsGlancePage, OpsLookupPage, OpsSchedulePage, OpsSignInPage } from './pages/ops-pages.js';

const operators = suite('operators');

let stage: BrowserStage;
operators.before(async () => {
  stage = await BrowserStage.open({ env: { FRONTROW_DEMO: 'on' } });
});
operators.after(() => stage.close());

async function operator(scene: Scene): Promise<Visitor> {
  const visitor = await scene.visitor({ size: 'desktop' });
  const signIn = new OpsSignInPage(visitor.page);
  await signIn.open();
  await signIn.signIn(stage.backstage.adminKey);
  await new OpsGlancePage(visitor.page).isOpen();
  return visitor;
}

operators('sign in with the admin key, which no script can read afterwards', () =>
  stage.scene('sign-in', async (scene) => {
    const { page, context } = await scene.visitor({ size: 'desktop' });
    const signIn = new OpsSignInPage(page);
    await signIn.open('/ops/lookup');
    await signIn.signIn('not the key of this service, but as long as one');
    await signIn.text('ops:signIn.wrong').waitFor();
    await signIn.signIn(stage.backstage.adminKey);
    await new OpsLookupPage(page).isTitled(signIn.words.of('ops:lookup.title'));

    const { cookies, origins } = await context.storageState();
    const cookie = cookies.find(({ name }) => name === 'frontrow-ops');
    assert.ok(cookie !== undefined);
    assert.deepEqual([cookie.httpOnly, cookie.sameSite, cookie.path], [true, 'Strict', '/api/v1/admin']);
    assert.ok(!JSON.stringify([cookies, origins]).includes(stage.backstage.adminKey), 'the key is kept nowhere');

    await page.reload();
    await new OpsLookupPage(page).isTitled(signIn.words.of('ops:lookup.title'));
    await signIn.button('ops:signOut').click();
    await signIn.isTitled(signIn.words.of('ops:signIn.title'));
    await page.reload();
    await signIn.isTitled(signIn.words.of('ops:signIn.title'));
  }),
);

operators('create a concert, watch it sell, and change its pace', () =>
  stage.scene('a sale', async (scene) => {
    const { page } = await operator(scene);
    const concerts = new OpsConcertsPage(page);
    await concerts.open();
    await concerts.create('Songs on sale', 2);
    const concert = new OpsConcertPage(page);
    const { concertId } = concert;
    await concert.addClubDate();
    const href = await concert.dates.first().getAttribute('href');
    const scheduleId = href?.split('/').at(-1) ?? '';

    const buyers = await Promise.all([stage.backstage.fan(concertId, 500_000), stage.backstage.fan(concertId, 500_000)]);
    const waiting = await stage.backstage.fan(concertId);
    await concert.watch.click();
    const glance = new OpsGlancePage(page);
    await glance.isOpen();
    await becomes(
      'nothing sold',
      () => glance.tile('ops:seat.BOOKED'),
      (sold) => sold === '0',
    );
    await becomes(
      'one fan in line',
      () => glance.tile('ops:glance.waiting'),
      (count) => count === '1',
    );
    await stage.backstage.buy(buyers[0], scheduleId, [1, 2]);
    await becomes(
      'two seats sold',
      () => glance.tile('ops:seat.BOOKED'),
      (sold) => sold === '2',
    );
    // Who was in line came in when the buyer had paid.
    await becomes(
      'two fans inside',
      () => glance.tile('ops:glance.inside'),
      (count) => count === '2',
    );

    const late = await stage.backstage.fan(concertId);
    await becomes(
      'another one in line',
      () => glance.tile('ops:glance.waiting'),
      (count) => count === '1',
    );
    await glance.changePace(50);
    await becomes(
      'nobody in line',
      () => glance.tile('ops:glance.waiting'),
      (count) => count === '0',
    );
    assert.equal(await stage.backstage.api.currentToken(late, late.queueToken), 'ACTIVE');
    assert.equal(await stage.backstage.api.currentToken(waiting, waiting.queueToken), 'ACTIVE');

    await concert.open(concertId, 'Songs on sale');
    await concert.changeQueue('ops:queue.waitingTimeoutSeconds', 900);
    const { queue } = await stage.backstage.ask<{ queue: { maxActive: number; waitingTimeoutSeconds: number } }>(
      'GET',
      `/api/v1/admin/concerts/${concertId}`,
    );
    assert.deepEqual([queue.maxActive, queue.waitingTimeoutSeconds], [50, 900]);
  }),
);

operators('lose nothing that they wrote when their session ends', () =>
  stage.scene('session over', async (scene) => {
    const { page, context } = await operator(scene);
    const concerts = new OpsConcertsPage(page);
    await concerts.open();
    await concerts.begin('Songs to be');
    await context.clearCookies();
    await concerts.button('ops:concerts.create').click();
    const signIn = new OpsSignInPage(page);
    await signIn.isTitled(signIn.words.of('ops:signIn.title'));
    await signIn.signIn(stage.backstage.adminKey);
    assert.equal(await concerts.titleField.inputValue(), 'Songs to be');

    await concerts.link('common:cancel').click();
    await concerts.begin('');
    assert.equal(await concerts.titleField.inputValue(), '', 'what was called off is gone');
  }),
);

operators('stay with the sale that they watch when another one opens', () =>
  stage.scene('another sale', async (scene) => {
    const watched = await stage.backstage.show('Songs watched');
    const { page } = await operator(scene);
    const glance = new OpsGlancePage(page);
    await glance.watches(watched.title).waitFor();
    const other = await stage.backstage.show('Songs of others');
    await glance.offers(other.title);
    assert.ok(await glance.watches(watched.title).isVisible());
  }),
);

operators('read the whole story of a seat, and take seats off sale', () =>
  stage.scene('a seat', async (scene) => {
    const show: Show = await stage.backstage.show('Songs of a seat');
    const fan = await stage.backstage.fan(show.concertId, 200_000);
    const { reservationId } = await stage.backstage.hold(fan, show.scheduleId, [3]);
    await stage.backstage.api.release(fan, reservationId);
    await stage.backstage.buy(fan, show.scheduleId, [3]);

    const { page } = await operator(scene);
    const schedule = new OpsSchedulePage(page);
    await schedule.open(show.scheduleId);
    const story = await schedule.storyOf(3);
    await story.filter({ hasText: schedule.words.within('ops:story.ReservationCreated') }).waitFor();
    const sentences = await story.allInnerTexts();
    const tellsOf = (key: string): number => sentences.filter((text) => schedule.words.within(key).test(text)).length;
    assert.deepEqual(
      [tellsOf('ops:story.SeatHeld'), tellsOf('ops:story.HoldReleased.OWNER'), tellsOf('ops:story.PaymentCompleted')],
      [2, 1, 1],
    );

    await schedule.block('22-24', 3);
    const { statuses } = await stage.backstage.ask<{ statuses: string }>('GET', `/api/v1/admin/schedules/${show.scheduleId}/seats`);
    assert.equal(Buffer.from(statuses, 'base64').at(5), 0b11_11_11_00, 'seats 22 to 24 are blocked');

    const lookup = new OpsLookupPage(page);
    await lookup.open();
    await lookup.find(fan.userId);
    await lookup.list('ops:lookup.payments').getByRole('row').nth(1).waitFor();
    await page.goto('/ops/lookup');
    await lookup.find(reservationId);
    await lookup.text('ops:reservation.RELEASED').first().waitFor();
  }),
);

operators('let visitors see a sale happen', () =>
  stage.scene('demo sale', async (scene) => {
    const { page } = await operator(scene);
    const glance = new OpsGlancePage(page);
    await glance.chooseDemoFans(100);
    await glance.startDemo.click();
    await glance.stopDemo.waitFor();
    await becomes(
      'somebody having bought',
      () => glance.tile('ops:seat.BOOKED'),
      (sold) => Number(sold) > 0,
    );
    await glance.stopDemo.click();
    await glance.startDemo.waitFor();
  }),
);

operators.run();
