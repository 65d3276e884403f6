/** Thirty fans and a waiting room: whatever a phone goes through, the place stays, and when it is one's turn the page moves on. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import type { Show } from '../support/browser-backstage.js';
import { becomes } from '../support/browser-patience.js';
import { BrowserStage } from '../support/browser.js';
import type { Visitor } from '../support/browser.js';
import { ConcertPage } from './pages/concert-page.js';
import { LinePage } from './pages/line-page.js';
import { SeatsPage } from './pages/seats-page.js';
import { Words } from './pages/words.js';

const room = suite('the waiting room');

const FANS_AHEAD = 29;

let stage: BrowserStage;
room.before(async () => {
  stage = await BrowserStage.open();
});
room.after(() => stage.close());

/** One fan inside, and so many in line. */
async function crowdedShow(title: string, fans: number): Promise<Show> {
  const show = await stage.backstage.show(title, undefined, { maxActive: 1 });
  await stage.backstage.fan(show.concertId);
  for (let count = 0; count < fans; count += 1) await stage.backstage.fan(show.concertId);
  return show;
}

async function letIn(show: Show, maxActive: number): Promise<void> {
  await stage.backstage.api.configureQueue(stage.backstage.adminKey, show.concertId, { maxActive });
}

async function inLine({ page }: Visitor, show: Show): Promise<LinePage> {
  const concert = new ConcertPage(page);
  await concert.open(show.concertId, show.title);
  await concert.getInLine();
  const line = new LinePage(page);
  await line.isOpen();
  await line.isLive();
  return line;
}

room('keeps the place through a reload and in a second tab, and takes both in', () =>
  stage.scene('thirty fans', async (scene) => {
    const show = await crowdedShow('Songs for thirty', FANS_AHEAD);
    const visitor = await scene.visitor({ size: 'phone' });
    const line = await inLine(visitor, show);
    assert.equal(await line.position(), FANS_AHEAD + 1);
    assert.equal(await line.ahead(), FANS_AHEAD);
    await line.howLongAway.waitFor();

    await visitor.page.reload();
    await line.isLive();
    assert.equal(await line.position(), FANS_AHEAD + 1, 'after a reload');

    const secondTab = await visitor.tab();
    const second = new LinePage(secondTab);
    await second.open(show.concertId);
    await second.isLive();
    assert.equal(await second.position(), FANS_AHEAD + 1, 'in a second tab');

    await letIn(show, 11);
    await becomes(
      'a place nearer to the door',
      () => line.position(),
      (position) => position === FANS_AHEAD + 1 - 10,
    );
    await letIn(show, FANS_AHEAD + 2);
    await new SeatsPage(visitor.page).isInside();
    await new SeatsPage(secondTab).isInside();
  }),
);

room('keeps the place while there is no connection, and says so', () =>
  stage.scene('lost connection', async (scene) => {
    const show = await crowdedShow('Songs of the tunnel', 2);
    const visitor = await scene.visitor({ size: 'phone', nodeMayBeGone: true });
    const line = await inLine(visitor, show);
    assert.equal(await line.position(), 3);
    await visitor.context.setOffline(true);
    await line.text('fans:banner.offline').waitFor();
    await visitor.context.setOffline(false);
    await line.isLive();
    await line.text('fans:banner.offline').waitFor({ state: 'hidden' });
    assert.equal(await line.position(), 3);
  }),
);

room('says in each language how long one may be away', () =>
  stage.scene('how long', async (scene) => {
    const show = await crowdedShow('Songs of patience', 1);
    for (const [language, time] of [
      ['en', '5 minutes'],
      ['ko', '5분'],
      ['ja', '5分'],
    ] as const) {
      const { page } = await scene.visitor({ language });
      const line = new LinePage(page, new Words(language));
      await line.open(show.concertId);
      await line.button('fans:concert.getInLine').click();
      await line.text('fans:line.meanwhile.sleep', { time }).waitFor();
    }
  }),
);

room('asks again and again where sockets do not get through, and still takes fans in', () =>
  stage.scene('polling', async (scene) => {
    const show = await crowdedShow('Songs behind a proxy', 2);
    const visitor = await scene.visitor({ size: 'phone' });
    await visitor.context.routeWebSocket(/\/live$/, (socket) => void socket.close());
    const concert = new ConcertPage(visitor.page);
    await concert.open(show.concertId, show.title);
    await concert.getInLine();
    const line = new LinePage(visitor.page);
    await line.text('fans:line.connection.polling').waitFor();
    assert.equal(await line.position(), 3);
    await letIn(show, 10);
    await visitor.page.waitForURL(`**/schedules/${show.scheduleId}`);
  }),
);

room('is left on purpose only after being asked, and the place goes to the next', () =>
  stage.scene('leaving', async (scene) => {
    const show = await crowdedShow('Songs of farewell', 1);
    const [first, next] = [await scene.visitor(), await scene.visitor()];
    const line = await inLine(first, show);
    const behind = await inLine(next, show);
    assert.equal(await behind.position(), 3);
    await line.button('fans:line.leave').click();
    await line.button('fans:line.leaveAsk.leave').click();
    await new ConcertPage(first.page).getInLineButton.waitFor();
    await becomes(
      'the next one moving up',
      () => behind.position(),
      (position) => position === 2,
    );
  }),
);

room.run();
