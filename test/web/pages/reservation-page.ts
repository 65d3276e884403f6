/** `/reservations/:reservationId`: held seats, and paying for them. */
import type { Locator } from 'playwright-core';
import { AppPage } from './app-page.js';

export class ReservationPage extends AppPage {
  async isHeld(): Promise<void> {
    await this.isTitled(this.words.of('fans:reservation.title.HELD'));
    await this.page.getByRole('heading', { name: this.words.of('fans:pay.title') }).waitFor();
  }

  async hasRunOut(): Promise<void> {
    await this.isTitled(this.words.of('fans:reservation.title.EXPIRED'));
    await this.text('fans:reservation.over.EXPIRED').waitFor();
  }

  get id(): string {
    return this.path.split('/').at(-1) ?? '';
  }

  async amount(): Promise<number> {
    return this.number(this.page.locator('[data-amount]'), 'data-amount');
  }

  async balance(): Promise<number> {
    return this.number(this.page.locator('[data-balance]'), 'data-balance');
  }

  /** Points that are missing for the payment; waits until it is said. */
  async missing(): Promise<number> {
    return this.number(this.page.locator('[data-missing]'), 'data-missing');
  }

  get clock(): Locator {
    return this.page.getByRole('timer').first();
  }

  get payButton(): Locator {
    return this.button('fans:pay.do');
  }

  get chargeMissingButton(): Locator {
    return this.button('fans:wallet.chargeMissing');
  }

  /** Puts exactly the missing points into the wallet. */
  async chargeMissing(): Promise<void> {
    await this.chargeMissingButton.click();
    await this.payButton.waitFor();
  }

  async pay(): Promise<void> {
    await this.payButton.click();
  }

  /** Gives the seats back, and says yes when asked. */
  async release(): Promise<void> {
    await this.button('fans:release.do').click();
    await this.page.getByRole('dialog', { name: this.words.of('fans:release.ask.title') }).waitFor();
    await this.button('fans:release.ask.release').click();
  }

  get chooseAgain(): Locator {
    return this.link('fans:reservation.chooseAgain');
  }
}
