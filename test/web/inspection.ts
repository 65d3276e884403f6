/** Looks at a page as a person with any eyes would: with those of axe-core, in every language, and for the record with a screenshot. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { artefactPath, slug } from '../support/browser-artefacts.js';
import { bringAxe, heavyFindings } from '../support/browser-axe.js';
import type { Visitor } from '../support/browser.js';
import { keysOf, LANGUAGES } from './locales.js';
import { Words } from './pages/words.js';

/** Only a key that has several parts looks like nothing else. */
const KEYS: ReadonlySet<string> = new Set(
  [...LANGUAGES.values()]
    .flatMap(keysOf)
    .flatMap((key) => [key, key.replace(/^\w+:/, '')])
    .filter((key) => key.includes('.')),
);

export class Inspection {
  private language = 'en';
  private readonly findings: string[] = [];

  private constructor(
    private readonly visitor: Visitor,
    private readonly inEveryLanguage: boolean,
  ) {}

  /** Before the visitor opens the first page. */
  static async begin(visitor: Visitor, { inEveryLanguage }: { readonly inEveryLanguage: boolean }): Promise<Inspection> {
    await bringAxe(visitor.context);
    return new Inspection(visitor, inEveryLanguage);
  }

  /** What stands on the page is there already. */
  async look(name: string): Promise<void> {
    const { page, look } = this.visitor;
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    this.findings.push(...(await heavyFindings(page)));
    await this.picture(`${slug(name)}-${look.size}-${look.scheme}`);
    await this.readTexts(name);
    if (!this.inEveryLanguage) return;
    for (const language of ['ko', 'ja', 'en']) {
      await this.speak(language);
      await this.readTexts(name);
    }
  }

  /** One more picture of the same page, of another part. */
  async show(name: string, part: Locator): Promise<void> {
    const { page, look } = this.visitor;
    // What is told of the place under the mouse would cover it.
    await page.mouse.move(0, 0);
    await part.evaluate((element: { scrollIntoView(): void }) => element.scrollIntoView());
    await page.evaluate('scrollBy(0, -120)');
    await page.screenshot({ path: await artefactPath('screens', `${slug(name)}-${look.size}-${look.scheme}.png`) });
  }

  end(): void {
    assert.deepEqual(this.findings, []);
  }

  /** What is seen first, and the whole page when there is more of it. */
  private async picture(name: string): Promise<void> {
    const { page } = this.visitor;
    await page.evaluate('scrollTo(0, 0)');
    await page.screenshot({ path: await artefactPath('screens', `${name}.png`) });
    const isLonger = await page.evaluate<boolean>('document.documentElement.scrollHeight > innerHeight');
    if (isLonger) await page.screenshot({ path: await artefactPath('screens', `${name}-whole.png`), fullPage: true });
  }

  private async speak(language: string): Promise<void> {
    const { page } = this.visitor;
    await page.getByRole('combobox', { name: new Words(this.language).of('common:language') }).selectOption(language);
    await page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' });
    this.language = language;
  }

  /** Texts that are missing, and texts into which something should have been put. */
  private async readTexts(name: string): Promise<void> {
    const { page } = this.visitor;
    const missing = (await page.locator('html').getAttribute('data-missing-texts')) ?? '';
    const body = await page.locator('body').innerText();
    const attributes = await page.locator('body').ariaSnapshot();
    const words = `${body}\n${attributes}`.split(/[\s"']+/);
    const raw = [...new Set(words.filter((word) => KEYS.has(word) || word.includes('{{') || word.includes('}}')))];
    if (missing !== '') this.findings.push(`${name} in ${this.language}: there are no texts for ${missing}`);
    if (raw.length > 0) this.findings.push(`${name} in ${this.language}: shows ${raw.join(' ')}`);
  }
}
