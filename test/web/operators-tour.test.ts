/** The same for the pages of operators, see fans-tour.test.ts. */
import { suite } from 'uvu';
import { SCHEMES, SIZES } from '../support/browser-look.js';
import { THEATRE } from '../support/browser-backstage.js';
import type { Show } from '../support/browser-backstage.js';
import { becomes } from '../support/browser-patience.js';
import { BrowserStage } from '../support/browser.js';
import type { Visitor } from '../support/browser.js';
import { Inspection } from './inspection.js';
import {
  OpsClusterPage,
  OpsConcertPage,
  OpsConcertsPage,
  OpsGlancePage,
  OpsLookupPage,
  OpsSchedulePage,
  OpsSignInPage,
} from './pages/ops-pages.js';

const tour = suite('the pages of operators');

const LANGUAGES_WITH = 'desktop light';

let stage: BrowserStage;
let show: Show;
let buyerId = '';
tour.before(async () => {
  stage = await BrowserStage.open({ env: { FRONTROW_DEMO: 'on' } });
  show = await stage.backstage.show('Night of Songs', THEATRE);
  const buyer = await stage.backstage.fan(show.concertId, 500_000);
  buyerId = buyer.userId;
  await stage.backstage.buy(buyer, show.scheduleId, [1, 2]);
  const other = await stage.backstage.fan(show.concertId);
  await stage.backstage.hold(other, show.scheduleId, [9, 10]);
  await stage.backstage.block(show.scheduleId, { block: [23, 24] });
});
tour.after(() => stage.close());

async function goRound(visitor: Visitor, inspection: Inspection): Promise<void> {
  const { page } = visitor;
  const signIn = new OpsSignInPage(page);
  await signIn.open();
  await inspection.look('ops-sign-in');
  await signIn.signIn(stage.backstage.adminKey);
  const glance = new OpsGlancePage(page);
  await glance.isOpen();
  await glance.open(show.concertId);
  await becomes(
    'the sale on the screen',
    () => glance.tile('ops:seat.BOOKED'),
    (sold) => sold === '2',
  );
  await page.getByRole('figure').first().waitFor();
  await inspection.look('ops-glance');
  await new OpsConcertsPage(page).open();
  await page.getByRole('link', { name: show.title }).first().waitFor();
  await inspection.look('ops-concerts');
  await page.goto('/ops/concerts/new');
  await glance.isTitled(glance.words.of('ops:concerts.new'));
  await inspection.look('ops-new-concert');
  const concert = new OpsConcertPage(page);
  await concert.open(show.concertId, show.title);
  await concert.button('ops:schedules.add').click();
  await concert.button('ops:schedules.create').waitFor();
  await inspection.look('ops-concert');
  const schedule = new OpsSchedulePage(page);
  await schedule.open(show.scheduleId);
  const story = await schedule.storyOf(1);
  await story.filter({ hasText: schedule.words.within('ops:story.ReservationCreated') }).waitFor();
  await inspection.look('ops-schedule');
  const lookup = new OpsLookupPage(page);
  await lookup.open();
  await lookup.find(buyerId);
  await lookup.list('ops:lookup.payments').getByRole('row').nth(1).waitFor();
  await inspection.look('ops-lookup');
  await new OpsClusterPage(page).open();
  await inspection.look('ops-cluster');
}

for (const size of Object.keys(SIZES) as readonly (keyof typeof SIZES)[]) {
  for (const scheme of SCHEMES) {
    tour(`are for everybody: ${size}, ${scheme}`, () =>
      stage.scene(`operators tour ${size} ${scheme}`, async (scene) => {
        const visitor = await scene.visitor({ size, scheme, calm: true });
        const inspection = await Inspection.begin(visitor, { inEveryLanguage: `${size} ${scheme}` === LANGUAGES_WITH });
        await goRound(visitor, inspection);
        inspection.end();
      }),
    );
  }
}

tour.run();
