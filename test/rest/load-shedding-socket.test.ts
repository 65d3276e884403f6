/** How a node that is too busy refuses, byte by byte on real connections. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { test } from 'uvu';
import type { Router } from '../../src/cluster/router.js';
import { IN_WORK_MIN, STANDING_MS } from '../../src/rest/load-shedding.js';
import type { LoopClock } from '../../src/rest/load-shedding.js';
import { ADMIN_KEY, TestFacade } from '../support/test-facade.js';
import type { FacadeOptions } from '../support/test-facade.js';

const TARGET_MS = 10;
const BODY_BYTES_MAX = 64 * 1_024;
const ATTEMPTS_MAX = 200;

/** A loop whose every request is a turn of its own; `lateMs` is how long each has waited. */
class LateLoop implements LoopClock {
  lateMs = 0;
  private time = 0;

  now(): number {
    return (this.time += this.lateMs);
  }

  idle(): number {
    return this.lateMs === 0 ? (this.time += 1) : 0;
  }

  afterReading(callback: () => void): void {
    callback();
  }

  pass(ms: number): void {
    this.time += ms;
  }
}

/** One client on one connection. */
class Caller {
  private received = '';

  private constructor(readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (text: string) => (this.received += text));
  }

  static async on(facade: TestFacade): Promise<Caller> {
    const { port } = facade.app.server.address() as AddressInfo;
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new Caller(socket);
  }

  send(text: string): void {
    this.socket.write(text, 'latin1');
  }

  /** The next answer; `body` false when it has none in spite of its length. */
  async answer(withBody = true): Promise<{ readonly status: number; readonly head: string; readonly body: string }> {
    for (;;) {
      const headEnd = this.received.indexOf('\r\n\r\n');
      const head = this.received.slice(0, Math.max(0, headEnd));
      const length = withBody ? Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0) : 0;
      if (headEnd >= 0 && this.received.length >= headEnd + 4 + length) {
        const body = this.received.slice(headEnd + 4, headEnd + 4 + length);
        this.received = this.received.slice(headEnd + 4 + length);
        return { status: Number(head.slice(9, 12)), head, body };
      }
      await once(this.socket, 'data');
    }
  }

  async ask(text: string): Promise<{ readonly status: number; readonly head: string; readonly body: string }> {
    this.send(text);
    return this.answer();
  }

  /** What came that nobody asked for. */
  get left(): string {
    return this.received;
  }
}

interface Stage {
  readonly facade: TestFacade;
  readonly loop: LateLoop;
  /** As the facade's fan would ask, on a connection of the test's own. */
  readonly get: (headers?: string) => string;
  /** Lets go what is in work. */
  readonly release: () => void;
  readonly caller: () => Promise<Caller>;
  /** How many requests have been taken on so far. */
  readonly takenOn: () => number;
  /** The requests that are in work. */
  readonly working: readonly Caller[];
}

/**
 * A node that is overloaded: so many requests are in work as it takes on at least, and none of them is answered before `release`.
 * @param pipelined how many of them come on each connection.
 */
async function overloaded(
  play: (stage: Stage) => Promise<void>,
  options: FacadeOptions = {},
  pipelined: readonly number[] = Array.from({ length: IN_WORK_MIN }, () => 1),
): Promise<void> {
  const loop = new LateLoop();
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let arrived = 0;
  const through = (router: Router): Router => ({
    ask: async (...asked: Parameters<Router['ask']>) => {
      arrived += 1;
      await released;
      return router.ask(...asked);
    },
  });
  const facade = await TestFacade.start({ ...options, settings: { overloadDelayMs: TARGET_MS, ...options.settings }, loop, through });
  const callers: Caller[] = [];
  const caller = async (): Promise<Caller> => {
    const made = await Caller.on(facade);
    callers.push(made);
    return made;
  };
  const fan = facade.fan();
  const get = (headers = ''): string =>
    `GET /api/v1/${fan.userId}/points HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${fan.headers['authorization'] ?? ''}\r\n${headers}\r\n`.replace(
      'Bearer Bearer',
      'Bearer',
    );
  try {
    await facade.app.listen({ port: 0, host: '127.0.0.1' });
    const working: Caller[] = [];
    for (const requests of pipelined) {
      const busy = await caller();
      working.push(busy);
      busy.send(get().repeat(requests));
    }
    while (arrived < IN_WORK_MIN) await new Promise((resolve) => setImmediate(resolve));
    loop.lateMs = STANDING_MS;
    const first = await caller();
    // The first late request closes the window before it and is taken on, the second closes one in which all were late.
    first.send(get());
    while (arrived < IN_WORK_MIN + 1) await new Promise((resolve) => setImmediate(resolve));
    loop.lateMs = TARGET_MS + 1;
    loop.pass(STANDING_MS);
    await play({ facade, loop, get, release, caller, takenOn: () => arrived, working: [...working, first] });
  } finally {
    release();
    for (const { socket } of callers) socket.destroy();
    await facade.stop();
  }
}

function requireRefusal({ status, head, body }: { readonly status: number; readonly head: string; readonly body: string }): void {
  assert.equal(status, 503, head);
  assert.match(head, /^HTTP\/1\.1 503 Service Unavailable\r\n/);
  assert.match(head, /\r\ncontent-type: application\/problem\+json(\r\n|$)/);
  assert.match(head, /\r\ncache-control: no-store(\r\n|$)/);
  assert.match(head, /\r\nx-content-type-options: nosniff(\r\n|$)/);
  assert.match(head, /\r\nretry-after: [1-3](\r\n|$)/);
  assert.match(head, /\r\ndate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT(\r\n|$)/i);
  const problem = JSON.parse(body) as { readonly code: string; readonly status: number };
  assert.deepEqual([problem.code, problem.status], ['OVERLOADED', 503]);
}

/** Only Node's own answers name its time-out. */
const wasParsed = ({ head }: { readonly head: string }): boolean => /\r\nkeep-alive: timeout=/i.test(head);

test('what is refused is a problem with Retry-After, again and again on one connection, parsed at first and unparsed then', () =>
  overloaded(async ({ facade, get, caller }) => {
    const client = await caller();
    const parsed: boolean[] = [];
    for (let times = 0; times < 6; times += 1) {
      const answer = await client.ask(get());
      requireRefusal(answer);
      parsed.push(wasParsed(answer));
    }
    assert.deepEqual(parsed, [true, true, false, false, false, false]);
    assert.equal(facade.shed, 6);
    assert.equal(facade.observed.length, 0, 'Fastify has not heard of them');
  }));

test('callers are told different times to wait', () =>
  overloaded(async ({ get, caller }) => {
    const client = await caller();
    const told = new Set<string>();
    while (told.size < 3) told.add(/retry-after: (\d)/i.exec((await client.ask(get())).head)?.[1] ?? '');
    assert.deepEqual([...told].sort(), ['1', '2', '3']);
  }));

test('what is in work is finished, and when the load is gone the same connection is served', () =>
  overloaded(async ({ get, caller, release, working, loop }) => {
    const client = await caller();
    for (let times = 0; times < 4; times += 1) requireRefusal(await client.ask(get()));
    release();
    for (const one of working) assert.equal((await one.answer()).status, 200);
    loop.lateMs = 0;
    for (let times = 0; times < 4; times += 1) assert.equal((await client.ask(get())).status, 200);
  }));

test('pipelined requests are each refused, before and after the connection is known', () =>
  overloaded(async ({ get, caller }) => {
    const client = await caller();
    for (const times of [3, 1, 1, 1, 4, 1]) {
      client.send(get().repeat(times));
      for (let count = 0; count < times; count += 1) requireRefusal(await client.answer());
    }
    assert.equal(client.left, '');
  }));

test('a body that is still on its way is read to its end, and what stands in it is no request', () =>
  overloaded(async ({ facade, get, caller }) => {
    for (const known of [0, 4]) {
      const client = await caller();
      for (let times = 0; times < known; times += 1) requireRefusal(await client.ask(get()));
      const shedBefore = facade.shed;
      const body = get();
      client.send(`POST /api/v1/reservations HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`);
      requireRefusal(await client.answer());
      client.send(body);
      requireRefusal(await client.ask(get()));
      assert.equal(client.left, '');
      assert.equal(facade.shed - shedBefore, 2);
    }
  }));

test('a request that comes in pieces, or in chunks, is refused once', () =>
  overloaded(async ({ facade, get, caller }) => {
    for (const known of [0, 4]) {
      for (const pieces of [
        [get().slice(0, 30), get().slice(30)],
        [`POST /api/v1/payments HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`],
      ]) {
        const client = await caller();
        for (let times = 0; times < known; times += 1) requireRefusal(await client.ask(get()));
        const shedBefore = facade.shed;
        for (const piece of pieces) {
          client.send(piece);
          await new Promise((resolve) => setImmediate(resolve));
        }
        requireRefusal(await client.answer());
        requireRefusal(await client.ask(get()));
        assert.equal(client.left, '');
        assert.equal(facade.shed - shedBefore, 2);
      }
    }
  }));

test('HEAD gets no body, HTTP/1.0 and Connection: close get their answer and the end', () =>
  overloaded(async ({ get, caller }) => {
    const client = await caller();
    for (let times = 0; times < 4; times += 1) requireRefusal(await client.ask(get()));
    client.send(get().replace('GET', 'HEAD'));
    assert.equal((await client.answer(false)).status, 503);
    requireRefusal(await client.ask(get()));
    for (const text of [get().replace('HTTP/1.1', 'HTTP/1.0'), get('Connection: close\r\n')]) {
      const leaving = await caller();
      requireRefusal(await leaving.ask(text));
      await once(leaving.socket, 'close');
    }
    const known = await caller();
    for (let times = 0; times < 4; times += 1) requireRefusal(await known.ask(get()));
    requireRefusal(await known.ask(get('Connection: close\r\n')));
    await once(known.socket, 'close');
  }));

test('a body too large to be taken is not waited for', () =>
  overloaded(async ({ caller }) => {
    const client = await caller();
    const answer = await client.ask(`POST /api/v1/payments HTTP/1.1\r\nHost: x\r\nContent-Length: ${BODY_BYTES_MAX + 1}\r\n\r\n`);
    requireRefusal(answer);
    assert.match(answer.head, /\r\nconnection: close(\r\n|$)/i);
    await once(client.socket, 'close');
  }));

test('what is no HTTP is still told so on a connection that is known', () =>
  overloaded(async ({ get, caller }) => {
    const client = await caller();
    for (let times = 0; times < 4; times += 1) requireRefusal(await client.ask(get()));
    const answer = await client.ask('nonsense\r\n\r\n');
    assert.equal(answer.status, 400);
    await once(client.socket, 'close');
  }));

test('operators get through, who only claims to be one does not', () =>
  overloaded(async ({ caller, release, get }) => {
    const admin = (key: string): string => `GET /api/v1/admin/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\n\r\n`;
    const known = await caller();
    for (let times = 0; times < 4; times += 1) requireRefusal(await known.ask(get()));
    for (const client of [await caller(), known]) {
      for (let times = 0; times < 3; times += 1) requireRefusal(await client.ask(admin('guess')));
      for (let times = 0; times < 3; times += 1) assert.equal((await client.ask(admin(ADMIN_KEY))).status, 200);
    }
    release();
  }));

test('an operator with a session gets through like one with the key, who only has a cookie of that name does not', () =>
  overloaded(async ({ facade, caller, release }) => {
    const admin = (cookie: string): string => `GET /api/v1/admin/cluster HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\n\r\n`;
    const { token } = facade.identity.adminSessions.open(facade.clock.now());
    const client = await caller();
    for (let times = 0; times < 3; times += 1) requireRefusal(await client.ask(admin('frontrow-ops=guess')));
    for (let times = 0; times < 3; times += 1) assert.equal((await client.ask(admin(`theme=dark; frontrow-ops=${token}`))).status, 200);
    release();
  }));

test('who opens a page is refused too, with a page that opens again by itself, parsed and unparsed', () =>
  overloaded(async ({ facade, get, caller }) => {
    const client = await caller();
    const parsed = new Set<boolean>();
    const comesBack = new Set<string>();
    for (let times = 0; times < 60; times += 1) {
      const path = ['/', '/ops', '/tickets/p1', '/?lang=ko', '/concerts/c1/line'][times % 5] ?? '/';
      const answer = await client.ask(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
      assert.deepEqual([answer.status, answer.body.startsWith('<!doctype html>')], [503, true], path);
      assert.match(answer.head, /\r\ncontent-type: text\/html; charset=utf-8(\r\n|$)/);
      assert.match(answer.head, /\r\ncache-control: no-store(\r\n|$)/);
      assert.match(answer.head, /\r\ncontent-security-policy: default-src 'none'/);
      comesBack.add(/\r\nrefresh: (\d+)(\r\n|$)/.exec(answer.head)?.[1] ?? '');
      parsed.add(wasParsed(answer));
    }
    assert.deepEqual([...parsed], [true, false]);
    assert.ok(comesBack.size > 1 && !comesBack.has(''), 'browsers do not all come back at once');
    for (const path of ['/api/v1/concerts', '/assets/a.js', '/brand/theme.css', '/openapi.json', '/operators']) {
      requireRefusal(await client.ask(get().replace(/ \/\S+/, ` ${path}`)));
    }
    assert.equal(client.left, '');
    assert.equal(facade.shed, 65);
  }));

const HANDSHAKE =
  'GET /api/v1/queue/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

test('handshakes are refused under overload; afterwards a connection that was refused can become a socket', () =>
  overloaded(async ({ facade, get, caller, release, loop, working }) => {
    const turnedAway = await caller();
    const refused = await turnedAway.ask(HANDSHAKE);
    assert.deepEqual([refused.status, (JSON.parse(refused.body) as { readonly code: string }).code], [503, 'OVERLOADED']);
    const client = await caller();
    for (let times = 0; times < 4; times += 1) requireRefusal(await client.ask(get()));
    release();
    for (const one of working) await one.answer();
    loop.lateMs = 0;
    assert.equal((await client.ask(HANDSHAKE)).status, 101);
    const closed = once(client.socket, 'close');
    // A masked text frame that is no authentication: the conversation ends with an error and a close frame.
    client.socket.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x7b, 0x7d]));
    await once(client.socket, 'data');
    assert.match(client.left, /VALIDATION_FAILED/);
    client.socket.end();
    await closed;
    assert.equal(facade.openSockets, 0);
  }));

test('pipelined requests whose connection is lost do not count as work for ever', () =>
  overloaded(
    async ({ get, caller, working, takenOn }) => {
      working[0]?.socket.destroy();
      const before = takenOn();
      // Waits stay long, so nothing more is ever taken on but for the room that the lost ones leave.
      for (let attempts = 0; attempts < ATTEMPTS_MAX; attempts += 1) {
        const next = await caller();
        next.send(get());
        while (next.left === '' && takenOn() === before) await new Promise((resolve) => setImmediate(resolve));
        if (takenOn() > before) return;
        requireRefusal(await next.answer());
      }
      assert.fail('the lost requests are still counted');
    },
    {},
    [IN_WORK_MIN],
  ));

test('a node that is told never to shed load does not', () =>
  overloaded(
    async ({ get, caller, release, facade }) => {
      const client = await caller();
      release();
      for (let times = 0; times < 4; times += 1) assert.equal((await client.ask(get())).status, 200);
      assert.equal(facade.shed, 0);
    },
    { settings: { overloadDelayMs: 0 } },
  ));

test.run();
