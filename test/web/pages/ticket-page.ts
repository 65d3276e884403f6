/** `/tickets/:paymentId`: a ticket with its code, and `/tickets`: all of them. */
import type { Locator } from 'playwright-core';
import { AppPage } from './app-page.js';

export class TicketPage extends AppPage {
  /** Straight after the payment. */
  async isNew(): Promise<void> {
    await this.isTitled(this.words.of('fans:ticket.thanks'));
    await this.code.waitFor();
  }

  async isOpen(): Promise<void> {
    await this.isTitled(this.words.of('fans:tickets.ticket'));
    await this.code.waitFor();
  }

  get code(): Locator {
    return this.page.getByRole('img', { name: this.words.of('fans:ticket.qr') });
  }

  get saveButton(): Locator {
    return this.button('fans:ticket.save');
  }

  get paymentId(): string {
    return this.path.split('/').at(-1) ?? '';
  }

  async amount(): Promise<number> {
    return this.number(this.page.locator('[data-amount]'), 'data-amount');
  }
}

export class TicketsPage extends AppPage {
  async open(): Promise<void> {
    await this.page.goto('/tickets');
    await this.isOpen();
  }

  /** From wherever one is. */
  async choose(): Promise<void> {
    await this.page
      .getByRole('navigation', { name: this.words.of('fans:shell.navigation') })
      .getByRole('link', { name: this.words.of('fans:shell.tickets') })
      .click();
    await this.isOpen();
  }

  async isOpen(): Promise<void> {
    await this.isTitled(this.words.of('fans:tickets.title'));
  }

  get tickets(): Locator {
    return this.page.getByRole('article');
  }
}
