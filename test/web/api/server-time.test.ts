/** The node's time as a page knows it. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { momentIn, momentOf, noteServerTime, secondsUntil, serverNow } from '../../../src/web/api/server-time.js';

const answeredAt = (ms: number): Response => new Response(null, { headers: { date: new Date(ms).toUTCString() } });
const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2031, 4, 1, 10, 0, 0);

test('the clock of the phone counts only until the node has answered', () => {
  assert.ok(Math.abs(serverNow() - Date.now()) < 1_000);
  assert.equal(noteServerTime(answeredAt(NOW_MS)), true);
  assert.ok(serverNow() >= NOW_MS && serverNow() < NOW_MS + 5_000);
});

test('an answer out of the cache changes nothing and is known as such', () => {
  const before = serverNow();
  assert.equal(noteServerTime(answeredAt(NOW_MS - HOUR_MS)), false);
  assert.ok(serverNow() >= before);
});

test('nobody is promised time that is not there', () => {
  const left = secondsUntil(momentOf(new Date(NOW_MS + 600_000).toISOString()));
  assert.ok(left <= 600 && left > 590, `${left} s`);
  assert.equal(secondsUntil(momentOf(new Date(NOW_MS - 1_000).toISOString())), 0);
  assert.equal(secondsUntil(momentIn(30)), 30);
});

test.run();
