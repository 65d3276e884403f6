/** CPU per hold beside more or less of something else: a process of its own, see rows/cost-per-hold.ts. */
import { reservationIdOf, walletEntity } from '../../src/domain/ids.js';
import type { EntityId } from '../../src/domain/ids.js';
import { childOptions, cpuSeconds } from './child.js';
import type { Ask } from './holds.js';
import { askAll, holdOf, isHeld, newSchedule, stageWith } from './holds.js';
import { openHost } from './host.js';
import { serveMeasurements } from './member.js';

export interface CostOptions {
  readonly directory: string;
  /** Of each schedule. */
  readonly seats: number;
  /** Schedules in memory. The bursts go to them in turn. */
  readonly schedules: number;
  /** Over so many schedules a burst is spread, hold by hold. */
  readonly burstSchedules: number;
  /** Reservations there before, spread over the schedules, each of another user. */
  readonly reservations: number;
  /** Wallets in memory, each with a charge. */
  readonly wallets: number;
  /** Bursts in a measurement. */
  readonly bursts: number;
  /** Before the first one. */
  readonly warmUpBursts: number;
}

export interface CostResult {
  readonly holds: number;
  readonly cpuSeconds: number;
}

/** Holds of one burst: asked at once, answered by one commit. */
const BURST_HOLDS = 40;
const USERS = 10_000;
const SETUP_IN_FLIGHT = 2_000;
const CHARGE_POINTS = 100_000;
const CHARGE_POINTS_MAX = 10_000_000;

const options = childOptions<CostOptions>();
const host = await openHost(options.directory);
const stage = stageWith(host, Math.max(USERS, options.reservations, options.wallets));
const schedules = await everySchedule();
const burstSeats = seatsOfBursts();
await reserve();
await charge();
let burstsSoFar = 0;
await measure(options.warmUpBursts);
serveMeasurements(
  () => measure(options.bursts),
  () => host.close(),
);

async function everySchedule(): Promise<readonly EntityId[]> {
  const created: EntityId[] = [];
  while (created.length < options.schedules) {
    const count = Math.min(SETUP_IN_FLIGHT, options.schedules - created.length);
    created.push(...(await Promise.all(Array.from({ length: count }, () => newSchedule(host, stage, options.seats)))));
  }
  return created;
}

/** Spread over the hall, the same of each schedule. */
function seatsOfBursts(): readonly number[] {
  const stride = Math.floor(options.seats / BURST_HOLDS);
  return Array.from({ length: BURST_HOLDS }, (_, index) => 1 + index * stride);
}

/** Takes seats that no burst asks for, schedule by schedule. */
async function reserve(): Promise<void> {
  const taken = new Set(burstSeats);
  const asks: Ask[] = [];
  for (let seat = 1; asks.length < options.reservations && seat <= options.seats; seat += 1) {
    if (taken.has(seat)) continue;
    for (const entity of schedules) {
      if (asks.length < options.reservations) asks.push(holdOf(host, stage, entity, seat, asks.length));
    }
  }
  if (asks.length < options.reservations) throw new Error(`there are only ${asks.length} seats for ${options.reservations} reservations`);
  if (asks.length > 0) await askAll(host, asks, SETUP_IN_FLIGHT, isHeld);
}

async function charge(): Promise<void> {
  const asks: Ask[] = stage.userIds.slice(0, options.wallets).map((userId) => ({
    entity: walletEntity(userId),
    envelope: { id: host.minting.commandId(), command: { type: 'Charge', amount: CHARGE_POINTS, maxPoints: CHARGE_POINTS_MAX } },
  }));
  if (asks.length > 0)
    await askAll(host, asks, SETUP_IN_FLIGHT, (answer) => typeof answer === 'object' && answer !== null && 'balance' in answer);
}

/** Counts the CPU of the holds only; the releases after each burst, which make its seats free again, are not counted. */
async function measure(bursts: number): Promise<CostResult> {
  let seconds = 0;
  for (let burst = 0; burst < bursts; burst += 1) {
    const asks = nextBurst();
    const before = cpuSeconds();
    await askAll(host, asks, BURST_HOLDS, isHeld);
    seconds += cpuSeconds() - before;
    await Promise.all(asks.map((ask) => release(ask)));
  }
  return { holds: bursts * BURST_HOLDS, cpuSeconds: seconds };
}

function nextBurst(): readonly Ask[] {
  const first = burstsSoFar * options.burstSchedules;
  burstsSoFar += 1;
  return burstSeats.map((seat, index) => {
    const entity = schedules[(first + (index % options.burstSchedules)) % schedules.length];
    if (entity === undefined) throw new Error('there are no schedules');
    return holdOf(host, stage, entity, seat, burstsSoFar * BURST_HOLDS + index);
  });
}

async function release({ entity, envelope }: Ask): Promise<void> {
  const scheduleId = entity.slice(entity.indexOf('/') + 1);
  const { userId } = envelope.command as { readonly userId: string };
  await host.must(entity, { type: 'Release', userId, reservationId: reservationIdOf(scheduleId, envelope.id) });
}
