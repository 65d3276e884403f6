/** A log that was put together from several streams: events of different entities a little out of order, those of one entity never. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { Auditor } from '../../src/audit/auditor.js';
import type { AuditedEvent } from '../../src/audit/audited-event.js';
import { CausalOrder } from '../../src/audit/causal-order.js';
import { causesIn } from '../../src/audit/causes.js';
import { annaBought, START } from './story.js';

function inCausalOrder(events: readonly AuditedEvent[]): { readonly passed: readonly AuditedEvent[]; readonly codes: readonly string[] } {
  const auditor = new Auditor();
  const passed: AuditedEvent[] = [];
  const order = new CausalOrder<AuditedEvent>({
    missing: (event) => auditor.missingCause(event),
    causes: causesIn,
    pass: (event) => {
      passed.push(event);
      auditor.feed(event);
    },
  });
  for (const event of events) order.take(event);
  order.finish();
  return { passed, codes: auditor.finish({ now: START, quiescent: true }).violations.map(({ code }) => code) };
}

/** All events of one kind of entity after all of another, as if one stream's clock were far ahead. */
const kindsInTurn = (events: readonly AuditedEvent[], ...kinds: readonly string[]): AuditedEvent[] =>
  kinds.flatMap((kind) => events.filter(({ entity }) => entity.startsWith(`${kind}/`)));

test('a log that has its causes first comes out as it went in', () => {
  const { events } = annaBought();
  assert.deepEqual(inCausalOrder(events), { passed: events, codes: [] });
});

for (const kinds of [
  ['wallet', 'queue', 'schedule'],
  ['queue', 'schedule', 'wallet'],
  ['queue', 'wallet', 'schedule'],
  ['schedule', 'wallet', 'queue'],
]) {
  test(`a purchase is clean although its ${kinds.join(', then its ')} is read in turn`, () => {
    const { events } = annaBought();
    const { passed, codes } = inCausalOrder(kindsInTurn(events, ...kinds));
    assert.deepEqual([codes, passed.length], [[], events.length]);
  });
}

test('an effect whose cause never comes is found all the same', () => {
  const events = annaBought().events.filter(({ type }) => type !== 'PointsUsed');
  const { passed, codes } = inCausalOrder(events);
  assert.equal(passed.length, events.length);
  assert.ok(codes.includes('COMPLETED_WITHOUT_POINTS'), codes.join());
});

test('whoever waits for what never comes is not waited for until the end', () => {
  const { events } = annaBought();
  const used = events.findIndex(({ type }) => type === 'PointsUsed');
  const [payment] = events.slice(used);
  assert.ok(payment);
  const passed: string[] = [];
  const order = new CausalOrder<AuditedEvent>({
    missing: ({ entity }) => (entity === 'wallet/lost' ? 'nothing' : null),
    causes: causesIn,
    pass: ({ entity }) => passed.push(entity),
  });
  order.take({ ...payment, entity: 'wallet/lost' });
  for (let count = 0; count <= 20_000; count += 1) order.take({ ...payment, entity: `wallet/${count}` });
  assert.equal(passed.at(-1), 'wallet/lost');
});

test.run();
