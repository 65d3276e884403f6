/** Snapshots only make a recovery shorter: they hold what is durable and nothing else, and nothing depends on them. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import type { AnyDecider } from '../../src/actors/turn.js';
import type { Slices } from '../../src/domain/column.js';
import type { EncodedState } from '../../src/domain/decider.js';
import { savesOf } from '../support/journal-spies.js';
import { atRest } from '../support/manual-clock.js';
import { knobs, tally, tallyDecider } from '../support/tally.js';
import type { TallyState, TallyView } from '../support/tally.js';
import { Answers, commandId, TestRegion } from '../support/test-region.js';

const A = tally('a');
const B = tally('b');
/** A snapshot is due after 2 MiB of records. */
const SNAPSHOT_BYTES = 2 * 1024 * 1024;
const HALF = 'x'.repeat(SNAPSHOT_BYTES / 2);
const READ = { type: 'Read' };

async function grow(host: TestRegion, times: number): Promise<void> {
  for (let index = 0; index < times; index += 1) await host.ask(A, { type: 'Add', amount: 1, padding: HALF });
  await atRest();
}

test('a snapshot is saved when enough was recorded since the last one, not after every record', async () => {
  const host = new TestRegion();
  const saves = savesOf(host.journal);
  await grow(host, 1);
  assert.equal(saves.length, 0);
  await grow(host, 6);
  assert.deepEqual(
    saves.map(({ version }) => version),
    [2, 4, 6],
  );
  const records = await host.records(A);
  for (const { version, hash, entity } of saves) {
    assert.equal(hash, records[version - 1]?.hash);
    assert.equal(entity, A);
  }
});

test('an entity whose snapshots are large is snapshot less often', async () => {
  const host = new TestRegion();
  const saves = savesOf(host.journal);
  // The answers that are remembered make the snapshot 6 MiB large, so the next is due after 3 MiB.
  for (let index = 0; index < 6; index += 1) {
    await host.ask(A, { type: 'Settle', key: 'none', answer: null }, { idempotency: { key: `${index}${HALF}`, bodyHash: '' } });
    await atRest();
  }
  await atRest();
  assert.deepEqual(
    saves.map(({ version }) => version),
    [2, 4, 6],
  );
  await grow(host, 2);
  assert.equal(saves.length, 3);
  await grow(host, 1);
  assert.equal(saves.length, 4);
});

test("with its record held back nothing is saved, and what is saved then is that record's state", async () => {
  const host = new TestRegion();
  const saves = savesOf(host.journal);
  await grow(host, 1);
  host.journal.holdAppends();
  const held = host.ask(A, { type: 'Add', amount: 10, padding: HALF });
  await host.journal.whenHeld(1);
  void host.ask(A, { type: 'Add', amount: 100 });
  await atRest();
  assert.equal(saves.length, 0);
  host.journal.releaseAppends(1);
  await held;
  await host.journal.whenHeld(1);
  await atRest();
  assert.equal(saves.length, 1);
  assert.equal(saves[0]?.version, 2);
  assert.equal((saves[0].state as { state: { total: number } }).state.total, 11);
});

test('a snapshot that is due gets a moment in which nothing is under way, also when commands never cease', async () => {
  const host = new TestRegion();
  const saves = savesOf(host.journal);
  let left = 1_000;
  const fan = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await host.ask(A, { type: 'Add', amount: 1, padding: 'x'.repeat(10_000) });
    }
  };
  host.journal.holdAppends();
  const fans = Promise.all(Array.from({ length: 400 }, fan));
  await host.journal.whenHeld(host.journal.appendsAtOnce);
  while (host.journal.heldAppends > 0) {
    host.journal.releaseAppends(1);
    await atRest();
  }
  await fans;
  const records = await host.records(A);
  assert.ok(saves.length >= 3, `${saves.length} snapshots were saved of 10 MB of records`);
  for (const { version, hash } of saves) assert.equal(hash, records[version - 1]?.hash);
  assert.equal(((await host.crashed().ask(A, READ)) as TallyView).total, 1_000);
});

test('a node that stops while a record is under way saves no snapshot of it', async () => {
  const host = new TestRegion();
  const saves = savesOf(host.journal);
  await grow(host, 1);
  host.journal.holdAppends();
  void host.ask(A, { type: 'Add', amount: 10, padding: HALF });
  await host.journal.whenHeld(1);
  await host.region.drain(host.clock.now());
  assert.equal(saves.length, 0);
});

test('a recovery from a snapshot reads the records after it only, and comes to the same state', async () => {
  const host = new TestRegion();
  await grow(host, 5);
  const next = host.crashed();
  assert.equal(((await next.ask(A, READ)) as TallyView).total, 5);
  const from = await next.journal.load(A, 1);
  assert.equal(from.snapshot?.version, 4);
});

test('a snapshot of another schema is passed over, and the whole journal is read', async () => {
  const host = new TestRegion();
  await grow(host, 5);
  const next = host.crashed(0, { deciders: [tallyDecider(knobs(), 2)] });
  assert.equal(((await next.ask(A, READ)) as TallyView).total, 5);
});

test('the answers that are remembered are in the snapshot', async () => {
  const host = new TestRegion();
  const id = commandId(1, 'c');
  const keyed = { idempotency: { key: 'k', bodyHash: 'body' } };
  const byId = await host.ask(A, { type: 'Add', amount: 1 }, { id });
  const byKey = await host.ask(A, { type: 'Add', amount: 1 }, keyed);
  await grow(host, 2);
  const next = host.crashed();
  assert.ok(((await next.journal.load(A, 1)).snapshot?.version ?? 0) > 2);
  assert.deepEqual(await next.ask(A, { type: 'Add', amount: 1 }, { id }), byId);
  assert.deepEqual(await next.ask(A, { type: 'Add', amount: 1 }, keyed), byKey);
});

test('a snapshot that cannot be saved is logged and harms nothing', async () => {
  const host = new TestRegion();
  host.journal.saveSnapshot = async () => Promise.reject(new Error('no space left'));
  await grow(host, 3);
  assert.equal(host.logged('a snapshot could not be saved').length, 1);
  assert.equal(((await host.ask(A, READ)) as TallyView).total, 3);
});

test('nor does one that cannot be taken', async () => {
  const host = new TestRegion();
  host.knobs.breakEncode = true;
  await grow(host, 3);
  assert.equal(host.logged('a snapshot could not be saved').length, 1);
  assert.equal(((await host.ask(A, { type: 'Add', amount: 1 })) as TallyView).total, 4);
});

/** The rules of a tally whose state is encoded in so many slices. */
function inSlices(count: number): AnyDecider {
  const whole = tallyDecider(knobs());
  const encodeInSlices = function* (state: TallyState): Slices<EncodedState> {
    const encoded = whole.encode(state);
    for (let slice = 1; slice < count; slice += 1) yield;
    return encoded;
  };
  return { ...whole, encodeInSlices };
}

test('a snapshot that is taken slice by slice is of one version, and commands go on meanwhile', async () => {
  const host = new TestRegion({ deciders: [inSlices(50)] });
  const saves = savesOf(host.journal);
  await host.ask(A, { type: 'Add', amount: 1, padding: HALF });
  await host.ask(A, { type: 'Add', amount: 1, padding: HALF });
  let meanwhile = 0;
  for (; saves.length === 0; meanwhile += 1) await host.ask(A, { type: 'Add', amount: 10 });
  assert.ok(meanwhile > 2, `${meanwhile} commands while the snapshot was taken`);
  const [save] = saves;
  assert.equal(save?.version, 2);
  assert.equal((save.state as { state: { total: number } }).state.total, 2);
  assert.equal(save.hash, (await host.records(A))[1]?.hash);
  const total = 2 + 10 * meanwhile;
  assert.equal(((await host.crashed().ask(A, READ)) as TallyView).total, total);
});

test('an entity that is read again while its snapshot is taken saves none that is wrong', async () => {
  const host = new TestRegion({ deciders: [inSlices(50)] });
  const saves = savesOf(host.journal);
  await host.ask(A, { type: 'Add', amount: 1, padding: HALF });
  await host.ask(A, { type: 'Add', amount: 1, padding: HALF });
  await host.ask(A, { type: 'BreakEvolve' });
  await host.ask(A, { type: 'Add', amount: 10 });
  await atRest();
  assert.deepEqual(
    saves.map(({ version, state }) => [version, (state as { state: { total: number } }).state.total]),
    [[2, 2]],
  );
  assert.equal(((await host.crashed().ask(A, READ)) as TallyView).total, 12);
});

test('while a long history is read again others have their turn', async () => {
  const host = new TestRegion();
  for (let index = 0; index < 10; index += 1) await host.ask(A, { type: 'Add', amount: 1, padding: HALF });
  await atRest();
  const next = host.crashed(0, { deciders: [tallyDecider(knobs(), 2)] });
  const answers = new Answers();
  answers.watch('long', next.ask(A, READ));
  answers.watch('short', next.ask(B, READ));
  assert.deepEqual(await answers.settled(), ['short', 'long']);
});

test('a snapshot under way keeps nobody waiting, and a second one is not begun meanwhile', async () => {
  const host = new TestRegion();
  const begun: number[] = [];
  host.journal.saveSnapshot = async ({ version }) => {
    begun.push(version);
    return new Promise(() => undefined);
  };
  await grow(host, 6);
  assert.deepEqual(begun, [2]);
  assert.equal(((await host.ask(A, READ)) as TallyView).total, 6);
});

test('entities that grow alike take their snapshots one after the other', async () => {
  const host = new TestRegion();
  const saves: (() => void)[] = [];
  const saved: string[] = [];
  host.journal.saveSnapshot = async ({ entity }) => {
    saved.push(entity);
    await new Promise<void>((resolve) => saves.push(resolve));
  };
  const growBoth = async (): Promise<void> => {
    for (const entity of [A, B]) await host.ask(entity, { type: 'Add', amount: 1, padding: HALF });
    await atRest();
  };
  for (let times = 0; times < 3; times += 1) await growBoth();
  assert.deepEqual(saved, [A]);
  saves[0]?.();
  await host.ask(B, { type: 'Add', amount: 1 });
  await growBoth();
  assert.deepEqual(saved, [A, B]);
});

test('a node that stops saves what would take long to read again, and spares the small', async () => {
  const host = new TestRegion();
  const saves = savesOf(host.journal);
  await host.ask(A, { type: 'Add', amount: 1, padding: 'x'.repeat(70_000) });
  await host.ask(B, { type: 'Add', amount: 1 });
  await host.region.drain(host.clock.now() + 1_000);
  assert.deepEqual(
    saves.map(({ entity }) => entity),
    [A],
  );
});

test('whatever happened: snapshot and the records after it give the state that all records give', async () => {
  const amounts = fc.array(fc.record({ amount: fc.integer({ min: -5, max: 20 }), large: fc.boolean() }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(amounts, async (steps) => {
      const host = new TestRegion();
      for (const { amount, large } of steps) await host.ask(A, { type: 'Add', amount, ...(large ? { padding: HALF } : {}) });
      await atRest();
      const live = (await host.ask(A, READ)) as TallyView;
      const withSnapshot = (await host.crashed().ask(A, READ)) as TallyView;
      const without = (await host.crashed(0, { deciders: [tallyDecider(knobs(), 2)] }).ask(A, READ)) as TallyView;
      assert.deepEqual([withSnapshot.total, without.total], [live.total, live.total]);
    }),
    { numRuns: 25 },
  );
});

test.run();
