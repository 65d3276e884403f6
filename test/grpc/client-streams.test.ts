/** Streams of the client: they resume where they stood, end where they must, and leave nothing behind. */
import { status } from '@grpc/grpc-js';
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { FrontrowError, QueueProgress, SeatsProgress } from '../../src/grpc/client/index.js';
import { connect, SeatMap } from '../../src/grpc/client/index.js';
import type { EventsUpdate } from '../../src/grpc/generated/frontrow/v1/EventsUpdate.js';
import type { QueueUpdate } from '../../src/grpc/generated/frontrow/v1/QueueUpdate.js';
import type { SeatsUpdate } from '../../src/grpc/generated/frontrow/v1/SeatsUpdate.js';
import type { WatchEventsRequest__Output } from '../../src/grpc/generated/frontrow/v1/WatchEventsRequest.js';
import type { WatchQueueRequest__Output } from '../../src/grpc/generated/frontrow/v1/WatchQueueRequest.js';
import type { WatchSeatsRequest__Output } from '../../src/grpc/generated/frontrow/v1/WatchSeatsRequest.js';
import { AWAY, errorOf, failure, FakeServices, QUICK, signal } from './client-support.js';
import type { StreamCall } from './client-support.js';

const services = new FakeServices();
test.after.each(() => services.stop());

/** What the service does each time the stream is opened; the last goes for all further times. */
type Script<Request, Update> = readonly ((call: StreamCall<Request, Update>) => void)[];

async function serving<Request extends object, Update>(
  method: 'WatchQueue' | 'WatchSeats' | 'WatchEvents',
  script: Script<Request, Update>,
) {
  const requests: Request[] = [];
  const service = await services.start({
    [method]: (call: StreamCall<Request, Update>) => {
      requests.push(call.request);
      script[Math.min(requests.length, script.length) - 1]?.(call);
    },
  });
  return { service, requests };
}

const queue = (script: Script<WatchQueueRequest__Output, QueueUpdate>) => serving('WatchQueue', script);
const seats = (script: Script<WatchSeatsRequest__Output, SeatsUpdate>) => serving('WatchSeats', script);
const events = (script: Script<WatchEventsRequest__Output, EventsUpdate>) => serving('WatchEvents', script);

/** Says this, and then the end: none, an error, or a connection that is gone. */
function says<Request, Update>(updates: readonly Update[], end: 'open' | 'ok' | ReturnType<typeof errorOf> = 'open') {
  return (call: StreamCall<Request, Update>): void => {
    for (const update of updates) call.write(update);
    if (end === 'ok') call.end();
    else if (end !== 'open') call.emit('error', end);
  };
}

async function all<Item>(items: AsyncIterable<Item>, enough = Infinity): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) if (found.push(item) >= enough) break;
  return found;
}

const place = (position: number) => ({ position, ahead: position - 1, estimatedWaitSeconds: 3, refreshIntervalSeconds: 5 });
const ADMITTED = { admitted: { concertId: 'c-1', expiresAt: { seconds: 1_800_000_000 } } };
const SHOWN_ADMITTED: QueueProgress = { kind: 'admitted', concertId: 'c-1', expiresAt: new Date(1_800_000_000_000) };

test('the queue is watched until the token is admitted; signs of life are not shown', async () => {
  const { service, requests } = await queue([says([{ waiting: place(2) }, { stillThere: {} }, { waiting: place(1) }, ADMITTED], 'ok')]);
  const shown = await all(service.client().watchQueue({ userId: 'u', queueToken: 't' }));
  assert.deepEqual(shown, [{ kind: 'waiting', place: place(2) }, { kind: 'waiting', place: place(1) }, SHOWN_ADMITTED]);
  assert.deepEqual(requests, [{ userId: 'u', queueToken: 't' }]);
});

test('the queue is watched until the token has ended', async () => {
  const { service } = await queue([says([{ ended: { reason: 'END_REASON_LOST' } }], 'ok')]);
  assert.deepEqual(await all(service.client().watchQueue({})), [{ kind: 'ended', reason: 'LOST' }]);
});

test('a stream that breaks, in whatever way, is opened again', async () => {
  const broken: FrontrowError[] = [];
  const { service, requests } = await queue([
    says([{ waiting: place(9) }], AWAY),
    says([{ waiting: place(8) }], 'ok'),
    says([], errorOf({ code: status.UNKNOWN, text: 'cut' })),
    says([], errorOf({ code: status.RESOURCE_EXHAUSTED, reason: 'TOO_SLOW' })),
    says([{ waiting: place(1) }, ADMITTED], 'ok'),
  ]);
  const shown = await all(service.client({ onBroken: (error) => broken.push(error) }).watchQueue({}));
  assert.deepEqual(shown, [9, 8, 1].map((position): QueueProgress => ({ kind: 'waiting', place: place(position) })).concat(SHOWN_ADMITTED));
  assert.equal(requests.length, 5);
  assert.deepEqual(
    broken.map(({ code }) => code),
    ['UNAVAILABLE', 'UNAVAILABLE', 'UNKNOWN', 'TOO_SLOW'],
  );
});

test('a service that goes down and comes up again is found again', async () => {
  const { service } = await queue([says([{ waiting: place(2) }])]);
  const { port, address } = service;
  const client = connect({ address, ...QUICK });
  const shown: QueueProgress[] = [];
  for await (const progress of client.watchQueue({})) {
    if (shown.push(progress) > 1) continue;
    service.stop();
    await services.start({ WatchQueue: says<WatchQueueRequest__Output, QueueUpdate>([ADMITTED], 'ok') }, { port });
  }
  client.close();
  assert.deepEqual(shown, [{ kind: 'waiting', place: place(2) }, SHOWN_ADMITTED]);
});

test('what the service refuses for good ends the iteration', async () => {
  for (const [code, reason] of [
    [status.FAILED_PRECONDITION, 'QUEUE_TOKEN_EXPIRED'],
    [status.INTERNAL, 'INTERNAL'],
    [status.RESOURCE_EXHAUSTED, undefined],
  ] as const) {
    const { service, requests } = await queue([says([{ waiting: place(1) }], errorOf({ code, ...(reason && { reason }) }))]);
    const shown: QueueProgress[] = [];
    const watching = async (): Promise<void> => {
      for await (const progress of service.client().watchQueue({})) shown.push(progress);
    };
    assert.equal((await failure(watching())).code, reason ?? 'RESOURCE_EXHAUSTED');
    assert.deepEqual([shown.length, requests.length], [1, 1]);
  }
});

test('leaving the loop cancels the call, and so does a signal', async () => {
  const gone = [signal(), signal()];
  const { service } = await queue(
    gone.map(({ raise }) => (call) => {
      call.on('cancelled', raise);
      call.write({ waiting: place(1) });
    }),
  );
  const client = service.client();
  assert.equal((await all(client.watchQueue({}), 1)).length, 1);
  await gone[0]?.raised;

  const controller = new AbortController();
  const watching = async (): Promise<void> => {
    for await (const progress of client.watchQueue({}, { signal: controller.signal })) if (progress.kind === 'waiting') controller.abort();
  };
  assert.equal((await failure(watching())).code, 'CANCELLED');
  await gone[1]?.raised;
});

test('closing the client ends what is watched', async () => {
  const { service } = await queue([says([{ waiting: place(1) }])]);
  const client = service.client();
  const watching = async (): Promise<void> => {
    for await (const { kind } of client.watchQueue({})) if (kind === 'waiting') client.close();
  };
  const error = await failure(watching());
  assert.deepEqual([error.code, error.message], ['CANCELLED', 'WatchQueue: CANCELLED: the client is closed']);
});

test('a stream that says nothing for too long is opened again; a loop that takes its time is not to blame', async () => {
  const { service, requests } = await queue([
    says([{ waiting: place(3) }]),
    says([{ waiting: place(2) }, { waiting: place(1) }, ADMITTED], 'ok'),
  ]);
  const shown: string[] = [];
  for await (const progress of service.client({ silenceMs: 100 }).watchQueue({})) {
    shown.push(progress.kind);
    if (requests.length === 2) await new Promise((resolve) => setTimeout(resolve, 250));
  }
  assert.deepEqual(shown, ['waiting', 'waiting', 'waiting', 'admitted']);
  assert.equal(requests.length, 2);
});

const SECTIONS = [
  {
    name: 'Floor',
    price: 900,
    rows: [
      { name: 'A', seats: 3 },
      { name: 'B', seats: 3 },
    ],
  },
];
/** Six seats: AVAILABLE HELD BOOKED BLOCKED AVAILABLE HELD. */
const CHUNKS: readonly SeatsUpdate[] = [
  { snapshot: { scheduleId: 's', version: 10, totalSeats: 6, sections: SECTIONS, firstSeat: 1, statuses: Buffer.from([0b11_10_01_00]) } },
  { snapshot: { scheduleId: 's', version: 10, totalSeats: 6, firstSeat: 5, statuses: Buffer.from([0b01_00]), last: true } },
];
const change = (fromVersion: number, version: number, changed: object): SeatsUpdate => ({ delta: { fromVersion, version, ...changed } });
const states = (map: SeatMap): string => Array.from({ length: map.size }, (_, index) => map.status(index + 1).slice(0, 2)).join(' ');
const shown = ({ seats: map, changed }: SeatsProgress) => [map.version, states(map), changed.map(({ seat }) => seat)];

test('seats: a snapshot in chunks, then what changes', async () => {
  const { service, requests } = await seats([says([...CHUNKS, { stillThere: {} }, change(10, 12, { booked: [2, 6], available: [4] })])]);
  const steps: unknown[] = [];
  for await (const progress of service.client().watchSeats({ scheduleId: 's', userId: 'u', queueToken: 't' })) {
    if (steps.push(shown(progress)) === 2) break;
  }
  assert.deepEqual(steps, [
    [10, 'AV HE BO BL AV HE', []],
    [12, 'AV BO BO AV AV BO', [4, 2, 6]],
  ]);
  assert.deepEqual(requests, [{ userId: 'u', queueToken: 't', scheduleId: 's', fromVersion: 0 }]);
});

test('seats: a broken stream goes on from the last version, and half a snapshot counts for nothing', async () => {
  const { service, requests } = await seats([
    says(CHUNKS.slice(0, 1), AWAY),
    says([...CHUNKS, change(10, 11, { held: [1] })], AWAY),
    says([change(9, 11, { held: [1] }), change(10, 13, { booked: [1] })]),
  ]);
  const steps: unknown[] = [];
  for await (const progress of service.client().watchSeats({ scheduleId: 's' })) if (steps.push(shown(progress)) === 3) break;
  assert.deepEqual(steps, [
    [10, 'AV HE BO BL AV HE', []],
    [11, 'HE HE BO BL AV HE', [1]],
    [13, 'BO HE BO BL AV HE', [1]],
  ]);
  assert.deepEqual(
    requests.map(({ fromVersion }) => fromVersion),
    [0, 0, 11],
  );
});

test('seats: a change that does not follow is mended with a snapshot, which says what is different', async () => {
  const newer = CHUNKS.map(({ snapshot }) => ({ snapshot: { ...snapshot, version: 40, statuses: Buffer.from([0]) } }));
  const { service, requests } = await seats([says([...CHUNKS, change(20, 21, { booked: [1] })]), says(newer)]);
  const steps: unknown[] = [];
  for await (const progress of service.client().watchSeats({ scheduleId: 's' })) if (steps.push(shown(progress)) === 2) break;
  assert.deepEqual(steps[1], [40, 'AV AV AV AV AV AV', [2, 3, 4, 6]]);
  assert.deepEqual(
    requests.map(({ fromVersion }) => fromVersion),
    [0, 0],
  );
});

test('seats: a map that is known already is gone on from', async () => {
  const { service, requests } = await seats([says([change(30, 31, { booked: [1] })])]);
  const map = SeatMap.of({ scheduleId: 's', version: 30, sections: SECTIONS, statuses: new Uint8Array([1, 2, 3, 4, 1, 2]), mine: [] });
  assert.equal(states(map), 'AV HE BO BL AV HE');
  const [step] = await all(service.client().watchSeats({ scheduleId: 's' }, { seats: map }), 1);
  assert.equal(step?.seats, map);
  assert.deepEqual([map.version, map.status(1), requests[0]?.fromVersion], [31, 'BOOKED', 30]);
});

const event = (cursor: string) => ({ cursor, type: 'SeatHeld', at: { seconds: 5 }, entity: 'schedule/s', data: null });

test('events go on from the last cursor, beyond what was left out, and nothing is missed', async () => {
  const data = {
    fields: { seats: { listValue: { values: [{ numberValue: 7 }, { stringValue: 'x' }] } }, none: { nullValue: 'NULL_VALUE' as const } },
  };
  const { service, requests } = await events([
    says([{ items: [{ ...event('1'), data }, event('2')], next: '2' }], AWAY),
    says(
      [
        { items: [], next: '2' },
        { items: [], next: '8' },
      ],
      AWAY,
    ),
    says([{ items: [event('9')], next: '9' }]),
  ]);
  const pages = await all(service.client().watchEvents({ types: ['SeatHeld'] }), 3);
  assert.deepEqual(
    pages.map(({ items, next }) => [items.map(({ cursor }) => cursor), next]),
    [
      [['1', '2'], '2'],
      [[], '8'],
      [['9'], '9'],
    ],
  );
  assert.deepEqual(
    requests.map(({ after, types }) => [after, types]),
    [
      ['', ['SeatHeld']],
      ['2', ['SeatHeld']],
      ['8', ['SeatHeld']],
    ],
  );
  assert.deepEqual(pages[0]?.items[0], {
    cursor: '1',
    type: 'SeatHeld',
    at: new Date(5_000),
    entity: 'schedule/s',
    data: { seats: [7, 'x'], none: null },
  });
});

test('events: a loop that takes its time holds the service back', async () => {
  let written = 0;
  const items = Array.from({ length: 100 }, (_, index) => ({ ...event(String(index)), entity: 'x'.repeat(1_000) }));
  const { service } = await events([
    (call) => {
      const more = (): void => {
        while (!call.destroyed && written < 1_000) {
          written += 1;
          if (!call.write({ items, next: String(written) })) return void call.once('drain', more);
        }
      };
      more();
    },
  ]);
  let read = 0;
  for await (const page of service.client().watchEvents({})) {
    assert.equal(page.items.length, 100);
    read += 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (read === 10) break;
  }
  assert.ok(written < 200, `${written} pages of 100 KB were on their way for a reader of ${read}`);
});

test.run();
