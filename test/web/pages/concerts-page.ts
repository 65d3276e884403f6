/** `/`: what is on. */
import { AppPage } from './app-page.js';

export class ConcertsPage extends AppPage {
  async open(): Promise<void> {
    await this.page.goto('/');
    await this.isOpen();
  }

  async isOpen(): Promise<void> {
    await this.isTitled(this.words.of('fans:concerts.title'));
  }

  async choose(title: string): Promise<void> {
    await this.page.getByRole('link', { name: title, exact: true }).click();
    await this.isTitled(title);
  }
}
