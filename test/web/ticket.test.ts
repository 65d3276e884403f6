/** A ticket is shown at the door, where there may be no connection: it can be kept as a picture, and on paper. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { suite } from 'uvu';
import { LANGUAGES } from '../support/browser-look.js';
import { BrowserStage } from '../support/browser.js';
import { enter, paidFor } from './journeys.js';

const ticket = suite('a ticket for the door');

const PNG_SIGNATURE = '89504e470d0a1a0a';

let stage: BrowserStage;
ticket.before(async () => {
  stage = await BrowserStage.open();
});
ticket.after(() => stage.close());

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Cells of the code that differ from those on the page. */
  readonly differing: number;
  readonly cells: number;
}

/** Reads the code in a picture cell by cell, and compares it with the one on the page. Nothing else in a picture is as black as its code. */
function readPicture(page: Page, png: Buffer): Promise<Picture> {
  return page.evaluate<Picture>(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${png.toString('base64')}';
    await image.decode();
    const { width, height } = image;
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const isBlack = (x, y) => [0, 1, 2].every((part) => data[4 * (y * width + x) + part] === 0);
    let first = 0;
    while (!isBlack(first % width, Math.floor(first / width))) first += 1;
    const [left, top] = [first % width, Math.floor(first / width)];
    let corner = 0;
    while (isBlack(left + corner, top)) corner += 1;
    // The corner of a code is seven cells wide.
    const cell = corner / 7;
    const code = document.querySelector('svg.qr');
    const size = Number(code.getAttribute('viewBox').split(' ')[2]);
    const dark = new Set([...code.querySelector('path').getAttribute('d').matchAll(/M(\\d+) (\\d+)/g)].map(([, x, y]) => x + ' ' + y));
    let [differing, cells] = [0, 0];
    for (let y = 4; y < size - 4; y += 1) {
      for (let x = 4; x < size - 4; x += 1) {
        cells += 1;
        const isDark = isBlack(Math.round(left + (x - 3.5) * cell), Math.round(top + (y - 3.5) * cell));
        if (isDark !== dark.has(x + ' ' + y)) differing += 1;
      }
    }
    return { width, height, differing, cells };
  })()`);
}

for (const language of Object.keys(LANGUAGES) as readonly (keyof typeof LANGUAGES)[]) {
  ticket(`is saved as a picture with its code: ${language}`, () =>
    stage.scene(`ticket picture ${language}`, async (scene) => {
      const show = await stage.backstage.show('Songs / for the "door"');
      const visitor = await scene.visitor({ language, nodeMayBeGone: true });
      const seats = await enter(visitor, show);
      await seats.select(3, 4);
      await seats.hold();
      const { page } = visitor;
      const bought = await paidFor(visitor);
      // What it needs is on the page already.
      await visitor.context.setOffline(true);
      const [download] = await Promise.all([page.waitForEvent('download'), bought.saveButton.click()]);
      const png = await readFile(await download.path());
      assert.equal(png.subarray(0, 8).toString('hex'), PNG_SIGNATURE);
      assert.equal(download.suggestedFilename(), `${bought.words.plain('fans:tickets.ticket')}-Songs-for-the-door.png`);
      const { width, height, differing, cells } = await readPicture(page, png);
      assert.equal(width, 1_080);
      assert.ok(height > width, 'there is more on it than the code');
      assert.ok(cells > 400, 'there is a code');
      assert.equal(differing, 0, 'it is the code on the page');
    }),
  );
}

ticket('is printed dark on white, without the page around it', () =>
  stage.scene('ticket on paper', async (scene) => {
    const show = await stage.backstage.show('Songs on paper');
    const visitor = await scene.visitor({ size: 'desktop', scheme: 'dark' });
    const seats = await enter(visitor, show);
    await seats.select(3);
    await seats.hold();
    const bought = await paidFor(visitor);
    const { page } = visitor;
    const colour = (): Promise<string> => page.evaluate<string>('getComputedStyle(document.body).color');
    const onScreen = await colour();
    await page.emulateMedia({ media: 'print' });
    assert.notEqual(await colour(), onScreen, 'light letters are for dark screens');
    assert.equal(await bought.code.isVisible(), true);
    assert.equal(await page.getByText(show.title).isVisible(), true);
    assert.equal(await bought.saveButton.isVisible(), false);
    assert.equal(await page.getByRole('navigation').isVisible(), false);
    assert.equal(await bought.heading.isVisible(), false);
  }),
);

ticket.run();
