/** No token and no key is ever in a log line, wherever a client puts it and however loud the log is. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { loggedPath } from '../../src/rest/logging.js';
import { ADMIN_KEY, TestFacade } from '../support/test-facade.js';

test('tokens and keys in headers, queries, paths and bodies stay out of the log', async () => {
  const lines: string[] = [];
  const facade = await TestFacade.start({ logger: { level: 'trace', stream: { write: (line: string) => lines.push(line) } } });
  const { concertId, scheduleId } = await facade.concert();
  const fan = await facade.fanIn(concertId);
  const secrets = [fan.accessToken, fan.queueToken ?? '', ADMIN_KEY];
  for (const secret of secrets) {
    const headers = {
      authorization: `Bearer ${secret}`,
      'queue-token': secret,
      cookie: `t=${secret}`,
      referer: `https://x.example/?t=${secret}`,
    };
    await facade.ask('GET', `/api/v1/seats?scheduleId=${scheduleId}&token=${secret}`, { headers });
    await facade.ask('GET', `/api/v1/${secret}/points?accessToken=${secret}`, { headers });
    await facade.ask('GET', `/nothing/${secret}`, { headers });
    await facade.ask('POST', '/api/v1/reservations', {
      headers: { ...headers, ...fan.headers },
      body: { scheduleId, seats: [secret], token: secret },
    });
    await facade.ask('POST', '/api/v1/tokens', { headers, raw: `{"token":"${secret}"` });
    facade.app.log.error(
      { req: { method: 'GET', url: `/x?token=${secret}` }, authorization: secret, headers: { 'queue-token': secret } },
      'careless',
    );
  }
  await facade.stop();
  assert.ok(lines.length > 10, 'something was logged');
  for (const line of lines) {
    for (const secret of secrets) assert.ok(!line.includes(secret.split('.').at(-1) ?? secret), line);
  }
});

test('a request is logged with what an operator needs', async () => {
  const lines: string[] = [];
  const facade = await TestFacade.start({ logger: { level: 'debug', stream: { write: (line: string) => lines.push(line) } } });
  const fan = facade.fan();
  await fan.get(`/api/v1/${fan.userId}/points?x=1`);
  await facade.stop();
  const line = lines.map((text) => JSON.parse(text) as Record<string, unknown>).find(({ msg }) => msg === 'answered');
  assert.ok(line !== undefined);
  const { method, path, status, code, userId } = line;
  assert.deepEqual(
    { method, path, status, code, userId },
    { method: 'GET', path: `/api/v1/${fan.userId}/points`, status: 400, code: 'VALIDATION_FAILED', userId: fan.userId },
  );
  assert.equal(typeof line['requestId'], 'string');
});

test('ordinary answers are not logged at level info', async () => {
  const lines: string[] = [];
  const facade = await TestFacade.start({ logger: { level: 'info', stream: { write: (line: string) => lines.push(line) } } });
  await facade.ask('GET', '/api/v1/concerts');
  await facade.ask('GET', '/nothing');
  await facade.stop();
  assert.deepEqual(lines, []);
});

test('ids of ours stay readable in a logged path, endless paths are cut', () => {
  const id = '3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896';
  assert.equal(loggedPath(`/api/v1/reservations/${id}?x=1`), `/api/v1/reservations/${id}`);
  assert.equal(
    loggedPath('/api/v1/users/8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10/points'),
    '/api/v1/users/8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10/points',
  );
  assert.equal(loggedPath('/api/v1/Some-Secret/points'), '/api/v1/[removed]/points');
  assert.ok(loggedPath(`/${'a/'.repeat(1_000)}`).length <= 200);
});

test.run();
