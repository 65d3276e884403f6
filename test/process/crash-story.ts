/** A whole crash run: a hall, a crowd, kills and restarts, and the audit of all that clients were told. */
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import type { Random } from '../../bench/onsale/random.js';
import { randomFrom } from '../../bench/onsale/random.js';
import { comeToRest } from '../../bench/support/come-to-rest.js';
import { EventLog } from '../../bench/support/event-log.js';
import { FrontrowApi } from '../../bench/support/frontrow-api.js';
import { temporaryDataDir } from '../../bench/support/node-process.js';
import type { AuditReport } from '../../src/audit/auditor.js';
import { Auditor } from '../../src/audit/auditor.js';
import type { ServedState } from '../../src/audit/client-facts.js';
import type { Crowd, Hall, Intentions } from './crash-fans.js';
import { CrashFan } from './crash-fans.js';
import type { KillPoint } from './crash-run.js';
import { CrashRun, medianStartMs } from './crash-run.js';
import type { Interruption, Wish } from './interruptions.js';
import { countInterruptions, countInterruptionsInCopy } from './interruptions.js';

export interface CrashStory {
  readonly seed: number;
  readonly kills: number;
  readonly killsMax: number;
  /** Steps that must be interrupted; while one of them is missing, the killing goes on. */
  readonly steps: readonly Interruption[];
  readonly fans: number;
  /** Seats of each of the three schedules. */
  readonly seats: number;
  readonly holdSeconds: number;
  readonly intentions: Intentions;
  readonly chargeShare: number;
  readonly nextPoint: (life: number, random: Random) => KillPoint;
}

export interface CrashEnding {
  readonly kills: number;
  readonly report: AuditReport;
  readonly interruptions: ReadonlyMap<Interruption, number>;
  /** What the node said it found at its last start, after an orderly stop. */
  readonly lastStart: string;
}

const SCHEDULES = 3;
const PRICE = 1_000;
const STREAMS = { kills: 0, clients: 1, firstFan: 2 } as const;
const DAY_MS = 86_400_000;

export async function playCrashes(story: CrashStory): Promise<CrashEnding> {
  const directory = await temporaryDataDir();
  try {
    return await playIn(directory.path, story);
  } finally {
    await directory.remove();
  }
}

async function playIn(dataDir: string, story: CrashStory): Promise<CrashEnding> {
  const began = performance.now();
  const killRandom = randomFrom(story.seed, STREAMS.kills);
  const wishes: Wish[] = [];
  const run = await CrashRun.start({
    dataDir,
    kills: story.kills,
    killsMax: story.killsMax,
    isEnough: async (lives) => {
      const counts = await countInterruptionsInCopy(dataDir, lives, wishes);
      return story.steps.every((step) => counts.has(step));
    },
    // Each fan may have two requests under way.
    connections: 2 * story.fans + 2,
    random: randomFrom(story.seed, STREAMS.clients),
    nextPoint: (life) => story.nextPoint(life, killRandom),
  });
  try {
    const auditor = new Auditor();
    let isOver = false;
    const hall = await openHall(run, story);
    const { intentions, chargeShare } = story;
    const crowd: Crowd = { run, hall, intentions, chargeShare, wishes, observe: (fact) => auditor.observe(fact), isOver: () => isOver };
    const fans = await Promise.all(
      Array.from({ length: story.fans }, (_, index) => CrashFan.arrive(crowd, randomFrom(story.seed, STREAMS.firstFan + index))),
    );
    const living = Promise.all(fans.map((fan) => fan.live()));
    await Promise.race([run.killAll(), living]);
    isOver = true;
    await living;
    const lastStart = await run.restartInPeace();
    const report = await audit(run, auditor, hall, fans, story.holdSeconds);
    await run.restartInPeace();
    await run.close();
    const interruptions = await countInterruptions(dataDir, run.lives, wishes);
    tell(run, report, interruptions, began);
    return { kills: run.lives.length, report, interruptions, lastStart };
  } finally {
    await run.close();
  }
}

async function openHall(run: CrashRun, { fans, seats, holdSeconds }: CrashStory): Promise<Hall> {
  const api = new FrontrowApi(run.client);
  const adminKey = await run.adminKey();
  const concertId = await api.createConcert(adminKey, 'A night of crashes', { maxActive: fans + 10 }, 'concert');
  const startsAt = new Date(Date.now() + DAY_MS).toISOString();
  const schedule = { startsAt, sections: [{ name: 'Floor', price: PRICE, seats }], holdSeconds, maxSeatsPerUser: 0 };
  const scheduleIds: string[] = [];
  for (let index = 0; index < SCHEDULES; index += 1) {
    scheduleIds.push(await api.addSchedule(adminKey, concertId, schedule, `schedule-${index}`));
  }
  return { concertId, scheduleIds, seats, price: PRICE };
}

/** Longer holds stand until the books are closed, so they change nothing meanwhile. */
const HOLD_WAITED_FOR_MAX_SECONDS = 10;

/** What is served is asked for when nothing moves any more, and before the last look at the log, so that the log has everything that was served. */
async function audit(run: CrashRun, auditor: Auditor, hall: Hall, fans: readonly CrashFan[], holdSeconds: number): Promise<AuditReport> {
  const log = new EventLog(run.client, await run.adminKey());
  const waitedFor = holdSeconds <= HOLD_WAITED_FOR_MAX_SECONDS ? holdSeconds : null;
  assert.ok(await comeToRest(log, auditor, hall.concertId, waitedFor), 'holds run out and payments are settled by themselves');
  const api = new FrontrowApi(run.client);
  const inspector = await api.guest();
  const { token } = await api.token(inspector, hall.concertId);
  const served: ServedState[] = [];
  for (const { guest } of fans) served.push({ served: 'BALANCE', userId: guest.userId, balance: await api.balance(guest) });
  for (const scheduleId of hall.scheduleIds) {
    served.push({ served: 'SEATS', scheduleId, seats: await api.seats(inspector, token, scheduleId, null) });
  }
  await log.readToEnd((event) => auditor.feed(event));
  return auditor.finish({ now: log.servedAt, quiescent: true, served });
}

function tell(run: CrashRun, { totals, factsChecked }: AuditReport, interruptions: ReadonlyMap<Interruption, number>, began: number): void {
  const { payments, holds } = totals;
  const lines = [
    `${run.lives.length} kills in ${Math.round((performance.now() - began) / 1000)} s; a start takes ${medianStartMs(run.lives)} ms (median)`,
    `${totals.events} events, ${factsChecked} acknowledged facts; ${holds.made} holds, ${payments.completed} payments, ${payments.declined} declined, ${payments.timedOut} timed out`,
    ...[...interruptions].map(([interruption, count]) => `${count} times ${interruption}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
