/**
 * A connection that is lost without a word, as in a lift or behind a router that has forgotten it: nothing is refused, nothing is closed, nothing comes. The
 * clock of the page is moved on, so that nobody waits for its patience to end.
 */
import { suite } from 'uvu';
import type { BrowserContext } from 'playwright-core';
import type { Show } from '../support/browser-backstage.js';
import { becomes } from '../support/browser-patience.js';
import { BrowserStage } from '../support/browser.js';
import type { Visitor } from '../support/browser.js';
import { ConcertPage } from './pages/concert-page.js';
import { LinePage } from './pages/line-page.js';

const silence = suite('a connection that is silently lost');

/** After so long a socket that says nothing is given up. */
const SOCKET_MS = 45_000;
/** After so long a request without an answer is. */
const REQUEST_MS = 21_000;
/** The longest time between two tries. */
const AGAIN_MS = 16_000;

let stage: BrowserStage;
silence.before(async () => {
  stage = await BrowserStage.open();
});
silence.after(() => stage.close());

/** What lies between the page and the node. */
class Wire {
  isDead = false;
  sockets = 0;

  static async of(context: BrowserContext): Promise<Wire> {
    const wire = new Wire();
    await context.route('**/api/v1/**', async (route) => {
      // Whoever asks now is never answered.
      if (!wire.isDead) await route.continue();
    });
    await context.routeWebSocket(/\/live$/, (near) => {
      wire.sockets += 1;
      if (wire.isDead) return;
      const far = near.connectToServer();
      near.onMessage((message) => {
        if (!wire.isDead) far.send(message);
      });
      far.onMessage((message) => {
        if (!wire.isDead) near.send(message);
      });
    });
    return wire;
  }
}

async function inLine({ page }: Visitor, show: Show): Promise<LinePage> {
  await page.clock.install();
  const concert = new ConcertPage(page);
  await concert.open(show.concertId, show.title);
  await concert.getInLine();
  const line = new LinePage(page);
  await line.isLive();
  return line;
}

async function crowdedShow(title: string): Promise<Show> {
  const show = await stage.backstage.show(title, undefined, { maxActive: 1 });
  await stage.backstage.fan(show.concertId);
  return show;
}

silence('is noticed and said, and the place is there when it is back', () =>
  stage.scene('silent connection', async (scene) => {
    const show = await crowdedShow('Songs of the lift');
    const visitor = await scene.visitor({ nodeMayBeGone: true });
    const wire = await Wire.of(visitor.context);
    const line = await inLine(visitor, show);
    const { clock } = visitor.page;
    wire.isDead = true;
    await clock.fastForward(SOCKET_MS);
    await line.text('fans:line.connection.connecting').waitFor();
    await clock.fastForward(REQUEST_MS);
    await line.text('fans:banner.offline').waitFor();
    wire.isDead = false;
    await becomes(
      'a live connection',
      async () => {
        await clock.fastForward(AGAIN_MS);
        return (await line.text('fans:line.connection.live').count()) > 0;
      },
      (isLive) => isLive,
    );
    await line.text('fans:banner.offline').waitFor({ state: 'hidden' });
    await line.ahead();
  }),
);

silence('is noticed at once by a phone that wakes up, though its steady clock stood still', () =>
  stage.scene('awake again', async (scene) => {
    const show = await crowdedShow('Songs of the night');
    const visitor = await scene.visitor({ nodeMayBeGone: true });
    const wire = await Wire.of(visitor.context);
    const line = await inLine(visitor, show);
    const { page } = visitor;
    const before = wire.sockets;
    await page.clock.setSystemTime(Date.now() + SOCKET_MS);
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    await becomes(
      'another socket',
      () => Promise.resolve(wire.sockets),
      (sockets) => sockets > before,
    );
    await line.isLive();
  }),
);

silence.run();
