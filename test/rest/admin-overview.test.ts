/** What operators see of a sale and of the node while it goes on. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { NodeSample } from '../../src/rest/deps.js';
import { TestFacade } from '../support/test-facade.js';
import type { Answer } from '../support/test-facade.js';

let facade: TestFacade;
test.before.each(async () => {
  facade = await TestFacade.start();
});
test.after.each(() => facade.stop());

const NO_CONCERT = '0'.repeat(16);

function look(path: string): Promise<Answer> {
  return facade.admin('GET', `/api/v1/admin/${path}`);
}

test('a concert as it stands: settings, line, and seats by what has become of them', async () => {
  const { concertId, scheduleId } = await facade.concert({ maxActive: 2 }, { seats: 10 });
  const mina = await facade.fanIn(concertId);
  const jun = await facade.fanIn(concertId);
  await facade.fanIn(concertId);
  await mina.charge(50_000);
  await mina.pay((await mina.hold(scheduleId, [1])).body.reservationId);
  await jun.hold(scheduleId, [2, 3]);
  await facade.admin('PATCH', `/api/v1/admin/schedules/${scheduleId}/seats`, { block: [10] });
  const { status, body, headers } = await look(`concerts/${concertId}`);
  assert.deepEqual([status, headers['cache-control']], [200, 'no-store']);
  const startsAt = new Date(facade.clock.now() + 86_400_000).toISOString();
  assert.deepEqual(body, {
    concertId,
    title: 'Anime OST Night',
    onSale: true,
    queue: {
      maxActive: 2,
      activeTimeoutSeconds: 600,
      waitingTimeoutSeconds: 300,
      sessionSeconds: 1_800,
      waiting: 0,
      active: 2,
      admitted: 3,
    },
    schedules: [
      {
        scheduleId,
        date: '2027-01-16',
        startsAt,
        timeZone: 'Asia/Seoul',
        onSale: true,
        onSaleAt: null,
        salesCloseAt: startsAt,
        totalSeats: 10,
        seats: { available: 6, held: 2, booked: 1, blocked: 1 },
      },
    ],
  });
});

test('a change is seen at once, also when everybody else still sees what was before', async () => {
  const { concertId } = await facade.concert();
  const maxActive = async (path: string): Promise<unknown> => {
    const { text } = await facade.admin('GET', path);
    const { queue, waitingRoom } = JSON.parse(text) as Readonly<
      Record<'queue' | 'waitingRoom', { readonly maxActive: number } | undefined>
    >;
    return (queue ?? waitingRoom)?.maxActive;
  };
  assert.equal(await maxActive(`/api/v1/concerts/${concertId}`), 100);
  await facade.admin('PATCH', `/api/v1/admin/concerts/${concertId}/queue`, { maxActive: 7 });
  assert.equal(await maxActive(`/api/v1/concerts/${concertId}`), 100);
  assert.equal(await maxActive(`/api/v1/admin/concerts/${concertId}`), 7);
});

test('all seats of a schedule, packed as in the snapshot of the live seats', async () => {
  const { concertId, scheduleId } = await facade.concert(
    {},
    {
      sections: [
        {
          name: 'Floor',
          price: 5,
          rows: [
            { name: 'A', seats: 4 },
            { name: 'B', seats: 5 },
          ],
        },
      ],
    },
  );
  const fan = await facade.fanIn(concertId);
  await fan.charge(5);
  await fan.pay((await fan.hold(scheduleId, [2])).body.reservationId);
  await (await facade.fanIn(concertId)).hold(scheduleId, [1, 9]);
  await facade.admin('PATCH', `/api/v1/admin/schedules/${scheduleId}/seats`, { block: [4] });
  const { status, body } = await look(`schedules/${scheduleId}/seats`);
  assert.equal(status, 200);
  const { version, ...rest } = body;
  assert.ok(version > 0);
  assert.deepEqual(rest, {
    scheduleId,
    totalSeats: 9,
    sections: [
      {
        name: 'Floor',
        price: 5,
        rows: [
          { name: 'A', seats: 4 },
          { name: 'B', seats: 5 },
        ],
      },
    ],
    // Held, booked, available, blocked; four available; held.
    statuses: Buffer.from([0b11_00_10_01, 0, 0b01]).toString('base64'),
  });
});

test('how a sale went: measured from the first look on, and asked for by what is new', async () => {
  const { concertId, scheduleId } = await facade.concert({}, { seats: 10 });
  const first = await look(`concerts/${concertId}/history`);
  const start = facade.clock.now();
  const counts = { waiting: 0, active: 0, admitted: 0, available: 10, held: 0, booked: 0, blocked: 0 };
  assert.deepEqual(first.body, { items: [{ at: new Date(start).toISOString(), ...counts }], intervalMs: 1_000 });
  await (await facade.fanIn(concertId)).hold(scheduleId, [1]);
  await facade.clock.pass(2_000);
  const since = encodeURIComponent(new Date(start + 1_000).toISOString());
  const later = await look(`concerts/${concertId}/history?since=${since}`);
  assert.deepEqual(later.body.items, [
    { at: new Date(start + 2_000).toISOString(), ...counts, active: 1, admitted: 1, available: 9, held: 1 },
  ]);
  assert.equal((await look(`concerts/${concertId}/history`)).body.items.length, 3);
});

const SAMPLE: NodeSample = {
  at: Date.UTC(2027, 0, 15, 8),
  requestsPerSecond: 812.4,
  p50Ms: 1.2,
  p99Ms: 9.8,
  refusals: { SEAT_UNAVAILABLE: 31.5, OVERLOADED: 0.5 },
  commitsPerSecond: 240,
  recordsPerSecond: 655,
  commitP99Ms: 4.1,
  loopDelayP99Ms: 2.3,
  sockets: 104,
  ownedShards: 341,
  handOffs: 12,
  fences: 1,
};

test('how busy the node is, every figure of it', async () => {
  facade.samples = [SAMPLE, { ...SAMPLE, at: SAMPLE.at + 1_000, refusals: {} }];
  const all = await look('stats');
  assert.equal(all.status, 200);
  assert.deepEqual(all.body, {
    nodeId: 'node-1',
    intervalMs: 1_000,
    items: [
      { ...SAMPLE, at: '2027-01-15T08:00:00.000Z' },
      { ...SAMPLE, at: '2027-01-15T08:00:01.000Z', refusals: {} },
    ],
  });
  const later = await look('stats?since=2027-01-15T08:00:00.000Z');
  assert.deepEqual(
    later.body.items.map(({ at }) => at),
    ['2027-01-15T08:00:01.000Z'],
  );
});

test('what does not exist is 404, and a moment that is none is refused', async () => {
  const { concertId } = await facade.concert();
  for (const id of ['nope', NO_CONCERT]) {
    for (const path of [`concerts/${id}`, `concerts/${id}/history`]) {
      const { status, body } = await look(path);
      assert.deepEqual([status, body.code], [404, 'CONCERT_NOT_FOUND'], path);
    }
  }
  for (const id of ['nope', `${NO_CONCERT}-${'0'.repeat(12)}`]) {
    const { status, body } = await look(`schedules/${id}/seats`);
    assert.deepEqual([status, body.code], [404, 'SCHEDULE_NOT_FOUND'], id);
  }
  for (const since of ['yesterday', '2027-02-30T00:00:00Z', '2016-12-31T23:59:60Z', '5', '']) {
    for (const path of [`concerts/${concertId}/history`, 'stats']) {
      const { status, body } = await look(`${path}?since=${since}`);
      assert.deepEqual([status, body.code, body.errors[0]?.pointer], [400, 'VALIDATION_FAILED', '/since'], `${path} ${since}`);
    }
  }
});

test('nobody but operators sees any of it', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const fan = await facade.fanIn(concertId);
  for (const path of [`concerts/${concertId}`, `concerts/${concertId}/history`, `schedules/${scheduleId}/seats`, 'stats']) {
    const { status, body } = await fan.get(`/api/v1/admin/${path}`);
    assert.deepEqual([status, body.code], [401, 'ADMIN_KEY_INVALID'], path);
    assert.equal((await facade.ask('GET', `/api/v1/admin/${path}`)).status, 401, path);
  }
});

test.run();
