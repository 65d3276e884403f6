/** Several nodes on one log: effects find their entity wherever it is, and nobody's command is lost or done twice, whoever believes to be the owner. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import type { Envelope, Router } from '../../src/cluster/router.js';
import { assertNever } from '../../src/domain/decider.js';
import { isRefusal, refuse } from '../../src/domain/refusals.js';
import { atRest } from '../support/manual-clock.js';
import { besides, byLetter, clustered, memberRegion, owned, shards } from '../support/shards-by-letter.js';
import { isRefusedWith, tally } from '../support/tally.js';
import type { TallyEvent, TallyView } from '../support/tally.js';
import { allAnswered, commandId } from '../support/test-region.js';
import type { TestRegion } from '../support/test-region.js';

const A = tally('a');
const B = tally('b');
const READ = { type: 'Read' };
const ADD = { type: 'Add', amount: 1 };
const MINUTE_MS = 60_000;

/** Two nodes, and a router that both ask: it finds the owner of a shard in a table that the test changes. */
function pair(): { one: TestRegion; two: TestRegion; owners: Map<number, TestRegion>; routed: Envelope[] } {
  const owners = new Map<number, TestRegion>();
  const routed: Envelope[] = [];
  const router: Router = {
    async ask(entity, envelope) {
      routed.push(envelope);
      const owner = owners.get(byLetter.shardOf(entity));
      return owner === undefined ? refuse('UNAVAILABLE') : owner.region.ask(entity, envelope);
    },
  };
  const one = memberRegion({ router });
  return { one, two: besides(one, { router }), owners, routed };
}

test('an effect is asked of the entity wherever it is', async () => {
  const { one, two, owners, routed } = pair();
  await one.region.adopt(owned('a', 1));
  await two.region.adopt(owned('b', 1));
  owners.set(0, one).set(1, two);
  const [answer] = await allAnswered([one.ask(A, { type: 'SendAndWait', key: 'e', to: B, amount: 5 })]);
  assert.equal((answer as TallyView).total, 5);
  assert.deepEqual(one.knobs.decided, ['SendAndWait', 'Settle']);
  assert.deepEqual(two.knobs.decided, ['Add 5']);
  assert.deepEqual(routed, [{ id: 'e', command: { type: 'Add', amount: 5 }, fromEffect: true }]);
});

test('an effect for an entity that nobody serves is asked again until somebody does', async () => {
  const { one, two, owners } = pair();
  await one.region.adopt(owned('a', 1));
  await two.region.adopt(owned('b', 1));
  await one.ask(A, { type: 'Send', key: 'e', to: B, amount: 5 });
  await one.clock.pass(3_000);
  owners.set(1, two);
  two.region.abandon(shards('b'));
  await one.clock.pass(3_000);
  await one.region.adopt(owned('b', 2));
  owners.set(1, one);
  await one.clock.pass(10_000);
  assert.deepEqual(await one.types(A), ['Sent', 'Settled']);
  assert.deepEqual(await one.types(B), ['Added']);
});

test('a command of an effect is taken on although memory is full of others with open effects, one of a caller is not', async () => {
  const one = memberRegion({ limits: { liveEntitiesMax: 1 } });
  await one.region.adopt(owned('ab', 1));
  const open = one.ask(A, { type: 'SendAndWait', key: 'e', to: tally('c'), amount: 5 });
  await atRest();
  assert.ok(isRefusedWith(await one.ask(B, ADD), 'OVERLOADED'));
  assert.equal(((await one.ask(B, ADD, { fromEffect: true })) as TallyView).total, 1);
  assert.equal(one.region.stats().liveEntities, 2);
  await one.region.adopt(owned('c', 1));
  await one.clock.pass(MINUTE_MS);
  assert.equal(((await allAnswered([open]))[0] as TallyView).total, 5);
  await one.ask(B, READ);
  await one.ask(tally('b2'), READ);
  assert.equal(one.region.stats().liveEntities, 1, 'the excess is gone with the effect');
});

type Step =
  | { readonly do: 'ask'; readonly node: 0 | 1; readonly entity: 'a' | 'b' }
  | { readonly do: 'repeat'; readonly node: 0 | 1; readonly which: number }
  | { readonly do: 'release'; readonly node: 0 | 1; readonly count: number }
  | { readonly do: 'take'; readonly node: 0 | 1; readonly letter: 'a' | 'b' }
  | { readonly do: 'abandon'; readonly node: 0 | 1; readonly letter: 'a' | 'b' }
  | { readonly do: 'handOff'; readonly node: 0 | 1; readonly letter: 'a' | 'b' }
  | { readonly do: 'rest' }
  | { readonly do: 'wait' };

const node = fc.constantFrom<0 | 1>(0, 1);
const letter = fc.constantFrom<'a' | 'b'>('a', 'b');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('ask'), node, entity: letter }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('repeat'), node, which: fc.nat(30) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('release'), node, count: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('take'), node, letter }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('abandon', 'handOff'), node, letter }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('rest', 'wait') }) },
);

interface Asked {
  readonly entity: 'a' | 'b';
  readonly id: string;
  /** Everything that was acknowledged; it must always be the same. */
  readonly acknowledged: unknown[];
}

/** Two nodes of which each may believe to own both shards. A node that takes a shard does so under an epoch of its own; the other one is not told. */
class Fight {
  readonly asked: Asked[] = [];
  private readonly nodes: readonly [TestRegion, TestRegion];
  private epochs = 0;

  constructor(appendsAtOnce: number) {
    const through = clustered([], appendsAtOnce);
    const one = memberRegion({ through });
    this.nodes = [one, besides(one, { through })];
    for (const { journal } of this.nodes) journal.holdAppends();
    for (const host of this.nodes) this.take(host, 'ab');
  }

  async play(one: Step): Promise<void> {
    switch (one.do) {
      case 'ask':
        this.asked.push({ entity: one.entity, id: commandId(this.asked.length + 1, 'c'), acknowledged: [] });
        void this.send(this.nodes[one.node], this.asked.length - 1);
        return;
      case 'repeat':
        if (this.asked.length > 0) void this.send(this.nodes[one.node], one.which % this.asked.length);
        return;
      case 'release':
        await atRest();
        this.nodes[one.node].journal.releaseAppends(one.count);
        return;
      case 'take':
        this.take(this.nodes[one.node], one.letter);
        return;
      case 'abandon':
        this.nodes[one.node].region.abandon(shards(one.letter));
        return;
      case 'handOff':
        void this.nodes[one.node].region.handOff(shards(one.letter), this.nodes[0].clock.now() + 1_000);
        return;
      case 'rest':
        await atRest();
        return;
      case 'wait':
        await this.nodes[0].clock.pass(600);
        return;
      default:
        assertNever(one);
    }
  }

  /** One node is left, everybody asks once more, and each command that anybody was told of must be in the log exactly once. */
  async audit(): Promise<void> {
    const [last, other] = this.nodes;
    other.region.abandon(shards('ab'));
    for (const { journal } of this.nodes) journal.releaseAppends();
    await last.clock.pass(1_000);
    const before = await this.counts();
    for (const { id, acknowledged } of this.asked) {
      const count = before.get(id) ?? 0;
      assert.ok(count <= 1, `${id} is ${count} times in the log`);
      if (acknowledged.length > 0) assert.equal(count, 1, `${id} was acknowledged`);
    }
    this.take(last, 'ab');
    await last.clock.pass(MINUTE_MS);
    await Promise.all(this.asked.map((_, index) => this.send(last, index)));
    const after = await this.counts();
    for (const { id, acknowledged } of this.asked) {
      assert.equal(after.get(id), 1);
      assert.ok(acknowledged.length > 0);
      for (const answer of acknowledged) assert.deepEqual(answer, acknowledged[0]);
    }
  }

  private take(host: TestRegion, letters: string): void {
    this.epochs += 1;
    void host.region.adopt(owned(letters, this.epochs));
  }

  private async send(host: TestRegion, index: number): Promise<void> {
    const asked = this.asked[index];
    if (asked === undefined) throw new Error(`nothing was asked as number ${index}`);
    const answer = await host.ask(tally(asked.entity), ADD, { id: asked.id });
    if (!isRefusal(answer)) asked.acknowledged.push(answer);
  }

  /** How often each command is in the log, by id. */
  private async counts(): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (const entity of [A, B]) {
      for (const { events } of await this.nodes[0].bodies(entity)) {
        for (const event of events as readonly TallyEvent[])
          if (event.type === 'Added') counts.set(event.by, (counts.get(event.by) ?? 0) + 1);
      }
    }
    return counts;
  }
}

test('two nodes that fight over entities: what either acknowledged is in the log exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), fc.constantFrom(1, 2), async (steps, appendsAtOnce) => {
      const fight = new Fight(appendsAtOnce);
      for (const one of steps) await fight.play(one);
      await fight.audit();
    }),
    { numRuns: 60 },
  );
});

test.run();
