import { test } from 'uvu';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SEATS, USERS, World } from './world.js';
import type { Deed } from './world.js';

const HISTORIES = 150;
const user = fc.nat(USERS.length - 1);
const seat = fc.integer({ min: 1, max: SEATS });

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ deed: fc.constant('wait' as const), ms: fc.constantFrom(1, 500, 4_000, 20_000, 31_000, 301_000) }) },
  { weight: 4, arbitrary: fc.record({ deed: fc.constant('join' as const), user }) },
  { weight: 1, arbitrary: fc.record({ deed: fc.constantFrom('leave' as const, 'release' as const), user }) },
  { weight: 5, arbitrary: fc.record({ deed: fc.constant('pay' as const), user }) },
  {
    weight: 8,
    arbitrary: fc.record({ deed: fc.constant('hold' as const), user, seats: fc.uniqueArray(seat, { minLength: 1, maxLength: 3 }) }),
  },
  { weight: 3, arbitrary: fc.record({ deed: fc.constant('charge' as const), user, amount: fc.integer({ min: 1, max: 400 }) }) },
  { weight: 1, arbitrary: fc.record({ deed: fc.constantFrom('block' as const, 'unblock' as const), seat }) },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('configure' as const), maxActive: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 6, arbitrary: fc.record({ deed: fc.constant('deliver' as const), which: fc.nat(5), answered: fc.boolean() }) },
);
const deeds = fc.array(deed, { minLength: 20, maxLength: 120 });

function play(story: readonly Deed[]): World {
  const world = new World();
  for (const step of story) world.do(step);
  return world;
}

test('whatever the real deciders do is clean', () => {
  fc.assert(
    fc.property(deeds, (story) => {
      assert.deepEqual(play(story).finish().violations, []);
    }),
    { numRuns: HISTORIES },
  );
});

test('the histories go all the way: holds, payments of every outcome, refunds', () => {
  const seen = new Set<string>();
  for (const story of fc.sample(deeds, { numRuns: HISTORIES, seed: 1 })) {
    const world = play(story);
    world.finish();
    for (const { type } of world.log) seen.add(type);
  }
  const wanted = [
    'HoldExpired',
    'HoldReleased',
    'PaymentCompleted',
    'PaymentAborted',
    'PointsRefunded',
    'UseDeclined',
    'UseForbidden',
    'TokenExpired',
  ];
  assert.deepEqual(
    wanted.filter((type) => !seen.has(type)),
    [],
  );
});

/** A second SalesOpened or setting says nothing new, so only these must be noticed. */
const ONCE_ONLY = [
  ...[
    'SeatHeld',
    'HoldReleased',
    'HoldExpired',
    'PaymentStarted',
    'PaymentCompleted',
    'ReservationCreated',
    'PaymentAborted',
    'SeatsBlocked',
  ],
  ...['PointsCharged', 'PointsUsed', 'PointsRefunded', 'TokenIssued', 'TokenActivated', 'TokenExpired', 'ScheduleCreated', 'QueueOpened'],
];
const NOT_TO_BE_MISSED = [
  'SeatHeld',
  'HoldReleased',
  'HoldExpired',
  'PaymentStarted',
  'PaymentCompleted',
  'ReservationCreated',
  'PointsUsed',
  'TokenIssued',
];

test('an event that is in the log twice is always noticed', () => {
  fc.assert(
    fc.property(deeds, fc.nat(), (story, pick) => {
      const world = play(story);
      world.finish();
      const places = world.log.flatMap(({ type }, index) => (ONCE_ONLY.includes(type) ? [index] : []));
      const place = places[pick % places.length] ?? 0;
      const twice = [...world.log.slice(0, place + 1), ...world.log.slice(place)];
      assert.ok(world.auditOf(twice).violationsTotal > 0, `a second ${world.log[place]?.type ?? ''} went unnoticed`);
    }),
    { numRuns: HISTORIES },
  );
});

test('an event that is missing from the log is always noticed', () => {
  fc.assert(
    fc.property(deeds, fc.nat(), (story, pick) => {
      const world = play(story);
      world.finish();
      const places = world.log.flatMap(({ type }, index) => (NOT_TO_BE_MISSED.includes(type) ? [index] : []));
      fc.pre(places.length > 0);
      const place = places[pick % places.length] ?? 0;
      const without = world.log.filter((_, index) => index !== place);
      assert.ok(world.auditOf(without).violationsTotal > 0, `the missing ${world.log[place]?.type ?? ''} went unnoticed`);
    }),
    { numRuns: HISTORIES },
  );
});

test.run();
