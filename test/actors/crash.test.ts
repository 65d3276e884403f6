/** A crash at any moment: what was acknowledged is there, and a repeat under the same identity has one effect and the same answer. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import { assertNever } from '../../src/domain/decider.js';
import { isRefusal } from '../../src/domain/refusals.js';
import { atRest } from '../support/manual-clock.js';
import type { TallyEvent } from '../support/tally.js';
import { isRefusedWith, tally } from '../support/tally.js';
import { allAnswered, commandId, TestRegion } from '../support/test-region.js';

type Step =
  | { readonly do: 'ask'; readonly entity: 'a' | 'b'; readonly amount: number; readonly keyed: boolean }
  | { readonly do: 'repeat'; readonly which: number }
  | { readonly do: 'release'; readonly count: number }
  | { readonly do: 'rest' }
  | { readonly do: 'snapshotAndCrash' }
  | { readonly do: 'crash' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('ask'),
      entity: fc.constantFrom('a', 'b'),
      amount: fc.integer({ min: -3, max: 9 }),
      keyed: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('repeat'), which: fc.nat(30) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('release'), count: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rest') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('crash', 'snapshotAndCrash') }) },
);

interface Asked {
  readonly entity: 'a' | 'b';
  readonly amount: number;
  readonly id: string;
  readonly key: string | null;
  /** What was acknowledged, once something was. */
  acknowledged: unknown;
}

const LARGE = 'x'.repeat(70_000);

class Story {
  readonly asked: Asked[] = [];
  private life = 0;
  private host = new TestRegion();

  constructor() {
    this.host.journal.holdAppends();
  }

  async play(one: Step): Promise<void> {
    switch (one.do) {
      case 'ask': {
        const number = this.asked.length + 1;
        const key = one.keyed ? `user|add|${number}` : null;
        this.asked.push({ entity: one.entity, amount: one.amount, id: commandId(number, 'c'), key, acknowledged: undefined });
        this.send(number - 1);
        return;
      }
      case 'repeat':
        if (this.asked.length > 0) this.send(one.which % this.asked.length);
        return;
      case 'release':
        await atRest();
        this.host.journal.releaseAppends(one.count);
        return;
      case 'rest':
        await atRest();
        return;
      case 'snapshotAndCrash':
        await this.host.region.drain(0);
        this.crash();
        return;
      case 'crash':
        this.crash();
        return;
      default:
        assertNever(one);
    }
  }

  /** Everybody who has no answer asks again, then everybody asks once more; the books must show each effect once. */
  async audit(): Promise<void> {
    this.crash();
    this.host.journal.releaseAppends();
    for (let round = 0; round < 2; round += 1) {
      for (let index = 0; index < this.asked.length; index += 1) this.send(index);
      await atRest();
    }
    for (const { acknowledged } of this.asked) assert.notEqual(acknowledged, undefined, 'no answer never comes');
    for (const entity of ['a', 'b'] as const) {
      const bodies = await this.host.bodies(tally(entity));
      const added = bodies.flatMap(({ events }) => events as readonly TallyEvent[]).filter((event) => event.type === 'Added');
      const accepted = this.asked.filter((asked) => asked.entity === entity && !isRefusal(asked.acknowledged));
      assert.deepEqual(added.map(({ by }) => by.slice(1)).sort(), accepted.map(({ id }) => id.slice(1)).sort());
    }
  }

  private crash(): void {
    this.life += 1;
    this.host = this.host.crashed();
    this.host.journal.holdAppends();
  }

  private send(index: number): void {
    const asked = this.asked[index];
    if (asked === undefined) return;
    const { entity, amount, id, key } = asked;
    const { life } = this;
    // With a key the edge mints a fresh id for every try; without one, a repeat is the same command.
    const envelope = key === null ? { id } : { id: `${life % 10}${id.slice(1)}`, idempotency: { key, bodyHash: `${amount}` } };
    // Some are large enough that a drained entity leaves a snapshot behind.
    const padding = amount > 7 ? { padding: LARGE } : {};
    void this.host.ask(tally(entity), { type: 'Add', amount, ...padding }, envelope).then((answer) => {
      // What a crashed process would have said, nobody heard.
      if (life !== this.life || isRefusedWith(answer, 'UNAVAILABLE')) return;
      const wasAccepted = asked.acknowledged !== undefined && !isRefusal(asked.acknowledged);
      if (wasAccepted) assert.deepEqual(answer, asked.acknowledged, `the repeat of ${id} got another answer`);
      asked.acknowledged = answer;
    });
  }
}

test('whatever is asked, released and crashed in whatever order: every acknowledged effect is there, once, and a repeat gets the same answer', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
      const story = new Story();
      for (const one of steps) await story.play(one);
      await story.audit();
    }),
    { numRuns: 100 },
  );
});

test('a command whose record was lost in a crash is carried out when it is repeated', async () => {
  const host = new TestRegion();
  host.journal.holdAppends();
  const id = commandId(1, 'c');
  void host.ask(tally('a'), { type: 'Add', amount: 5 }, { id });
  await host.journal.whenHeld(1);
  const next = host.crashed();
  const [answer] = await allAnswered([next.ask(tally('a'), { type: 'Add', amount: 5 }, { id })]);
  assert.deepEqual(answer, { total: 5, reminded: 0, at: next.clock.now() });
});

test('a command whose answer was lost in a crash, but not its record, is answered when it is repeated', async () => {
  const host = new TestRegion();
  host.journal.holdAppends();
  const id = commandId(1, 'c');
  void host.ask(tally('a'), { type: 'Add', amount: 5 }, { id });
  await host.journal.whenHeld(1);
  host.journal.releaseAppends();
  const next = host.crashed(60_000);
  const [answer] = await allAnswered([next.ask(tally('a'), { type: 'Add', amount: 5 }, { id })]);
  assert.deepEqual(answer, { total: 5, reminded: 0, at: host.clock.now() });
  assert.deepEqual(await next.types(tally('a')), ['Added']);
});

test.run();
