/** The demo sale as operators start, see and stop it. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { TestFacade, withFacade } from '../support/test-facade.js';
import type { Answer } from '../support/test-facade.js';

const PATH = '/api/v1/admin/demo-sale';
const NONE = { state: 'none', concertId: null, fans: 0, bought: 0, gaveUp: 0, startedAt: null };

let facade: TestFacade;
test.before.each(async () => {
  facade = await TestFacade.start();
});
test.after.each(() => facade.stop());

function start(body?: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return facade.admin('POST', PATH, body, headers);
}

test('a sale is started, seen, and over when all have bought or given up; it is on the list like any other', async () => {
  assert.deepEqual((await facade.admin('GET', PATH)).body, NONE);
  const startedAt = new Date(facade.clock.now()).toISOString();
  const { status, body } = await start({ fans: 6 });
  assert.equal(status, 202);
  const { concertId } = body;
  assert.deepEqual(body, { state: 'running', concertId, fans: 6, bought: 0, gaveUp: 0, startedAt });
  assert.equal((await facade.ask('GET', `/api/v1/concerts/${concertId}`)).status, 200);
  await facade.clock.pass(180_000);
  const over = (await facade.admin('GET', PATH)).body as unknown as Readonly<Record<string, number>>;
  assert.deepEqual([over['state'], over['bought'], over['gaveUp']].join(), ['over', over['bought'], 6 - (over['bought'] ?? 0)].join());
  assert.deepEqual(facade.liveErrors, []);
});

test('without saying how many, three hundred come', async () => {
  for (const body of [undefined, {}]) {
    const { status, text } = await start(body);
    assert.deepEqual([status, (JSON.parse(text) as { readonly fans: number }).fans], [202, 300]);
    assert.equal((await facade.admin('DELETE', PATH)).status, 204);
  }
});

test('only one runs at a time; stopping it makes room, and stopping none is fine', async () => {
  assert.equal((await facade.admin('DELETE', PATH)).status, 204);
  assert.equal((await start({ fans: 3 })).status, 202);
  const second = await start({ fans: 3 });
  assert.deepEqual([second.status, second.body.code], [409, 'DEMO_RUNNING']);
  assert.equal((await facade.admin('DELETE', PATH)).status, 204);
  assert.equal((await facade.admin('GET', PATH)).body.status, undefined);
  assert.equal((JSON.parse((await facade.admin('GET', PATH)).text) as { readonly state: string }).state, 'over');
  assert.equal((await start({ fans: 3 })).status, 202);
});

test('a repeat under the same Idempotency-Key gets the same answer, another request under it none', async () => {
  const headers = { 'idempotency-key': 'start-1' };
  const first = await start({ fans: 4 }, headers);
  assert.deepEqual((await start({ fans: 4 }, headers)).body, first.body);
  const other = await start({ fans: 5 }, headers);
  assert.deepEqual([other.status, other.body.code], [422, 'IDEMPOTENCY_KEY_REUSED']);
});

test('a crowd that is none, or too large, is refused', async () => {
  for (const fans of [0, -1, 1.5, 2_001, '5', null]) {
    const { status, body } = await start({ fans });
    assert.deepEqual([status, body.code, body.errors[0]?.pointer], [400, 'VALIDATION_FAILED', '/fans'], String(fans));
  }
  assert.equal((await start({ fans: 5, seats: 5 })).status, 400);
  assert.deepEqual((await facade.admin('GET', PATH)).body, NONE);
});

test('a node without a demo has none to see, to start or to stop', () =>
  withFacade({ demo: false }, async (without) => {
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      const { status, body } = await without.admin(method, PATH);
      assert.deepEqual([status, body.code], [404, 'DEMO_DISABLED'], method);
    }
  }));

test('nobody but operators may', async () => {
  for (const method of ['GET', 'POST', 'DELETE'] as const) {
    const { status, body } = await facade.ask(method, PATH, { headers: facade.fan().headers });
    assert.deepEqual([status, body.code], [401, 'ADMIN_KEY_INVALID'], method);
  }
  assert.deepEqual((await facade.admin('GET', PATH)).body, NONE);
});

test.run();
