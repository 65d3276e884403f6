/** `/wallet`: balance, charge, history. */
import type { Locator } from 'playwright-core';
import { AppPage } from './app-page.js';

export class WalletPage extends AppPage {
  async open(): Promise<void> {
    await this.page.goto('/wallet');
    await this.isTitled(this.words.of('fans:wallet.title'));
  }

  async balance(): Promise<number> {
    return this.number(this.page.locator('[data-balance]'), 'data-balance');
  }

  get chargeButton(): Locator {
    return this.button('fans:wallet.doCharge');
  }

  async write(amount: string): Promise<void> {
    await this.page.getByRole('textbox', { name: this.words.of('fans:wallet.amount') }).fill(amount);
  }

  /** Lines of the history. */
  get history(): Locator {
    return this.page.getByRole('listitem').filter({ hasText: this.words.within('fans:wallet.after') });
  }
}
