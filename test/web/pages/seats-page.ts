/** `/schedules/:scheduleId`: the map, the list beside it, and what is selected. */
import type { Locator } from 'playwright-core';
import { AppPage } from './app-page.js';

export type SeatState = 'available' | 'held' | 'booked' | 'blocked' | 'selected' | 'mine';

export class SeatsPage extends AppPage {
  async open(scheduleId: string): Promise<void> {
    await this.page.goto(`/schedules/${scheduleId}`);
    await this.isInside();
  }

  /** The seats are there, and what changes is told as it does. */
  async isInside(): Promise<void> {
    await this.page.getByRole('heading', { name: this.words.of('seats:map.title') }).waitFor();
    await this.page.locator('[data-connection="live"]').waitFor({ state: 'attached' });
  }

  get map(): Locator {
    return this.page.getByRole('region', { name: this.words.of('seats:map.title') });
  }

  get list(): Locator {
    return this.page.getByRole('region', { name: this.words.of('seats:list.title') });
  }

  get choice(): Locator {
    return this.page.getByRole('region', { name: this.words.of('seats:choice.title') });
  }

  /** On the map of a small hall; with a state only while the seat is in it. */
  seat(seat: number, state?: SeatState): Locator {
    const values = { seat, ...(state === undefined ? {} : { state: this.words.plain(`seats:states.${state}`) }) };
    return this.map.getByRole('checkbox', { name: this.words.of('seats:seat.full', values) });
  }

  seatInList(seat: number): Locator {
    return this.list.getByRole('checkbox', { name: this.words.of('seats:seat.inRow', { seat }) });
  }

  async select(...seats: readonly number[]): Promise<void> {
    for (const seat of seats) {
      await this.seat(seat, 'available').click();
      await this.seat(seat, 'selected').waitFor();
    }
  }

  get holdButton(): Locator {
    return this.choice.getByRole('button', { name: this.words.of('seats:choice.hold') });
  }

  async hold(): Promise<void> {
    await this.holdButton.click();
  }

  get bestButton(): Locator {
    return this.button('seats:best.take');
  }

  async chooseCount(count: number): Promise<void> {
    await this.page.getByRole('combobox', { name: this.words.of('seats:best.count') }).selectOption(String(count));
  }

  async chooseSection(section: string): Promise<void> {
    await this.page.getByRole('combobox', { name: this.words.of('seats:best.where') }).selectOption(section);
  }

  /** It says that somebody was quicker. */
  get lost(): Locator {
    return this.choice.getByRole('alert').filter({ hasText: this.words.within('seats:lost.gone') });
  }

  /** What to take instead. */
  get offers(): Locator {
    return this.choice.getByRole('button', { name: this.words.within('seats:lost.take') });
  }

  get zoomIn(): Locator {
    return this.button('seats:map.zoomIn');
  }

  get zoomOut(): Locator {
    return this.button('seats:map.zoomOut');
  }

  get wholeHall(): Locator {
    return this.button('seats:map.whole');
  }

  /** Seats of one's own on this date, with the way to payment. */
  get goOnToPayment(): Locator {
    return this.link('seats:own.pay');
  }
}
