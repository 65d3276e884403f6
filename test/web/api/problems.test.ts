/** How the web app reads refusals, and which of them it tries again by itself. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { OFFLINE, failure, isPassing, numberIn, problemFrom, problemOf, success } from '../../../src/web/api/problems.js';
import type { Outcome } from '../../../src/web/api/problems.js';
import { withRetries } from '../../../src/web/api/retries.js';

const problems = suite('refusals in the browser');

const answer = (status: number, headers: Record<string, string> = {}): Response => new Response(null, { status, headers });

problems('a problem document is read with its members and the time to wait', () => {
  const document = { code: 'INSUFFICIENT_POINTS', title: 'Not enough points', detail: 'Charge.', balance: 20, required: 50 };
  const problem = problemFrom(document, answer(400, { 'retry-after': '3' }));
  assert.equal(problem.code, 'INSUFFICIENT_POINTS');
  assert.equal(problem.retryAfterSeconds, 3);
  assert.equal(numberIn(problem, 'balance'), 20);
  assert.equal(numberIn(problem, 'code'), null);
});

problems('an answer of something in between, which is no problem document, gets its code from the status', () => {
  const codes = [429, 502, 503, 504, 500, 404].map((status) => problemFrom('<html>', answer(status)).code);
  assert.deepEqual(codes, ['RATE_LIMITED', 'UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE', 'INTERNAL', 'INTERNAL']);
});

problems('what may pass by itself is tried again, what is decided is not', () => {
  assert.ok(isPassing(OFFLINE) && isPassing(problemOf('UNAVAILABLE')) && isPassing(problemOf('IDEMPOTENCY_IN_PROGRESS')));
  assert.ok(!isPassing(problemOf('SEAT_UNAVAILABLE')) && !isPassing(problemOf('INTERNAL')) && !isPassing(problemOf('HOLD_EXPIRED')));
});

problems('a lost answer is asked for again until it comes', async () => {
  const answers: Outcome<string>[] = [failure(OFFLINE), failure(problemOf('UNAVAILABLE', 503)), success('there')];
  const got = await withRetries(() => Promise.resolve(answers.shift() ?? failure(OFFLINE)));
  assert.deepEqual(got, success('there'));
  assert.equal(answers.length, 0);
});

problems('a refusal is told at once, and so is a longer wait than anybody is kept in the dark', async () => {
  const final = problemOf('TOO_MANY_SEATS', 400);
  const far = { ...problemOf('RATE_LIMITED', 429), retryAfterSeconds: 60 };
  for (const problem of [final, far]) {
    let asked = 0;
    const got = await withRetries(() => {
      asked += 1;
      return Promise.resolve(failure(problem));
    });
    assert.deepEqual(got, failure(problem));
    assert.equal(asked, 1);
  }
});

problems('nobody is asked without end', async () => {
  let asked = 0;
  const got = await withRetries(() => {
    asked += 1;
    return Promise.resolve(failure(OFFLINE));
  }, 2);
  assert.equal(got.ok, false);
  assert.equal(asked, 2);
});

problems.run();
