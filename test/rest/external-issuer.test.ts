/** Web users who come from an external issuer, seen from the facade: the same product, without guest accounts. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { createExternalIssuer } from '../../src/identity/external-issuer.js';
import { COOLDOWN_MS, TRUST_MS_MAX } from '../../src/identity/key-set.js';
import { FETCH_TIMEOUT_MS } from '../../src/identity/key-sources.js';
import { createUserOfSubject } from '../../src/identity/user-of-subject.js';
import { AUDIENCE, ISSUER, KeyServer, claimsAt, makeKey, sign, until } from '../identity/test-issuer.js';
import { LiveClient, QUEUE } from '../support/live-client.js';
import type { Message } from '../support/live-client.js';
import { Fan, TestFacade } from '../support/test-facade.js';
import type { FacadeOptions, Sale } from '../support/test-facade.js';

const key = await makeKey('ES256', 'first');
const stranger = await makeKey('ES256', 'first');
const newer = await makeKey('ES256', 'newer');
const userOf = createUserOfSubject(ISSUER);

interface Stage {
  readonly facade: TestFacade;
  readonly server: KeyServer;
  readonly sale: Sale;
  /** Signed in at the issuer; the node has not heard of them. */
  fan(sub: string, by?: typeof key): Promise<Fan>;
}

async function stage(play: (stage: Stage) => Promise<void>, options: FacadeOptions = {}): Promise<void> {
  const server = await KeyServer.start(key);
  let close = (): void => undefined;
  const facade = await TestFacade.start({
    ...options,
    accessTokens: (clock) => {
      const issuer = createExternalIssuer({
        issuer: ISSUER,
        audience: AUDIENCE,
        algorithms: ['ES256'],
        keys: { jwksUrl: server.url },
        clock,
        timers: clock,
        onFailure: () => undefined,
      });
      close = () => issuer.close();
      return { issue: null, verify: (text, from) => issuer.verify(text, clock.now(), from) };
    },
  });
  const fan = async (sub: string, by = key): Promise<Fan> =>
    new Fan(facade, userOf(sub) ?? '', await sign(by, claimsAt(facade.clock.now(), { sub })));
  try {
    await play({ facade, server, sale: await facade.concert(), fan });
  } finally {
    close();
    const stopped = facade.stop();
    facade.clock.advance(2_000);
    await stopped;
    await server.stop();
  }
}

/** Some other request that needs an access token and nothing else. */
const SOME_PATH = '/api/v1/reservations?scheduleId=';

test('a fan of an external issuer gets in line, holds, pays, and is the same user everywhere', () =>
  stage(async ({ facade, sale, fan }) => {
    const alice = await fan('auth0|alice');
    const joined = await alice.join(sale.concertId);
    assert.equal(joined.body.userId, alice.userId);
    const hold = await alice.hold(sale.scheduleId, [1, 2]);
    assert.equal(hold.status, 201, hold.text);
    assert.equal((await alice.charge(1_000_000)).status, 200);
    const paid = await alice.pay(hold.body.reservationId);
    assert.equal(paid.status, 200, paid.text);
    assert.equal((await facade.admin('GET', `/api/v1/admin/users/${alice.userId}`)).status, 200);
    const bob = await fan('auth0|bob');
    assert.equal((await bob.get(`/api/v1/reservations/${hold.body.reservationId}`)).status, 404);
    assert.equal((await bob.get(`/api/v1/users/${alice.userId}/points`)).status, 403);
  }));

test('there are no guest accounts, and nothing to renew', () =>
  stage(async ({ facade, fan }) => {
    for (const path of ['/api/v1/users', '/api/v1/users/renew']) {
      const answer = await facade.ask('POST', path, { headers: (await fan('alice')).headers });
      assert.deepEqual([answer.status, answer.body.code], [404, 'ROUTE_NOT_FOUND']);
    }
    const { body } = await facade.ask('GET', '/openapi.json');
    assert.deepEqual(
      Object.keys((body as unknown as { paths: object }).paths)
        .filter((path) => path.startsWith('/api/v1/users'))
        .sort(),
      ['/api/v1/users/{userId}/payments', '/api/v1/users/{userId}/points', '/api/v1/users/{userId}/transactions'],
    );
  }));

test('who asks for a guest account there is told that there is no such path', () =>
  stage(async ({ facade }) => {
    const { status, body } = await facade.ask('POST', '/api/v1/users');
    assert.deepEqual([status, body.code], [404, 'ROUTE_NOT_FOUND']);
  }));

test('a token that is not to be believed is 401, before anything else is looked at', () =>
  stage(async ({ facade, sale, fan }) => {
    const now = facade.clock.now();
    const good = await fan('alice');
    const guest = new Fan(facade, good.userId, facade.fan().accessToken);
    const bad = [
      await fan('alice', stranger),
      guest,
      ...(await Promise.all(
        [{ iss: 'https://elsewhere.example' }, { aud: 'elsewhere' }, { exp: now / 1_000 - 60 }, { nbf: now / 1_000 + 60 }].map(
          async (claims) => new Fan(facade, good.userId, await sign(key, claimsAt(now, claims))),
        ),
      )),
    ];
    for (const fan of bad) {
      for (let time = 0; time < 2; time += 1) {
        for (const answer of [await fan.get(`${SOME_PATH}${sale.scheduleId}`), await fan.hold('nonsense', []), await fan.pay('nonsense')]) {
          assert.deepEqual([answer.status, answer.body.code], [401, 'ACCESS_TOKEN_INVALID']);
          assert.equal(answer.headers['www-authenticate'], 'Bearer');
        }
      }
    }
    assert.equal((await good.get(`${SOME_PATH}${sale.scheduleId}`)).status, 200);
  }));

test('after the access token, everything is checked in the promised order, the first time and later', () =>
  stage(async ({ facade, sale, fan }) => {
    const alice = await fan('alice');
    await alice.join(sale.concertId);
    for (const [sub, queueToken, expected] of [
      ['carol', null, '400 QUEUE_TOKEN_REQUIRED'],
      ['carol', 'forged', '401 QUEUE_TOKEN_INVALID'],
      ['carol', alice.queueToken, '403 QUEUE_TOKEN_MISMATCH'],
      ['alice', alice.queueToken, '400 VALIDATION_FAILED'],
    ] as const) {
      for (const path of ['/api/v1/reservations', '/api/v1/payments']) {
        const { headers } = await fan(sub);
        const queue = queueToken === null ? {} : { 'queue-token': queueToken };
        for (let time = 0; time < 2; time += 1) {
          const answer = await facade.ask('POST', path, { headers: { ...headers, ...queue }, raw: '{"broken' });
          assert.equal(`${answer.status} ${answer.body.code}`, expected);
        }
      }
    }
  }));

test('without the keys of the issuer nobody is turned away for good: 503, and when to come back', () =>
  stage(async ({ facade, server, sale, fan }) => {
    const known = await fan('alice');
    assert.equal((await known.get(`${SOME_PATH}${sale.scheduleId}`)).status, 200);
    server.behave = (request) => request.socket.destroy();
    facade.clock.advance(COOLDOWN_MS);
    assert.equal((await known.get(`${SOME_PATH}${sale.scheduleId}`)).status, 200, 'known keys are believed for a while');
    const unsure = await (await fan('bob', newer)).post('/api/v1/tokens', { concertId: sale.concertId });
    assert.deepEqual([unsure.status, unsure.body.code], [503, 'UNAVAILABLE']);
    assert.equal(unsure.headers['retry-after'], '1');
    assert.equal(unsure.headers['www-authenticate'], undefined);
    assert.equal(unsure.headers['cache-control'], 'no-store');
    facade.clock.set(facade.clock.now() + TRUST_MS_MAX);
    assert.equal((await (await fan('alice')).hold(sale.scheduleId, [1])).status, 503);
    server.behave = null;
    server.publish(key, newer);
    facade.clock.set(facade.clock.now() + COOLDOWN_MS);
    assert.equal((await (await fan('bob', newer)).post('/api/v1/tokens', { concertId: sale.concertId })).status, 201);
  }));

test('a request whose time is up while the issuer is asked is answered once', () => {
  const warnings: string[] = [];
  return stage(
    async ({ facade, server, sale, fan }) => {
      await (await fan('alice')).join(sale.concertId);
      server.behave = () => undefined;
      facade.clock.advance(COOLDOWN_MS);
      const asked = server.asked;
      const waiting = (await fan('bob', newer)).get(`${SOME_PATH}${sale.scheduleId}`);
      await until(() => server.asked > asked);
      facade.clock.advance(1_100);
      assert.equal((await waiting).body.code, 'UNAVAILABLE');
      facade.clock.advance(FETCH_TIMEOUT_MS);
      // A request that waits for the same answer of the issuer is told after the first one.
      assert.equal((await (await fan('carol', newer)).get(`${SOME_PATH}${sale.scheduleId}`)).status, 503);
      assert.equal((await (await fan('alice')).get(`${SOME_PATH}${sale.scheduleId}`)).status, 200);
      assert.deepEqual(warnings, []);
    },
    { settings: { requestTimeoutMs: 1_000 }, logger: { level: 'warn', stream: { write: (line: string) => warnings.push(line) } } },
  );
});

test('requests are counted per user, also while a token is new', () =>
  stage(
    async ({ sale, fan }) => {
      const [alice, bob] = [await fan('alice'), await fan('bob')];
      const statuses = async (who: Fan) => {
        const answers = await Promise.all([1, 2, 3].map(() => who.get(`${SOME_PATH}${sale.scheduleId}`)));
        return answers.map(({ status }) => status).sort();
      };
      assert.deepEqual(await statuses(alice), [200, 200, 429]);
      assert.deepEqual(await statuses(bob), [200, 200, 429]);
    },
    { settings: { rateLimitPerMinute: 2 } },
  ));

test('a live socket takes the tokens of the issuer, and says when they cannot be judged', () =>
  stage(async ({ facade, server, sale, fan }) => {
    await facade.app.listen({ port: 0, host: '127.0.0.1' });
    const alice = await fan('alice');
    await alice.join(sale.concertId);
    const says = async (by: typeof key): Promise<Message | undefined> => {
      const client = await LiveClient.open(facade, QUEUE);
      client.authenticate(await fan('alice', by), { queueToken: alice.queueToken });
      const message = await client.next(1);
      await client.closed();
      return message;
    };
    assert.equal((await says(key))?.type, 'admitted');
    assert.deepEqual(await says(stranger), { type: 'error', code: 'ACCESS_TOKEN_INVALID' });
    server.behave = (request) => request.socket.destroy();
    facade.clock.advance(COOLDOWN_MS);
    assert.deepEqual(await says(newer), { type: 'error', code: 'UNAVAILABLE' });
  }));

test.run();
