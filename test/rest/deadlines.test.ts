/** The requests that wait for their answer: who is overdue, and that nothing is kept of the others. */
import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fc from 'fast-check';
import { test } from 'uvu';
import { Deadlines } from '../../src/rest/deadlines.js';
import { ManualClock } from '../support/manual-clock.js';

const TIMEOUT_MS = 1_000;
const CHECK_MS = 100;

/** As much of a request and its reply as deadlines look at. */
interface Asked {
  readonly name: number;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

class Requests {
  readonly clock = new ManualClock();
  readonly deadlines = new Deadlines(TIMEOUT_MS, this.clock, this.clock);
  /** Those that were answered at their deadline, in that order. */
  readonly ended: number[] = [];

  begin(name: number, headers: Readonly<Record<string, string>> = {}): Asked {
    const reply = { sent: false, code: () => reply, header: () => reply, hasHeader: () => false, send: () => this.ended.push(name) };
    const asked = {
      name,
      request: { deadline: 0, open: null, refusedWith: null, headers, raw: { complete: true } } as unknown as FastifyRequest,
      reply: reply as unknown as FastifyReply,
    };
    this.deadlines.begin(asked.request, asked.reply);
    return asked;
  }

  end({ request, reply }: Asked): void {
    (reply as { sent: boolean }).sent = true;
    this.deadlines.end(request);
  }
}

test('whoever waits longest is answered first, at its deadline and once', () => {
  const requests = new Requests();
  requests.begin(1);
  requests.clock.advance(300);
  requests.begin(2);
  requests.begin(3);
  requests.clock.advance(TIMEOUT_MS - 301);
  assert.deepEqual(requests.ended, []);
  requests.clock.advance(CHECK_MS);
  assert.deepEqual(requests.ended, [1]);
  requests.clock.advance(TIMEOUT_MS);
  assert.deepEqual(requests.ended, [1, 2, 3]);
  requests.clock.advance(TIMEOUT_MS * 3);
  assert.deepEqual(requests.ended, [1, 2, 3]);
});

test('whoever was answered is left alone, whether it stood first, last or in between, and ending twice is fine', () => {
  for (const answered of [[1], [2], [3], [1, 2], [2, 3], [3, 1], [2, 2], [1, 2, 3]]) {
    const requests = new Requests();
    const asked = [1, 2, 3].map((name) => requests.begin(name));
    for (const name of answered) for (const one of asked) if (one.name === name) requests.end(one);
    requests.begin(4);
    requests.clock.advance(TIMEOUT_MS + CHECK_MS);
    assert.deepEqual(
      requests.ended,
      [1, 2, 3, 4].filter((name) => !answered.includes(name)),
    );
  }
});

test('sockets have no deadline', () => {
  const requests = new Requests();
  const { request } = requests.begin(1, { upgrade: 'websocket' });
  assert.equal(request.deadline, requests.clock.now() + TIMEOUT_MS);
  requests.end(requests.begin(2));
  requests.clock.advance(TIMEOUT_MS * 2);
  assert.deepEqual(requests.ended, []);
});

test('when the service stops, nobody is looked after any more', () => {
  const requests = new Requests();
  requests.begin(1);
  requests.deadlines.stop();
  requests.clock.advance(TIMEOUT_MS * 2);
  assert.deepEqual(requests.ended, []);
});

test('whatever comes and goes, exactly those who wait too long are ended, in the order in which they came', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('begin' as const), which: fc.constant(0) }),
    fc.record({ do: fc.constant('end' as const), which: fc.nat({ max: 50 }) }),
    fc.record({ do: fc.constant('wait' as const), which: fc.nat({ max: 700 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const requests = new Requests();
      const open = new Set<Asked>();
      const expected: number[] = [];
      const checked = (): void => {
        for (const one of [...open]) {
          if (one.request.deadline > Math.floor(requests.clock.now() / CHECK_MS) * CHECK_MS) continue;
          expected.push(one.name);
          open.delete(one);
        }
      };
      for (const [name, { do: what, which }] of steps.entries()) {
        const chosen = [...open][which % Math.max(1, open.size)];
        if (what === 'begin') open.add(requests.begin(name));
        else if (what === 'wait') requests.clock.advance(which);
        else if (chosen !== undefined) {
          requests.end(chosen);
          open.delete(chosen);
        }
        checked();
        assert.deepEqual(requests.ended, expected);
      }
    }),
  );
});

test('a hundred thousand requests leave nothing behind', () => {
  const requests = new Requests();
  const slow = requests.begin(0);
  for (let name = 1; name <= 100_000; name += 1) requests.end(requests.begin(name));
  assert.equal(slow.request.open?.later, null);
  requests.end(slow);
  const next = requests.begin(1);
  assert.deepEqual([next.request.open?.earlier, next.request.open?.later], [null, null]);
});

test('a request that has ended keeps no other in memory, and nobody keeps it', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const requests = new Requests();
  const first = requests.begin(1);
  const place = first.request.open;
  const between = new WeakRef(requests.begin(2).request);
  const last = new WeakRef(requests.begin(3).request);
  endOf(requests, between);
  // A weak reference holds its target until the turn of the event loop is over.
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  assert.equal(between.deref(), undefined, 'an ended request is let go while others wait');
  assert.notEqual(last.deref(), undefined, 'an open one is not');
  requests.end(first);
  endOf(requests, last);
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  assert.equal(last.deref(), undefined, 'an ended request that somebody still has holds on to none that came after it');
  assert.ok(place !== null && first.request.open === null);
});

/** Here and not in the test, whose own variables would keep the request. */
function endOf(requests: Requests, request: WeakRef<FastifyRequest>): void {
  const target = request.deref();
  if (target !== undefined) requests.deadlines.end(target);
}

test.run();
