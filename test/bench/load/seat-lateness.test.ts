import { test } from 'uvu';
import assert from 'node:assert/strict';
import type { AuditedEvent } from '../../../src/audit/audited-event.js';
import { versionTimes } from '../../../bench/load/seat-history.js';
import { latenessOf } from '../../../bench/load/seat-lateness.js';
import type { Arrivals, ReadersReport } from '../../../bench/load/seat-readers-messages.js';

/** Versions 1 to 4. */
const MADE_AT = [-Infinity, 1_000, 1_100, 1_200, 1_300];

function arrival(from: number, to: number, readersByMs: Readonly<Record<number, number>>): Arrivals {
  const handled = new Map(Object.entries(readersByMs).map(([ms, readers]) => [Number(ms), readers]));
  return { from, to, handled, woke: new Map([...handled].map(([ms, readers]) => [ms - 5, readers])) };
}

function report(arrivals: readonly Arrivals[], known: Readonly<Record<number, number>>, endedAt = 1_500): ReadersReport {
  const versions = new Map(Object.entries(known).map(([version, readers]) => [Number(version), readers]));
  return { arrivals, endedAt, known: versions, tooSlow: 0, seen: [], loopDelayP99Ms: 1, cpuSeconds: 1, seconds: 1 };
}

test('a reader is behind from the first version that it lacked, however many it gets at once', () => {
  const { max } = latenessOf([report([arrival(0, 3, { 1_250: 1 })], {})], MADE_AT, 'handled');
  assert.equal(max, 250);
});

test('every reader of every process counts', () => {
  const reports = [report([arrival(0, 1, { 1_010: 97, 1_020: 2 })], {}), report([arrival(0, 1, { 1_900: 1 })], {})];
  assert.deepEqual(latenessOf(reports, MADE_AT, 'handled'), { p50: 10, p99: 20, max: 900 });
});

test('what a process was busy for is left out where that is asked for', () => {
  assert.equal(latenessOf([report([arrival(0, 1, { 1_010: 1 })], {})], MADE_AT, 'woke').max, 5);
});

test('who never heard of a version is behind until the end', () => {
  const reports = [report([arrival(0, 1, { 1_010: 2 })], { 1: 1, 4: 1 })];
  assert.equal(latenessOf(reports, MADE_AT, 'handled').max, 400);
});

test('what is made after the end is nobody’s fault', () => {
  assert.equal(latenessOf([report([arrival(0, 1, { 1_010: 1 })], { 1: 1 }, 1_050)], MADE_AT, 'handled').max, 10);
});

test('a version that was never made is found out, and so is that nobody was told anything', () => {
  assert.throws(
    () => latenessOf([report([arrival(3, 5, { 1_400: 1 })], {})], MADE_AT, 'handled'),
    /version 5 was told, but the log ends with version 4/,
  );
  assert.throws(() => latenessOf([report([arrival(4, 4, { 1_400: 1 })], { 4: 1 })], MADE_AT, 'handled'), /no reader was told anything/);
});

test('versions are made by what changes seats of the schedule', () => {
  const event = (entity: string, type: string, at: number): AuditedEvent => ({ entity, type, at, data: { seats: [1] } });
  const events = [
    event('schedule/s', 'ScheduleCreated', 1),
    event('schedule/s', 'SeatHeld', 2),
    event('schedule/other', 'SeatHeld', 3),
    event('schedule/s', 'HoldReleased', 4),
  ];
  assert.deepEqual(versionTimes(events, 's'), [-Infinity, 2, 4]);
});

test.run();
