/** What an operator writes into the form for a new date, and what is sent for it. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { HALLS, faultsIn, freshDraft, likeSchedule, newSchedule, rowsOf, sectionDraft } from '../../../src/web/ops/forms/schedule-draft.js';
import type { ScheduleDraft } from '../../../src/web/ops/forms/schedule-draft.js';
import { clockThere, isTimeZone, momentThere } from '../../../src/web/ops/forms/zoned-time.js';

const drafts = suite('a date that is being written');

const NOW_MS = Date.parse('2027-02-01T11:00:00.000Z');

function draft(changes: Partial<ScheduleDraft> = {}): ScheduleDraft {
  return { ...freshDraft(NOW_MS, 'Asia/Seoul'), ...changes };
}

drafts('begins a month ahead at seven in the evening, there', () => {
  assert.equal(draft().startsAt, '2027-03-03T19:00');
  assert.equal(newSchedule(draft()).startsAt, '2027-03-03T10:00:00.000Z');
});

drafts('leaves out what is empty, so that the node says what is missing', () => {
  const body = newSchedule(
    draft({ startsAt: '', holdSeconds: ' ', maxSeatsPerUser: '0', sections: [sectionDraft({ name: 'A', price: '' })] }),
  );
  assert.deepEqual(Object.keys(body).sort(), ['maxSeatsPerUser', 'sections', 'timeZone']);
  assert.equal(body.maxSeatsPerUser, 0);
  assert.ok(!('price' in (body.sections[0] ?? {})));
});

drafts('sends opening and closing times only when they are wanted', () => {
  const times = { onSaleAt: '2027-02-20T20:00', salesCloseAt: '2027-03-01T12:00' };
  assert.ok(!('onSaleAt' in newSchedule(draft(times))));
  const { onSaleAt, salesCloseAt } = newSchedule(draft({ ...times, opens: 'at', closes: 'at' }));
  assert.deepEqual([onSaleAt, salesCloseAt], ['2027-02-20T11:00:00.000Z', '2027-03-01T03:00:00.000Z']);
});

drafts('never opens a sale at once because its opening time was not filled in', () => {
  const { onSaleAt, salesCloseAt } = newSchedule(draft({ opens: 'at', onSaleAt: '', closes: 'at', salesCloseAt: '' }));
  assert.deepEqual([onSaleAt, salesCloseAt], ['', ''], 'which the node refuses');
});

drafts('are found wrong where nothing could ever be sold', () => {
  const faults = (changes: Partial<ScheduleDraft>): readonly string[] =>
    faultsIn(newSchedule(draft(changes)), NOW_MS).map(({ pointer }) => pointer);
  assert.deepEqual(faults({}), []);
  assert.deepEqual(faults({ startsAt: '2027-02-01T20:00' }), ['/startsAt'], 'now is too late');
  assert.deepEqual(faults({ closes: 'at', salesCloseAt: '2027-01-31T20:00' }), ['/salesCloseAt']);
  assert.deepEqual(faults({ opens: 'at', onSaleAt: '2026-01-31T20:00' }), [], 'who opened earlier is open');
  assert.deepEqual(faults({ startsAt: '', closes: 'at', salesCloseAt: '' }), [], 'what is missing is the node’s to say');
});

drafts('names even rows by letters or numbers', () => {
  const even = sectionDraft({ rowCount: '28', rowSeats: '9' });
  const rows = rowsOf(even);
  assert.deepEqual([rows[0], rows[25]?.name, rows[26]?.name, rows[27]?.name], [{ name: 'A', seats: 9 }, 'Z', 'AA', 'AB']);
  assert.deepEqual(
    rowsOf({ ...even, rowCount: '2', rowNames: 'numbers' }).map(({ name }) => name),
    ['1', '2'],
  );
  assert.deepEqual(rowsOf({ ...even, rowCount: 'many' }), []);
});

drafts('reads rows line by line', () => {
  const rowLines = 'A: 20\n\n  Row B   18 \n12\nwho knows';
  assert.deepEqual(rowsOf(sectionDraft({ shape: 'each', rowLines })), [
    { name: 'A', seats: 20 },
    { name: 'Row B', seats: 18 },
    { name: 'D', seats: 12 },
    { name: 'who knows', seats: 0 },
  ]);
});

drafts('can be like another date', () => {
  const detail = { holdSeconds: 120, maxSeatsPerUser: 2, sections: [{ name: 'Pit', price: 7, rows: [{ name: '1', seats: 3 }] }] };
  const like = likeSchedule(draft(), detail);
  const { sections, holdSeconds, maxSeatsPerUser } = newSchedule(like);
  assert.deepEqual([sections, holdSeconds, maxSeatsPerUser], [detail.sections, 120, 2]);
});

drafts('begins with halls as large as their buttons say', () => {
  const seats = (name: keyof typeof HALLS): number =>
    HALLS[name].flatMap((section) => rowsOf(sectionDraft(section))).reduce((sum, row) => sum + row.seats, 0);
  assert.deepEqual([seats('club'), seats('theatre'), seats('arena')], [50, 528, 10_020]);
});

drafts('knows the clocks of other places, on both sides of a change', () => {
  assert.equal(momentThere('2027-03-14T01:30', 'America/New_York'), '2027-03-14T06:30:00.000Z');
  assert.equal(momentThere('2027-03-14T03:30', 'America/New_York'), '2027-03-14T07:30:00.000Z');
  assert.equal(momentThere('2027-06-01T20:00', 'Europe/Berlin'), '2027-06-01T18:00:00.000Z');
  assert.equal(momentThere('', 'Asia/Seoul'), undefined);
  assert.equal(momentThere('2027-06-01T20:00', 'Mars/Olympus'), '2027-06-01T20:00:00.000Z', 'the node says what is wrong with the zone');
  assert.equal(clockThere(NOW_MS, 'Asia/Kolkata'), '2027-02-01T16:30');
  assert.deepEqual([isTimeZone('Asia/Tokyo'), isTimeZone('Mars/Olympus')], [true, false]);
});

drafts.run();
