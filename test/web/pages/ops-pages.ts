/** `/ops`: what operators see, one class for each page. */
import type { Locator } from 'playwright-core';
import { AppPage } from './app-page.js';

export class OpsSignInPage extends AppPage {
  async open(path = '/ops'): Promise<void> {
    await this.page.goto(path);
    await this.isTitled(this.words.of('ops:signIn.title'));
  }

  async signIn(key: string): Promise<void> {
    await this.page.getByLabel(this.words.of('ops:signIn.key')).fill(key);
    await this.button('ops:signIn.go').click();
  }
}

export class OpsGlancePage extends AppPage {
  async open(concertId?: string): Promise<void> {
    await this.page.goto(concertId === undefined ? '/ops' : `/ops?concert=${concertId}`);
    await this.isOpen();
  }

  async isOpen(): Promise<void> {
    await this.isTitled(this.words.of('ops:glance.title'));
  }

  /** One of the large numbers, by what it is called: `ops:seat.BOOKED`. */
  async tile(key: string): Promise<string> {
    const name = this.page.getByRole('term').filter({ hasText: this.words.of(key) });
    const tile = this.page.locator('dl > div').filter({ has: name });
    return (await tile.getByRole('definition').first().innerText()).trim();
  }

  /** The title of the sale that is watched. */
  watches(title: string): Locator {
    return this.page.getByRole('heading', { level: 2, name: title });
  }

  /** One of the concerts that may be chosen; it is there, though not to be seen before the list opens. */
  async offers(title: string): Promise<void> {
    const chooser = this.page.getByRole('combobox', { name: this.words.of('ops:glance.concert') });
    await chooser.locator('option', { hasText: title }).waitFor({ state: 'attached' });
  }

  async changePace(maxActive: number): Promise<void> {
    await this.page.getByRole('spinbutton', { name: this.words.of('ops:pace.label') }).fill(String(maxActive));
    await this.button('ops:pace.apply').click();
    await this.page.getByText(this.words.of('ops:pace.done')).waitFor();
  }

  get startDemo(): Locator {
    return this.button('ops:demo.start').or(this.button('ops:demo.again'));
  }

  get stopDemo(): Locator {
    return this.button('ops:demo.stop');
  }

  get demo(): Locator {
    return this.page.getByRole('region', { name: this.words.of('ops:demo.label') });
  }

  async chooseDemoFans(count: number): Promise<void> {
    await this.demo.getByRole('combobox', { name: this.words.of('ops:demo.fans') }).selectOption(String(count));
  }
}

export class OpsConcertsPage extends AppPage {
  async open(): Promise<void> {
    await this.page.goto('/ops/concerts');
    await this.isTitled(this.words.of('ops:concerts.title'));
  }

  get titleField(): Locator {
    return this.page.getByRole('textbox', { name: this.words.of('ops:concerts.name') });
  }

  /** Nothing is sent yet. */
  async begin(title: string): Promise<void> {
    await this.link('ops:concerts.new').click();
    await this.titleField.fill(title);
  }

  /** Leads to the concert's page, with the form for its first date. */
  async create(title: string, maxActive: number): Promise<void> {
    await this.begin(title);
    await this.page.getByRole('spinbutton', { name: this.words.of('ops:queue.maxActive') }).fill(String(maxActive));
    await this.button('ops:concerts.create').click();
    await this.isTitled(title);
  }
}

export class OpsConcertPage extends AppPage {
  async open(concertId: string, title: string): Promise<void> {
    await this.page.goto(`/ops/concerts/${concertId}`);
    await this.isTitled(title);
  }

  get concertId(): string {
    return this.path.split('/').at(-1) ?? '';
  }

  /** The form must be open. */
  async addClubDate(): Promise<void> {
    await this.button('ops:hall.club').click();
    await this.button('ops:schedules.create').click();
    await this.dates.first().waitFor();
  }

  /** Links to the dates. */
  get dates(): Locator {
    return this.page.getByRole('table').getByRole('rowheader').getByRole('link');
  }

  async changeQueue(key: string, value: number): Promise<void> {
    await this.page.getByRole('spinbutton', { name: this.words.of(key) }).fill(String(value));
    await this.button('ops:queue.save').click();
    await this.page.getByText(this.words.of('ops:queue.saved')).waitFor();
  }

  get watch(): Locator {
    return this.link('ops:concerts.watch');
  }
}

export class OpsSchedulePage extends AppPage {
  async open(scheduleId: string): Promise<void> {
    await this.page.goto(`/ops/schedules/${scheduleId}`);
    await this.isOpen();
  }

  async isOpen(): Promise<void> {
    await this.map.waitFor();
  }

  get map(): Locator {
    return this.page.getByRole('application', { name: this.words.of('ops:heat.label') });
  }

  /** Sentences, one for each thing that happened to the seat. */
  async storyOf(seat: number): Promise<Locator> {
    await this.page.getByRole('textbox', { name: this.words.of('ops:finder.label') }).fill(String(seat));
    await this.button('ops:finder.go').click();
    return this.page.getByRole('region', { name: this.words.of('ops:story.title', { seat }) }).getByRole('listitem');
  }

  async block(seats: string, count: number): Promise<void> {
    await this.page.getByRole('radio', { name: this.words.of('ops:heat.toBlock') }).check();
    await this.page.getByRole('textbox', { name: this.words.of('ops:block.seats') }).fill(seats);
    await this.page.getByRole('button', { name: this.words.of('ops:block.block', { countText: count }) }).click();
    await this.page.getByText(this.words.of('ops:block.done')).waitFor();
  }
}

export class OpsLookupPage extends AppPage {
  async open(): Promise<void> {
    await this.page.goto('/ops/lookup');
    await this.isTitled(this.words.of('ops:lookup.title'));
  }

  async find(id: string): Promise<void> {
    await this.page.getByRole('searchbox', { name: this.words.of('ops:lookup.label') }).fill(id);
    await this.button('ops:lookup.go').click();
  }

  list(key: string): Locator {
    return this.page.getByRole('region', { name: this.words.of(key) });
  }
}

export class OpsClusterPage extends AppPage {
  async open(): Promise<void> {
    await this.page.goto('/ops/cluster');
    await this.isTitled(this.words.of('ops:cluster.title'));
  }
}
