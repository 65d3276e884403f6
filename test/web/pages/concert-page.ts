/** `/concerts/:concertId`: the dates, and the way into the line. */
import type { Locator } from 'playwright-core';
import { AppPage } from './app-page.js';

export class ConcertPage extends AppPage {
  async open(concertId: string, title: string): Promise<void> {
    await this.page.goto(`/concerts/${concertId}`);
    await this.isTitled(title);
  }

  get getInLineButton(): Locator {
    return this.button('fans:concert.getInLine');
  }

  async getInLine(): Promise<void> {
    await this.getInLineButton.click();
  }

  /** How many are left is said of each date that is on sale. */
  get left(): Locator {
    return this.page.getByText(this.words.of('fans:concerts.left')).or(this.page.getByText(this.words.of('fans:concerts.fewLeft')));
  }
}
