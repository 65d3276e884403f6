/** `/concerts/:concertId/line`: the waiting room. */
import type { Locator } from 'playwright-core';
import { AppPage } from './app-page.js';

export class LinePage extends AppPage {
  async open(concertId: string): Promise<void> {
    await this.page.goto(`/concerts/${concertId}/line`);
    await this.isOpen();
  }

  async isOpen(): Promise<void> {
    await this.isTitled(this.words.of('fans:line.title'));
  }

  /** As it stands on the page; waits until there is one. */
  async position(): Promise<number> {
    return this.number(this.place.locator('[data-position]'), 'data-position');
  }

  async ahead(): Promise<number> {
    return this.number(this.place.locator('[data-ahead]'), 'data-ahead');
  }

  /** The place is told as it changes. */
  async isLive(): Promise<void> {
    await this.text('fans:line.connection.live').waitFor();
  }

  /** How long one may be away without losing the place. */
  get howLongAway(): Locator {
    return this.text('fans:line.meanwhile.sleep');
  }

  private get place(): Locator {
    return this.page.getByRole('region', { name: this.words.of('fans:line.yourPlace') });
  }
}
