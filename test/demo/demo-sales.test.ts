/** A demo sale is a real one: through the use cases, with winners and losers, replayed by its seed, and over when it is told to be. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { ASKS_AT_ONCE } from '../../src/demo/stage.js';
import { DemoSales } from '../../src/demo/demo-sales.js';
import { randomFrom } from '../../src/demo/random.js';
import { isRefusal, refuse } from '../../src/domain/refusals.js';
import type { Refusal } from '../../src/domain/refusals.js';
import type { RecordBody } from '../../src/journal/port.js';
import { createTicketing } from '../../src/ticketing.js';
import { atRest } from '../support/manual-clock.js';
import { TestFacade } from '../support/test-facade.js';

/** Longer than any sale goes on. */
const PATIENCE_SECONDS = 1_500;

/** A product that only simulated fans use, with everything they ask written down. */
class Theatre {
  readonly asked: string[] = [];
  readonly refused: string[] = [];
  readonly observed: (string | null)[] = [];
  readonly errors: unknown[] = [];
  underWay = 0;
  mostAtOnce = 0;
  /** That the sales have set and not called off. */
  readonly timers = new Set<object>();
  /** Answers to this command are held back. */
  heldBack: string | null = null;
  private readonly waiting: (() => void)[] = [];
  refuseFirst: { readonly type: string; readonly refusal: Refusal } | null = null;
  private made: { readonly facade: TestFacade; readonly sales: DemoSales } | null = null;

  static async open(seed = 1): Promise<Theatre> {
    const theatre = new Theatre();
    const facade = await TestFacade.start();
    const { now } = facade.clock;
    const { region, journal } = facade.region;
    const { minting, queueTokens } = facade.identity;
    const ticketing = createTicketing({
      router: {
        ask: (entity, envelope) => theatre.watch((envelope.command as { readonly type: string }).type, () => region.ask(entity, envelope)),
      },
      journal,
      mint: () => minting.commandId(),
      currentKeyId: queueTokens.currentKeyId,
      signQueueToken: (token) => queueTokens.sign(token),
      maxPoints: 10_000_000,
      // Simulated fans have points whether real ones may charge or not.
      selfCharge: false,
      now,
      steady: now,
      timers: facade.clock,
    });
    let users = 0;
    const sales = new DemoSales({
      ticketing,
      now,
      steady: now,
      observe: (_seconds, code) => theatre.observed.push(code),
      timers: { after: (ms, task) => theatre.after(facade.clock.after, ms, task) },
      random: randomFrom(seed).next,
      mintUserId: () => {
        users += 1;
        return `00000000-0000-4000-8000-${users.toString(16).padStart(12, '0')}`;
      },
      onError: (error) => theatre.errors.push(error),
    });
    theatre.made = { facade, sales };
    return theatre;
  }

  get facade(): TestFacade {
    return this.parts.facade;
  }

  get sales(): DemoSales {
    return this.parts.sales;
  }

  release(): void {
    this.heldBack = null;
    for (const go of this.waiting.splice(0)) go();
  }

  async close(): Promise<void> {
    await this.sales.close();
    await this.facade.stop();
    assert.deepEqual(this.errors, []);
  }

  async started(fans: number) {
    const view = await this.sales.start(fans);
    if (isRefusal(view)) throw new Error(view.refused);
    return view;
  }

  async untilOver(): Promise<void> {
    for (let seconds = 0; this.sales.view.state === 'running'; seconds += 1) {
      if (seconds > PATIENCE_SECONDS) throw new Error(`not over: ${JSON.stringify(this.sales.view)}`);
      await this.facade.clock.pass(1_000);
    }
  }

  /** Types of all events so far with their times, and whose they are. */
  async story(): Promise<readonly string[]> {
    const records = await this.facade.region.journal.events([], 100_000);
    return records.flatMap(({ entity, at, body }) =>
      (JSON.parse(body) as RecordBody).events.map(({ type }) => `${at} ${entity.slice(0, entity.indexOf('/'))} ${type}`),
    );
  }

  private after(set: (ms: number, task: () => void) => () => void, ms: number, task: () => void): () => void {
    const timer = {};
    this.timers.add(timer);
    const cancel = set(ms, () => {
      this.timers.delete(timer);
      task();
    });
    return () => {
      this.timers.delete(timer);
      cancel();
    };
  }

  private async watch(type: string, ask: () => Promise<unknown>): Promise<unknown> {
    this.asked.push(type);
    if (this.refuseFirst?.type === type) {
      const { refusal } = this.refuseFirst;
      this.refuseFirst = null;
      return refusal;
    }
    this.underWay += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay);
    const answer = await ask();
    if (this.heldBack === type) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.underWay -= 1;
    if (isRefusal(answer)) this.refused.push(answer.refused);
    return answer;
  }

  private get parts() {
    if (this.made === null) throw new Error('not open');
    return this.made;
  }
}

function count(story: readonly string[], type: string): number {
  return story.filter((event) => event.endsWith(` ${type}`)).length;
}

test('fans come, wait, fight for seats, pay or give up, and then it is over', async () => {
  const theatre = await Theatre.open();
  assert.deepEqual(theatre.sales.view, { state: 'none', concertId: null, fans: 0, bought: 0, gaveUp: 0, startedAt: null });
  const startedAt = theatre.facade.clock.now();
  const running = await theatre.started(60);
  const { concertId } = running;
  assert.deepEqual(running, { state: 'running', concertId, fans: 60, bought: 0, gaveUp: 0, startedAt });
  await theatre.untilOver();
  const { view } = theatre.sales;
  assert.deepEqual([view.state, view.concertId, view.fans, view.startedAt], ['over', concertId, 60, startedAt]);
  assert.equal(view.bought + view.gaveUp, 60);
  assert.equal(theatre.timers.size, 0);
  assert.ok(view.bought > 15 && view.gaveUp > 5, JSON.stringify(view));
  const story = await theatre.story();
  assert.equal(count(story, 'PaymentCompleted'), view.bought, 'who bought has paid');
  assert.equal(count(story, 'TokenIssued'), 60, 'everybody got in line');
  assert.ok(theatre.refused.includes('SEAT_UNAVAILABLE'), 'some wanted the same seats');
  assert.ok(theatre.observed.includes('SEAT_UNAVAILABLE') && theatre.observed.includes(null), 'and whoever watches the node sees that');
  assert.ok(theatre.refused.includes('INSUFFICIENT_POINTS'), 'some had too few points');
  assert.ok(count(story, 'HoldReleased') > 0, 'some changed their minds');
  const waited = theatre.facade.clock.now() - startedAt;
  assert.ok(waited > 30_000 && waited < 600_000, `at a pace that people can watch: ${waited} ms`);
  await theatre.close();
});

test('what the fans have is what the seats say', async () => {
  const theatre = await Theatre.open(5);
  const { concertId } = await theatre.started(25);
  await theatre.untilOver();
  const sale = await theatre.facade.ticketing.showcase.freshSale(concertId ?? '');
  assert.ok(!isRefusal(sale));
  const records = await theatre.facade.region.journal.events([], 100_000);
  const events = records.flatMap(({ body }) => (JSON.parse(body) as RecordBody).events as readonly { type: string; seats?: number[] }[]);
  const sold = events.filter(({ type }) => type === 'PaymentCompleted').flatMap(({ seats = [] }) => seats);
  assert.equal(new Set(sold).size, sold.length, 'no seat twice');
  assert.equal(sale.schedules[0]?.bookedSeats, sold.length);
  await theatre.close();
});

test('the same seed plays the same sale, another one another', async () => {
  const played = async (seed: number): Promise<readonly string[]> => {
    const theatre = await Theatre.open(seed);
    await theatre.started(20);
    await theatre.untilOver();
    const story = await theatre.story();
    const { bought, gaveUp } = theatre.sales.view;
    await theatre.close();
    return [...story, `${bought} bought, ${gaveUp} gave up`];
  };
  const first = await played(3);
  const again = await played(3);
  assert.equal(again.length, first.length);
  const differing = first.findIndex((event, index) => event !== again[index]);
  assert.equal(differing, -1, `${first[differing] ?? ''} became ${again[differing] ?? ''}`);
  assert.notEqual((await played(4)).join(), first.join());
});

test('however many come, only so much is asked at once', async () => {
  const theatre = await Theatre.open();
  await theatre.started(200);
  theatre.mostAtOnce = 0;
  await theatre.facade.clock.pass(20_000);
  assert.ok(theatre.asked.length > 200);
  // Seats that all look at are renewed beside those who ask.
  assert.ok(theatre.mostAtOnce <= ASKS_AT_ONCE + 1, String(theatre.mostAtOnce));
  await theatre.close();
});

test('one sale at a time, also when two are asked for at once; after it is over there may be another one', async () => {
  const theatre = await Theatre.open();
  const [first, second] = await Promise.all([theatre.sales.start(5), theatre.sales.start(5)]);
  assert.ok(!isRefusal(first));
  assert.deepEqual(second, refuse('DEMO_RUNNING'));
  assert.deepEqual(await theatre.sales.start(5), refuse('DEMO_RUNNING'));
  await theatre.untilOver();
  const again = await theatre.started(7);
  assert.deepEqual([again.state, again.fans, again.bought], ['running', 7, 0]);
  assert.notEqual(again.concertId, first.concertId);
  await theatre.close();
});

test('a sale that is stopped asks nothing more and leaves no timer; what it did stays', async () => {
  const theatre = await Theatre.open();
  await theatre.started(60);
  await theatre.facade.clock.pass(40_000);
  const before = theatre.sales.view;
  assert.ok(before.bought + before.gaveUp < 60);
  await theatre.sales.stop();
  assert.equal(theatre.sales.view.state, 'over');
  assert.deepEqual([theatre.underWay, theatre.timers.size], [0, 0]);
  const asked = theatre.asked.length;
  await theatre.facade.clock.pass(60_000);
  assert.equal(theatre.asked.length, asked);
  assert.ok(theatre.sales.view.bought >= before.bought);
  await theatre.sales.stop();
  await theatre.close();
});

test('stopping waits for what is under way', async () => {
  const theatre = await Theatre.open();
  theatre.heldBack = 'Join';
  await theatre.started(1);
  await theatre.facade.clock.pass(40_000);
  let isStopped = false;
  const stopped = theatre.sales.stop().then(() => (isStopped = true));
  await atRest();
  assert.deepEqual([isStopped, theatre.sales.view.state], [false, 'running']);
  theatre.release();
  await stopped;
  assert.deepEqual([theatre.sales.view.state, theatre.underWay, theatre.timers.size], ['over', 0, 0]);
  await theatre.close();
});

test('a sale that is stopped while it is put on sends nobody', async () => {
  const theatre = await Theatre.open();
  const starting = theatre.sales.start(10);
  const stopped = theatre.sales.stop();
  await Promise.all([starting, stopped]);
  await atRest();
  assert.equal(theatre.sales.view.state, 'over');
  const asked = theatre.asked.length;
  await theatre.facade.clock.pass(60_000);
  assert.equal(theatre.asked.length, asked);
  assert.equal(count(await theatre.story(), 'TokenIssued'), 0);
  await theatre.close();
});

test('a repeat under the same key gets the same sale; under the same key nothing else is started', async () => {
  const theatre = await Theatre.open();
  const options = { idempotency: { key: 'k', bodyHash: 'a' } };
  const [first, early] = await Promise.all([theatre.sales.start(5, options), theatre.sales.start(5, options)]);
  assert.ok(!isRefusal(first));
  assert.deepEqual(early, refuse('IDEMPOTENCY_IN_PROGRESS'));
  assert.deepEqual(await theatre.sales.start(5, options), first);
  assert.deepEqual(await theatre.sales.start(6, { idempotency: { key: 'k', bodyHash: 'b' } }), refuse('IDEMPOTENCY_KEY_REUSED'));
  assert.deepEqual(await theatre.sales.start(5, { idempotency: { key: 'other', bodyHash: 'a' } }), refuse('DEMO_RUNNING'));
  await theatre.close();
});

test('a concert that could not be put on is no sale: the answer says why, and the next try may succeed', async () => {
  const theatre = await Theatre.open();
  for (const type of ['AddConcert', 'AddSchedule']) {
    theatre.refuseFirst = { type, refusal: refuse('OVERLOADED') };
    assert.deepEqual(await theatre.sales.start(5), refuse('OVERLOADED'));
    assert.equal(theatre.sales.view.state, 'none');
  }
  assert.equal((await theatre.started(5)).state, 'running');
  await theatre.close();
});

test('a fan whom the service cannot answer right now tries again; one that is refused for good gives up', async () => {
  const theatre = await Theatre.open();
  theatre.refuseFirst = { type: 'Join', refusal: refuse('UNAVAILABLE') };
  await theatre.started(1);
  await theatre.untilOver();
  assert.equal(theatre.asked.filter((type) => type === 'Join').length, 2);
  theatre.refuseFirst = { type: 'Join', refusal: refuse('CONCERT_NOT_FOUND') };
  await theatre.started(1);
  await theatre.untilOver();
  assert.deepEqual([theatre.sales.view.bought, theatre.sales.view.gaveUp], [0, 1]);
  await theatre.close();
});

test('when the node goes away no sale begins any more', async () => {
  const theatre = await Theatre.open();
  await theatre.sales.close();
  assert.deepEqual(await theatre.sales.start(5), refuse('UNAVAILABLE'));
  await theatre.close();
});

test.run();
