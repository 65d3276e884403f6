/** What a restart must not change: tokens, keys, answers to repeats, the catalogue. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import { FrontrowApi, Refused } from '../../bench/support/frontrow-api.js';
import { buy, Stage } from './stage.js';

let stage = new Stage();
test.before.each(() => {
  stage = new Stage();
});
test.after.each(() => stage.dispose());

const secret = (): string => randomBytes(32).toString('hex');

test('access tokens and queue tokens outlive a restart, and asking again gives the same bytes', async () => {
  const node = await stage.start({ dataDir: await stage.dataDir() });
  const { api, guest, token, concertId } = await stage.sale(node);
  await node.stop();
  await stage.restart(node);
  assert.equal((await api.token(guest, concertId)).token, token);
  assert.equal(await api.currentToken(guest, token), 'ACTIVE');
});

test('changing the secret logs nobody out and changes no queue token as long as the previous one is given', async () => {
  const dataDir = await stage.dataDir();
  const [old, fresh] = [secret(), secret()];
  const node = await stage.start({ dataDir, env: { FRONTROW_SECRET: old } });
  const { api, guest, token, concertId } = await stage.sale(node);
  const { port } = node;
  await node.stop();
  const rotated = await stage.start({ dataDir, port, env: { FRONTROW_SECRET: fresh, FRONTROW_SECRET_PREVIOUS: old } });
  assert.equal((await api.token(guest, concertId)).token, token);
  assert.equal(await api.currentToken(guest, token), 'ACTIVE');
  const newcomer = await api.guest();
  const ofNewcomer = (await api.token(newcomer, concertId)).token;
  await rotated.stop();
  await stage.start({ dataDir, port, env: { FRONTROW_SECRET: fresh } });
  assert.equal((await api.token(newcomer, concertId)).token, ofNewcomer);
  await assert.rejects(api.token(guest, concertId), (error) => error instanceof Refused && error.code === 'ACCESS_TOKEN_INVALID');
});

test('a repeat under the same Idempotency-Key has one effect and the same answer across kill -9', async () => {
  const node = await stage.start({ dataDir: await stage.dataDir() });
  const { api, client, guest, token, scheduleId, adminKey } = await stage.sale(node);
  const keys = { hold: randomUUID(), charge: randomUUID(), pay: randomUUID(), release: randomUUID() };
  const before = await api.balance(guest);
  const charge = await api.charge(guest, 500, keys.charge);
  const released = await api.hold(guest, token, scheduleId, [5]);
  const release = {
    step: 'release',
    method: 'DELETE',
    path: `/api/v1/reservations/${released.reservationId}`,
    bearer: guest.accessToken,
    idempotencyKey: keys.release,
  } as const;
  assert.equal((await client.request(release)).status, 204);
  const hold = await api.hold(guest, token, scheduleId, [7, 8], keys.hold);
  const concertId = await api.createConcert(adminKey, 'Once', {}, 'same-key');
  await node.kill();

  const second = await stage.restart(node);
  assert.deepEqual(await api.charge(guest, 500, keys.charge), charge);
  assert.equal(await api.balance(guest), before + 500);
  assert.equal((await client.request(release)).status, 204);
  assert.deepEqual(await api.hold(guest, token, scheduleId, [7, 8], keys.hold), hold);
  assert.equal(await api.createConcert(adminKey, 'Once', {}, 'same-key'), concertId);
  await assert.rejects(api.charge(guest, 501, keys.charge), (error) => error instanceof Refused && error.code === 'IDEMPOTENCY_KEY_REUSED');
  const payment = await api.pay(guest, token, hold.reservationId, keys.pay);
  await second.kill();

  await stage.restart(second);
  assert.deepEqual(await api.pay(guest, token, hold.reservationId, keys.pay), payment);
  assert.equal(await api.balance(guest), payment.balance);
});

test('only a new data directory gets the demo catalogue, and a restart keeps what was sold of it', async () => {
  const dataDir = await stage.dataDir();
  const env = { FRONTROW_DEMO: 'on' };
  const node = await stage.start({ dataDir, env });
  const concertId = /^Demo concert: (\w+)$/m.exec(node.output)?.[1] ?? '';
  const api = new FrontrowApi(stage.client(node));
  const guest = await api.guest();
  const { token } = await api.token(guest, concertId);
  const [first] = await api.dates(guest, token, concertId);
  const hold = await api.hold(guest, token, first?.scheduleId ?? '', [1]);
  await node.stop();
  const again = await stage.restart(node);
  assert.doesNotMatch(again.output, /Demo concert/);
  assert.equal((await api.dates(guest, token, concertId)).length, 3);
  assert.equal(await api.reservationStatus(guest, hold.reservationId), 'HELD');

  const bare = await stage.dataDir();
  const withoutDemo = await stage.start({ dataDir: bare });
  await withoutDemo.stop();
  assert.doesNotMatch(withoutDemo.output, /Demo concert/);
});

test('what is generated in the data directory is for its owner only', async () => {
  const dataDir = await stage.dataDir();
  const node = await stage.start({ dataDir });
  await buy(await stage.sale(node), [1]);
  for (const file of ['secret', 'admin-key', 'journal.db', 'journal.db-wal', 'journal.watermark', 'snapshots.db', 'lock.db']) {
    assert.equal((statSync(join(dataDir, file)).mode & 0o777).toString(8), '600', file);
  }
});

test.run();
