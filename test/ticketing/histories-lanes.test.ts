/** The event log of a journal with several lanes, read while it grows: the order across lanes may be another each time, only that within a lane is fixed. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import { randomFrom } from '../../src/demo/random.js';
import type { Random } from '../../src/demo/random.js';
import { isRefusal } from '../../src/domain/refusals.js';
import type { LoggedRecord, LogPlace } from '../../src/journal/port.js';
import type { Histories, LoggedEvent } from '../../src/ticketing/histories.js';
import { eventLog, logAfter, unknownCursor } from '../../src/ticketing/histories.js';
import { LOG_CURSOR_LENGTH_MAX, LOG_LANES_MAX, parseLogCursor, spellLogCursor } from '../../src/ticketing/log-cursor.js';

const AT = 1_800_000_000_000;
const STEPS_MAX = 400;

/** A whole number from 0 up to, without, a bound. */
type Below = Random['below'];

/** Puts its lanes side by side in another way at each reading. */
class LanedLog implements Histories {
  readonly lanes: LoggedRecord[][];

  constructor(
    lanes: number,
    private readonly random: Below,
  ) {
    this.lanes = Array.from({ length: lanes }, () => []);
  }

  /** Positions skip numbers. */
  grow(lane: number, events: number): void {
    const records = this.lanes[lane] ?? assert.fail();
    const position = (records.at(-1)?.position ?? 0) + 1 + this.random(3);
    const body = JSON.stringify({ events: Array.from({ length: events }, (_, index) => ({ type: 'Happened', lane, position, index })) });
    const fields = { entity: `wallet/${lane}`, schema: 1, epoch: 0, at: AT, wakeAt: null, openEffects: false };
    records.push({ ...fields, version: records.length + 1, body, prevHash: '', hash: '', position, lane });
  }

  events(after: LogPlace, limit: number): Promise<readonly LoggedRecord[]> {
    const left = this.lanes.map((records, lane) => records.filter(({ position }) => position > (after[lane] ?? 0)));
    const read: LoggedRecord[] = [];
    while (read.length < limit) {
      const open = left.filter(({ length }) => length > 0);
      const next = open[this.random(open.length)]?.shift();
      if (next === undefined) break;
      read.push(next);
    }
    return Promise.resolve(read);
  }

  history(): Promise<never> {
    return Promise.reject(new Error('nobody asks for a history'));
  }

  /** Every event there is, lane by lane. */
  names(): string[][] {
    return this.lanes.map((records) => records.flatMap(({ body }) => (JSON.parse(body) as { events: object[] }).events.map(nameOf)));
  }
}

function nameOf(event: object): string {
  const { lane, position, index } = event as { lane: number; position: number; index: number };
  return `${lane}:${position}:${index}`;
}

function byLane(events: readonly LoggedEvent[], lanes: number): string[][] {
  return Array.from({ length: lanes }, (_, lane) => events.map(({ data }) => nameOf(data)).filter((name) => name.startsWith(`${lane}:`)));
}

/** One reader's way through a log that grows meanwhile, until it has seen everything; what it saw. */
async function readWhileGrowing(log: LanedLog, random: Below, records: number): Promise<LoggedEvent[]> {
  const seen: LoggedEvent[] = [];
  let cursor: string | null = null;
  let toCome = records;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    for (let grown = random(6); grown > 0 && toCome > 0; grown -= 1, toCome -= 1) log.grow(random(log.lanes.length), random(4));
    const stretch = await logAfter(log, cursor, 1 + random(7));
    if (isRefusal(stretch)) assert.fail('a cursor that was handed out is taken');
    // A reader that was interrupted goes on after the last event it kept.
    const keptAll = random(3) > 0;
    const kept = keptAll ? stretch.items : stretch.items.slice(0, random(stretch.items.length + 1));
    seen.push(...kept);
    cursor = keptAll ? stretch.reached : (kept.at(-1)?.cursor ?? cursor);
    if (cursor !== null) assert.equal(await unknownCursor(log, cursor), null);
    if (toCome === 0 && keptAll && stretch.items.length === 0) return seen;
  }
  return assert.fail('the reader never came to the end');
}

test('a reader that goes on from its last cursor sees each event exactly once, each lane in order, while all lanes grow', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 1, max: 5 }), fc.nat(60), async (seed, lanes, records) => {
      const random = randomFrom(seed).below;
      const log = new LanedLog(lanes, random);
      const seen = await readWhileGrowing(log, random, records);
      assert.deepEqual(byLane(seen, lanes), log.names());
    }),
    { numRuns: 400 },
  );
});

test('filtered pages of the event log leave nothing out and tell nothing twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 1, max: 9 }), async (seed, limit) => {
      const random = randomFrom(seed).below;
      const log = new LanedLog(3, random);
      for (let record = 0; record < 40; record += 1) log.grow(random(3), random(4));
      const seen: LoggedEvent[] = [];
      for (let cursor: string | null = null; ;) {
        const page = await eventLog(log, cursor, new Set(['Happened']), limit);
        if (isRefusal(page)) assert.fail();
        seen.push(...page.items);
        if (page.next === null) break;
        cursor = page.next;
      }
      assert.deepEqual(byLane(seen, 3), log.names());
    }),
    { numRuns: 100 },
  );
});

test('a record is told to its end before another lane, wherever a second reading has it', async () => {
  const log = new LanedLog(2, () => 0);
  log.grow(1, 3);
  const first = await logAfter(log, null, 1);
  if (isRefusal(first)) assert.fail();
  assert.equal(first.reached, '0.1-1-0');
  log.grow(0, 1);
  const rest = await logAfter(log, first.reached, 10);
  if (isRefusal(rest)) assert.fail();
  assert.deepEqual(
    rest.items.map(({ cursor }) => cursor),
    ['0.1-1-1', '0.1-1-2', '1.1-0-0'],
  );
});

test('a row of records without events that is longer than one request reads is passed all the same', async () => {
  const log = new LanedLog(2, () => 0);
  for (let record = 0; record < 21_000; record += 1) log.grow(record % 2, 0);
  log.grow(1, 1);
  const names: string[] = [];
  let cursor: string | null = null;
  for (let reads = 0; reads < 4 && names.length === 0; reads += 1) {
    const stretch = await logAfter(log, cursor, 100);
    if (isRefusal(stretch)) assert.fail();
    names.push(...stretch.items.map(({ cursor: spelled }) => spelled));
    cursor = stretch.reached;
    if (cursor !== null) assert.equal(await unknownCursor(log, cursor), null, 'whoever watches may come back with it');
  }
  assert.deepEqual(names, ['10500.10501-1-0']);
});

test('with one lane a cursor is position and index, with several it names every lane', async () => {
  const one = new LanedLog(1, () => 0);
  const several = new LanedLog(3, () => 0);
  for (const log of [one, several]) log.grow(log.lanes.length - 1, 2);
  const cursors = async (log: LanedLog): Promise<string[]> => {
    const page = await eventLog(log, null, null, 10);
    return isRefusal(page) ? assert.fail() : page.items.map(({ cursor }) => cursor);
  };
  assert.deepEqual(await cursors(one), ['1-0', '1-1']);
  assert.deepEqual(await cursors(several), ['0.0.1-2-0', '0.0.1-2-1']);
});

test('the longest cursor there can be is read, and comes out as it went in', () => {
  const longest = `${Array.from({ length: LOG_LANES_MAX }, () => '9'.repeat(15)).join('.')}-${LOG_LANES_MAX - 1}-${'9'.repeat(9)}`;
  assert.equal(longest.length, LOG_CURSOR_LENGTH_MAX);
  const cursor = parseLogCursor(longest);
  if (cursor === null || cursor === 'invalid') assert.fail();
  assert.equal(spellLogCursor(cursor), longest);
});

test('what is no cursor is refused', async () => {
  const log = new LanedLog(2, () => 0);
  log.grow(0, 1);
  const malformed = [
    '',
    '1',
    '1-',
    '-1',
    '1.2-0',
    '1.2-2-0',
    '1-0-0',
    '1.-0-0',
    '.1-0-0',
    '1.2-0-0-0',
    '1.2--0',
    `1.2-0-${'9'.repeat(10)}`,
  ];
  malformed.push(`${'9'.repeat(16)}-0`, `${'1.'.repeat(LOG_LANES_MAX)}1-0-0`, '1.2-0-0\n', '1,2-0-0', ' 1-0', '1.2-0x1-0');
  for (const text of malformed) {
    assert.equal(parseLogCursor(text), 'invalid', JSON.stringify(text));
    assert.ok(isRefusal(await logAfter(log, text, 10)));
    assert.ok(isRefusal(await unknownCursor(log, text)));
  }
});

test('a cursor is known only with the lane, the position and the index of an event', async () => {
  const log = new LanedLog(3, () => 0);
  for (const lane of [0, 1, 1, 2]) log.grow(lane, 2);
  for (const known of ['1-0', '1-1', '1.2.1-1-0', '0.1.0-1-1', '0.0.1-2-0', '99.2.99-1-1'])
    assert.equal(await unknownCursor(log, known), null, known);
  for (const other of ['2-0', '1-2', '0-0', '1.3.1-1-0', '1.1.2-2-0', '1.2.1-1-2', '1.1.1.1-3-0'])
    assert.ok(await unknownCursor(log, other), other);
});

test.run();
