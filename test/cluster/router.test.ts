import assert from 'node:assert/strict';
import { test } from 'uvu';
import { ClusterRouter, PATIENCE_MS } from '../../src/cluster/cluster-router.js';
import type { RouterEvent, Serving } from '../../src/cluster/cluster-router.js';
import type { Envelope } from '../../src/cluster/router.js';
import type { ShardEntry } from '../../src/cluster/shard-table.js';
import { shardOf } from '../../src/cluster/shards.js';
import type { PeerOutcome, PeerRequest } from '../../src/cluster/transport.js';
import { walletEntity } from '../../src/domain/ids.js';
import { isRefusal } from '../../src/domain/refusals.js';
import { atRest, ManualClock } from '../support/manual-clock.js';

const ENTITY = walletEntity('00000000-0000-4000-8000-000000000001');
const SHARD = shardOf(ENTITY);
const ENVELOPE: Envelope = { id: 'a'.repeat(32), command: { type: 'See' } };

/** A node with a table, a steward, a host and a transport that the test plays. */
class Stage {
  readonly clock = new ManualClock();
  readonly events: RouterEvent[] = [];
  readonly asked: { readonly session: string; readonly request: PeerRequest }[] = [];
  readonly outcomes: PeerOutcome[] = [];
  leaseHolds = true;
  serves: Serving = null;
  entry: ShardEntry = { shard: SHARD, owner: 'b.1', epoch: 1, revision: 5 };
  revision = 5;
  answerHere: () => Promise<unknown> = () => Promise.resolve({ from: 'here' });
  private readonly tableListeners: ((changed: readonly ShardEntry[]) => void)[] = [];
  private readonly stewardListeners: ((shards: readonly number[]) => void)[] = [];
  private readonly reaching: { readonly revision: number; readonly resolve: (reached: boolean) => void }[] = [];
  readonly router: ClusterRouter;

  constructor() {
    this.router = new ClusterRouter({
      session: () => 'a.1',
      lease: { holds: () => this.leaseHolds, left: () => (this.leaseHolds ? 1_000 : 0) },
      table: this.table(),
      steward: { serving: () => this.serves, onChange: (listener) => this.stewardListeners.push(listener) },
      host: { ask: () => this.answerHere() },
      transport: {
        ask: (session, request) => {
          this.asked.push({ session, request });
          return Promise.resolve(this.outcomes.shift() ?? { kind: 'unsent', reason: 'no connection' });
        },
      },
      now: this.clock.now,
      timers: this.clock,
      random: () => 0.5,
      observe: (what) => this.events.push(what),
    });
  }

  ask(envelope: Partial<Envelope> = {}): Promise<unknown> {
    return this.router.ask(ENTITY, { ...ENVELOPE, ...envelope });
  }

  /** The table has a new owner for the shard. */
  owner(owner: string | null): void {
    this.revision += 1;
    this.entry = { ...this.entry, owner, revision: this.revision, epoch: this.entry.epoch + 1 };
    for (const listener of this.tableListeners) listener([this.entry]);
    for (const { revision, resolve } of this.reaching) if (revision <= this.revision) resolve(true);
  }

  serve(serving: Serving): void {
    this.serves = serving;
    for (const listener of this.stewardListeners) listener([SHARD]);
  }

  private table(): ConstructorParameters<typeof ClusterRouter>[0]['table'] {
    const { reaching, tableListeners } = this;
    // A getter has no arrow form, so the stage is looked at through this.
    const revision = (): number => this.revision;
    return {
      entry: () => this.entry,
      get revision() {
        return revision();
      },
      reached: (wanted, patienceMs) =>
        new Promise((resolve) => {
          if (wanted <= this.revision) resolve(true);
          reaching.push({ revision: wanted, resolve });
          this.clock.after(patienceMs, () => resolve(false));
        }),
      onChange: (listener) => tableListeners.push(listener),
    };
  }
}

const refusedWith = (answer: unknown): string | null => (isRefusal(answer) ? answer.refused : null);

test('an entity of a shard served here is asked here', async () => {
  const stage = new Stage();
  stage.serves = 'here';
  assert.deepEqual(await stage.ask(), { from: 'here' });
  assert.deepEqual(stage.asked, []);
});

test('without the lease nothing is asked here', async () => {
  const stage = new Stage();
  stage.serves = 'here';
  stage.leaseHolds = false;
  stage.answerHere = () => assert.fail('asked without a lease');
  assert.equal(refusedWith(await stage.ask()), 'UNAVAILABLE');
});

test('an answer that comes after the lease has lapsed is not released', async () => {
  const stage = new Stage();
  stage.serves = 'here';
  stage.answerHere = () => {
    stage.leaseHolds = false;
    return Promise.resolve({ from: 'here' });
  };
  assert.equal(refusedWith(await stage.ask()), 'UNAVAILABLE');
});

test('an answer for a peer is not released after the lease either', async () => {
  const stage = new Stage();
  stage.serves = 'here';
  stage.answerHere = () => {
    stage.leaseHolds = false;
    return Promise.resolve({ from: 'here' });
  };
  const reply = await stage.router.answer({ entity: ENTITY, envelope: ENVELOPE, revision: 5 });
  assert.ok(reply.kind === 'answer' && refusedWith(reply.answer) === 'UNAVAILABLE');
});

test('an entity of another node is asked there, with the revision of the table', async () => {
  const stage = new Stage();
  stage.outcomes.push({ kind: 'answer', answer: { from: 'b' } });
  assert.deepEqual(await stage.ask(), { from: 'b' });
  assert.deepEqual(
    stage.asked.map(({ session, request }) => [session, request.revision, request.envelope.id]),
    [['b.1', 5, ENVELOPE.id]],
  );
});

test('who does not own the shard says so, and the owner is asked once the table shows it', async () => {
  const stage = new Stage();
  stage.outcomes.push({ kind: 'not-owner', revision: 6 }, { kind: 'answer', answer: { from: 'c' } });
  const answer = stage.ask();
  await atRest();
  assert.equal(stage.asked.length, 1, 'the table does not show the new owner yet');
  stage.owner('c.1');
  assert.deepEqual(await answer, { from: 'c' });
  assert.deepEqual(
    stage.asked.map(({ session }) => session),
    ['b.1', 'c.1'],
  );
});

test('tables that never agree end in a refusal', async () => {
  const stage = new Stage();
  for (let times = 0; times < 50; times += 1) stage.outcomes.push({ kind: 'not-owner', revision: 5 });
  const answer = stage.ask();
  await stage.clock.pass(PATIENCE_MS + 1);
  assert.equal(refusedWith(await answer), 'UNAVAILABLE');
  assert.ok(stage.asked.length <= 9, `${stage.asked.length} times asked`);
});

test('a command whose answer was lost is asked again under its own id', async () => {
  const stage = new Stage();
  stage.outcomes.push({ kind: 'unknown', reason: 'the connection broke' }, { kind: 'answer', answer: { from: 'b' } });
  const answer = stage.ask();
  await stage.clock.pass(1_000);
  assert.deepEqual(await answer, { from: 'b' });
  assert.deepEqual(
    stage.asked.map(({ request }) => request.envelope.id),
    [ENVELOPE.id, ENVELOPE.id],
  );
});

test('a node that cannot be reached is tried with growing pauses until the patience ends', async () => {
  const stage = new Stage();
  const answer = stage.ask();
  await stage.clock.pass(PATIENCE_MS + 1);
  assert.equal(refusedWith(await answer), 'UNAVAILABLE');
  assert.ok(stage.asked.length > 5 && stage.asked.length < 20, `${stage.asked.length} times asked`);
});

test('while a node cannot be reached a new owner is asked at once', async () => {
  const stage = new Stage();
  const answer = stage.ask();
  await stage.clock.pass(100);
  const before = stage.asked.length;
  stage.outcomes.push({ kind: 'answer', answer: { from: 'c' } });
  stage.owner('c.1');
  assert.deepEqual(await answer, { from: 'c' });
  assert.equal(stage.asked.length, before + 1);
});

test('repeats have a budget: when nothing can be reached most commands are asked once', async () => {
  const stage = new Stage();
  const commands = 2_000;
  const answers = Array.from({ length: commands }, () => stage.ask());
  await stage.clock.pass(PATIENCE_MS + 1);
  assert.ok((await Promise.all(answers)).every((answer) => refusedWith(answer) === 'UNAVAILABLE'));
  assert.ok(stage.asked.length < commands * 2, `${stage.asked.length} asked for ${commands} commands`);
});

test('a command for a shard that is handed over waits for the new owner', async () => {
  const stage = new Stage();
  stage.serves = 'handing-off';
  stage.owner('a.1');
  const answer = stage.ask();
  await atRest();
  assert.equal(stage.router.waiting, 1);
  stage.serves = null;
  stage.owner(null);
  await atRest();
  assert.equal(stage.router.waiting, 1, 'nobody owns it yet');
  stage.outcomes.push({ kind: 'answer', answer: { from: 'c' } });
  stage.owner('c.1');
  assert.deepEqual(await answer, { from: 'c' });
  assert.equal(stage.router.waiting, 0);
});

test('a command for a shard that comes here waits until it is served here', async () => {
  const stage = new Stage();
  stage.owner('a.1');
  const answer = stage.ask();
  await atRest();
  stage.serve('here');
  assert.deepEqual(await answer, { from: 'here' });
});

test('nobody waits longer than the deadline', async () => {
  const stage = new Stage();
  stage.owner(null);
  const answer = stage.ask({ deadline: stage.clock.now() + 200 });
  await stage.clock.pass(201);
  assert.equal(refusedWith(await answer), 'UNAVAILABLE');
});

test('only so many commands wait; the others are refused at once', async () => {
  const stage = new Stage();
  stage.owner(null);
  const answers = Array.from({ length: 10_001 }, () => stage.ask());
  assert.equal(refusedWith(await answers.at(-1)), 'OVERLOADED');
  await stage.clock.pass(PATIENCE_MS + 1);
  assert.ok((await Promise.all(answers)).every(isRefusal));
  assert.equal(stage.router.waiting, 0);
});

test('a peer that knows a newer table is answered once this node knows it too', async () => {
  const stage = new Stage();
  const reply = stage.router.answer({ entity: ENTITY, envelope: ENVELOPE, revision: 6 });
  await atRest();
  stage.serves = 'here';
  stage.owner('a.1');
  assert.deepEqual(await reply, { kind: 'answer', answer: { from: 'here' } });
});

test('a peer is told that this node does not own the shard, and as of which revision', async () => {
  const stage = new Stage();
  assert.deepEqual(await stage.router.answer({ entity: ENTITY, envelope: ENVELOPE, revision: 3 }), { kind: 'not-owner', revision: 5 });
});

test('a peer that asks during a hand-off is told who does not own it when it is over', async () => {
  const stage = new Stage();
  stage.owner('a.1');
  stage.serves = 'handing-off';
  const reply = stage.router.answer({ entity: ENTITY, envelope: ENVELOPE, revision: 6 });
  await atRest();
  stage.serves = null;
  stage.owner(null);
  assert.deepEqual(await reply, { kind: 'not-owner', revision: 7 });
});

test.run();
