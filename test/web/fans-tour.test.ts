/**
 * Every page that fans see, on a phone and on a desk, light and dark: usable by everybody as far as a program can tell, in three languages without a gap, and kept
 * as a picture in artefacts/web/screens.
 */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { SCHEMES, SIZES } from '../support/browser-look.js';
import { THEATRE } from '../support/browser-backstage.js';
import type { FanThere, Show } from '../support/browser-backstage.js';
import { NOWHERE } from '../support/browser-watch.js';
import { BrowserStage } from '../support/browser.js';
import { Inspection } from './inspection.js';
import { enter } from './journeys.js';
import { ConcertPage } from './pages/concert-page.js';
import { ConcertsPage } from './pages/concerts-page.js';
import { LinePage } from './pages/line-page.js';
import { ReservationPage } from './pages/reservation-page.js';
import { SeatsPage } from './pages/seats-page.js';
import { TicketPage, TicketsPage } from './pages/ticket-page.js';
import { WalletPage } from './pages/wallet-page.js';
import { Words } from './pages/words.js';

const tour = suite('the pages of fans');

/** A concert for each look. */
const TITLES: Readonly<Record<string, string>> = {
  'phone light': 'Night of Songs',
  'phone dark': 'Strings of Autumn',
  'desktop light': 'Moonlight Medley',
  'desktop dark': 'One Last Encore',
};
/** One look is enough for the languages: texts do not depend on it. */
const LANGUAGES_WITH = 'phone light';

/** What those ahead in line buy. */
const SOLD = [
  [8, 9, 10, 11],
  [12, 13],
  [28, 29, 30],
  [31, 32, 33, 34],
  [47, 48, 49],
  [70, 71],
  [90, 91, 92, 93],
  [132, 133],
  [95, 96, 97],
];
const NOT_FOR_SALE = [1, 2, 19, 20, 81, 104];

let stage: BrowserStage;
tour.before(async () => {
  stage = await BrowserStage.open();
  await stage.backstage.show('Anime OST Live: Otaku of the World, Unite!', THEATRE);
  await stage.backstage.show('Strings & Synths');
});
tour.after(() => stage.close());

/** One at a time is let in, and others are there already. */
async function crowdedShow(title: string): Promise<{ readonly show: Show; readonly crowd: readonly FanThere[] }> {
  const show = await stage.backstage.show(title, THEATRE, { maxActive: 1 });
  await stage.backstage.block(show.scheduleId, { block: NOT_FOR_SALE });
  const crowd: FanThere[] = [];
  for (const seats of SOLD) crowd.push(await stage.backstage.fan(show.concertId, seats.length * 90_000));
  return { show, crowd };
}

for (const size of Object.keys(SIZES) as readonly (keyof typeof SIZES)[]) {
  for (const scheme of SCHEMES) {
    tour(`are for everybody: ${size}, ${scheme}`, () =>
      stage.scene(`fans tour ${size} ${scheme}`, async (scene) => {
        const { show, crowd } = await crowdedShow(TITLES[`${size} ${scheme}`] ?? '');
        const visitor = await scene.visitor({ size, scheme, calm: true });
        const inspection = await Inspection.begin(visitor, { inEveryLanguage: `${size} ${scheme}` === LANGUAGES_WITH });
        const { page } = visitor;
        const concerts = new ConcertsPage(page);
        await concerts.open();
        await inspection.look('concerts');
        await concerts.choose(show.title);
        const concert = new ConcertPage(page);
        await concert.left.first().waitFor();
        await inspection.look('concert');
        await concert.getInLine();
        const line = new LinePage(page);
        await line.isLive();
        await inspection.look('waiting-room');

        for (const [index, fan] of crowd.entries()) {
          await stage.backstage.isInside(fan);
          await stage.backstage.buy(fan, show.scheduleId, SOLD[index] ?? []);
        }
        const seats = new SeatsPage(page);
        await seats.isInside();
        await seats.seat(47, 'booked').waitFor();
        await seats.select(50, 51);
        await inspection.look('seats');
        await inspection.show('seat-map', seats.map);
        await seats.hold();
        const reservation = new ReservationPage(page);
        await reservation.isHeld();
        await reservation.missing();
        await inspection.look('hold');
        await reservation.chargeMissing();
        await inspection.look('payment');
        await reservation.pay();
        await new TicketPage(page).isNew();
        await inspection.look('ticket');
        await new TicketsPage(page).open();
        await page.getByRole('link', { name: show.title }).waitFor();
        await inspection.look('tickets');
        const wallet = new WalletPage(page);
        await wallet.open();
        await wallet.history.first().waitFor();
        await inspection.look('wallet');
        await page.goto(NOWHERE);
        await concerts.isTitled(concerts.words.of('fans:notFound.title'));
        await inspection.look('not-found');
        inspection.end();
        assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true, 'nothing is wider than the screen');
      }),
    );
  }
}

tour('say what is not there, and lead back to the concerts', () =>
  stage.scene('dead ends', async (scene) => {
    const { page } = await scene.visitor();
    const concerts = new ConcertsPage(page);
    for (const [path, code] of [
      ['/reservations/none', 'RESERVATION_NOT_FOUND'],
      ['/tickets/none', 'PAYMENT_NOT_FOUND'],
      ['/schedules/none', 'SCHEDULE_NOT_FOUND'],
      ['/concerts/none', 'CONCERT_NOT_FOUND'],
      ['/concerts/none/line', 'CONCERT_NOT_FOUND'],
    ] as const) {
      await page.goto(path);
      await concerts.refusal(code).waitFor();
      assert.equal(await concerts.button('common:retry').count(), 0, `${path}: asking again would not help`);
      assert.equal(await concerts.button('fans:concert.getInLine').count(), 0, `${path}: there is no line`);
      assert.notEqual(await concerts.heading.innerText(), concerts.words.plain('fans:reservation.title.HELD'));
      await concerts.link('fans:notFound.home').click();
      await concerts.isOpen();
    }
  }),
);

tour('keep very long names on the screen', () =>
  stage.scene('very long names', async (scene) => {
    const show = await stage.backstage.show(`${'An Evening of Songs, '.repeat(4)}Supercalifragilisticexpialidociously-Long`);
    const { page } = await scene.visitor({ size: 'phone' });
    const concerts = new ConcertsPage(page);
    await concerts.open();
    const card = page.getByRole('article').filter({ hasText: show.title });
    const [edge, name] = [await card.boundingBox(), await card.getByRole('heading').boundingBox()];
    assert.ok(edge !== null && name !== null, 'the card is on the screen');
    assert.ok(name.x + name.width <= edge.x + edge.width, `the name ends at ${name.x + name.width}, the card at ${edge.x + edge.width}`);
  }),
);

tour('write the names of sections where they cover no other name', () =>
  stage.scene('many boxes', async (scene) => {
    const sections = Array.from({ length: 12 }, (_, index) => ({
      name: `Royal Box Number ${index + 1} of the Grand Tier`,
      price: 90_000,
      rows: [{ name: 'Row-Name-Long', seats: 4 }],
    }));
    const show = await stage.backstage.show('Songs from the boxes', { sections });
    const visitor = await scene.visitor({ size: 'phone', calm: true });
    await enter(visitor, show);
    const covered = await visitor.page.evaluate<readonly string[]>(`(() => {
      const names = [...document.querySelectorAll('.map-section-name')].filter((name) => getComputedStyle(name).visibility === 'visible');
      const boxes = names.map((name) => [name.textContent, name.getBoundingClientRect()]);
      // Letters are smaller than the line they stand on.
      const areOver = (a, b) => a.left < b.right && b.left < a.right && a.top + 4 < b.bottom && b.top + 4 < a.bottom;
      return boxes.flatMap(([one, a], at) => boxes.slice(at + 1).flatMap(([other, b]) => (areOver(a, b) ? [one + ' / ' + other] : [])));
    })()`);
    assert.deepEqual(covered, []);
  }),
);

tour('speak the language of the browser, until another one is chosen', () =>
  stage.scene('language of the browser', async (scene) => {
    for (const language of ['ko', 'ja'] as const) {
      const { page } = await scene.visitor({ language });
      const words = new Words(language);
      await new ConcertsPage(page, words).open();
      await page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' });
      await page.getByRole('combobox', { name: words.of('common:language') }).selectOption('en');
      await new ConcertsPage(page).isOpen();
      await page.reload();
      await new ConcertsPage(page).isOpen();
    }
  }),
);

tour.run();
