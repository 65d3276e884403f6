/** What all pages have in common: how things on them are found. By roles and names, as people find them who do not see the page. */
import type { Locator, Page } from 'playwright-core';
import type { Values } from './words.js';
import { Words } from './words.js';

export abstract class AppPage {
  constructor(
    readonly page: Page,
    readonly words: Words = new Words(),
  ) {}

  /** Where the page is, or where it leads. */
  get path(): string {
    return new URL(this.page.url()).pathname;
  }

  /** The page's own heading. */
  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  async isTitled(name: RegExp | string): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  }

  button(key: string, values?: Values): Locator {
    return this.page.getByRole('button', { name: this.words.of(key, values) });
  }

  link(key: string, values?: Values): Locator {
    return this.page.getByRole('link', { name: this.words.of(key, values) });
  }

  /** Anything that says this. */
  text(key: string, values?: Values): Locator {
    return this.page.getByText(this.words.of(key, values));
  }

  /** Refusals that stand on the page, by code. */
  refusal(code: string): Locator {
    return this.page.locator(`[data-code="${code}"]`);
  }

  /** A number that an element carries beside its words, such as `data-balance`. */
  protected async number(locator: Locator, name: string): Promise<number> {
    return Number(await locator.getAttribute(name));
  }
}
