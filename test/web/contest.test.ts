/** Two people want the same seat: one gets it, the other is told at once and offered another. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { tellFigure } from '../support/browser-artefacts.js';
import { BrowserStage } from '../support/browser.js';
import { boughtBy, enter, paidFor } from './journeys.js';
import { ReservationPage } from './pages/reservation-page.js';

const contest = suite('a contest for a seat');

let stage: BrowserStage;
contest.before(async () => {
  stage = await BrowserStage.open();
});
contest.after(() => stage.close());

contest('is lost before the eyes of the slower one, who is offered neighbours', () =>
  stage.scene('slower', async (scene) => {
    const show = await stage.backstage.show('Songs of the quick');
    const [quick, slow] = [await scene.visitor({ size: 'desktop' }), await scene.visitor({ size: 'phone' })];
    const [forQuick, forSlow] = [await enter(quick, show), await enter(slow, show)];
    await forQuick.select(4);
    await forSlow.select(4);
    const told = forSlow.lost.waitFor().then(() => performance.now());
    const clicked = performance.now();
    await forQuick.hold();
    const heldAt = new ReservationPage(quick.page).isHeld().then(() => performance.now());
    await tellFigure(
      'told of a lost seat',
      `${Math.round((await told) - clicked)} ms after the click of the quicker one, who had the seat on the screen after ${Math.round((await heldAt) - clicked)} ms; goal 1000 ms`,
    );

    await forSlow.seat(4, 'held').waitFor();
    await forSlow.offers.first().click();
    await forSlow.hold();
    await paidFor(slow);
    await paidFor(quick);
    assert.deepEqual((await boughtBy(stage, quick)).seats, [4]);
    const { seats } = await boughtBy(stage, slow);
    assert.equal(seats.length, 1);
    assert.notDeepEqual(seats, [4]);
  }),
);

contest('has one winner when both press at the same moment', () =>
  stage.scene('same moment', async (scene) => {
    const show = await stage.backstage.show('Songs of the equal');
    const fans = [await scene.visitor({ size: 'desktop' }), await scene.visitor({ size: 'desktop' })];
    const halls = await Promise.all(fans.map((fan) => enter(fan, show)));
    await Promise.all(halls.map((hall) => hall.select(11, 12)));
    // Without waiting until the button may be pressed: the slower one may be told that the seats are gone before.
    await Promise.all(halls.map((hall) => hall.holdButton.dispatchEvent('click')));
    const ends = await Promise.all(
      fans.map(({ page }, index) =>
        Promise.race([new ReservationPage(page).isHeld().then(() => 'won'), halls[index]?.lost.waitFor().then(() => 'lost')]),
      ),
    );
    assert.deepEqual(ends.sort(), ['lost', 'won']);
  }),
);

contest.run();
