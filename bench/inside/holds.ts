/** Holds as the edge hands them to the entity host, made before the clock runs; and the loop that keeps a number of them in flight. */
import type { Envelope } from '../../src/cluster/router.js';
import { concertIdFrom, scheduleEntity, scheduleIdFrom } from '../../src/domain/ids.js';
import type { EntityId } from '../../src/domain/ids.js';
import { HOLD_MS_DEFAULT, PRICE_DEFAULT } from '../../src/domain/schedule/protocol.js';
import type { ScheduleSpec } from '../../src/domain/schedule/protocol.js';
import type { Host } from './host.js';

/** A year: no sale ends and no admission lapses while it is measured. */
const LONG_MS = 365 * 24 * 3_600_000;

export interface Ask {
  readonly entity: EntityId;
  readonly envelope: Envelope;
}

export interface Stage {
  readonly concertId: string;
  readonly userIds: readonly string[];
}

export function stageWith(host: Host, users: number): Stage {
  return { concertId: concertIdFrom(host.minting.commandId()), userIds: Array.from({ length: users }, () => host.minting.userId()) };
}

/** Creates a schedule that is on sale, without a cap per user. */
export async function newSchedule(host: Host, { concertId }: Stage, seats: number): Promise<EntityId> {
  const entity = scheduleEntity(scheduleIdFrom(concertId, host.minting.commandId()));
  const startsAt = host.now() + LONG_MS;
  const spec: ScheduleSpec = {
    concertId,
    startsAt,
    timeZone: 'Asia/Seoul',
    date: new Date(startsAt).toISOString().slice(0, 10),
    sections: [{ name: 'Floor', price: PRICE_DEFAULT, rows: [{ name: '1', seats }] }],
    holdMs: HOLD_MS_DEFAULT,
    maxSeatsPerUser: 0,
    onSaleAt: null,
    salesCloseAt: startsAt,
  };
  await host.must(entity, { type: 'Create', spec });
  return entity;
}

/** A hold of one seat. */
export function holdOf(host: Host, stage: Stage, entity: EntityId, seat: number, user: number): Ask {
  const userId = stage.userIds[user % stage.userIds.length];
  if (userId === undefined) throw new Error('there are no users');
  const admission = { concertId: stage.concertId, admittedUntil: host.now() + LONG_MS };
  return { entity, envelope: { id: host.minting.commandId(), command: { type: 'Hold', userId, choice: { seats: [seat] }, admission } } };
}

/** Asks all of them in order with `inFlight` under way, as soon as one is answered the next. */
export async function askAll(host: Host, asks: readonly Ask[], inFlight: number, isGood: (answer: unknown) => boolean): Promise<void> {
  const { region } = host;
  let next = 0;
  let bad: unknown = null;
  await new Promise<void>((resolve) => {
    let answered = 0;
    const onAnswer = (answer: unknown): void => {
      if (!isGood(answer)) bad ??= answer;
      answered += 1;
      if (answered === asks.length) resolve();
      else askNext();
    };
    const askNext = (): void => {
      const ask = asks[next];
      next += 1;
      if (ask !== undefined) void region.ask(ask.entity, ask.envelope).then(onAnswer);
    };
    for (let started = 0; started < inFlight; started += 1) askNext();
  });
  if (bad !== null) throw new Error(`an answer was wrong: ${JSON.stringify(bad)}`);
}

export function isHeld(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'status' in answer && answer.status === 'HELD';
}
