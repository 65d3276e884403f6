/**
 * How long the event loop stands still while snapshots of a large entity are taken: the real entity host, the real journal, and commands without a pause.
 *
 * The entity is read from a data directory. The first record after that makes a snapshot due, the next one is due when as many bytes of records have come as
 * the entity's size demands: so under the same load there is time with a snapshot under way and time without. The first snapshot is part of the warm-up.
 */
import { performance } from 'node:perf_hooks';
import { Region } from '../../src/actors/region.js';
import type { AnyDecider } from '../../src/actors/turn.js';
import type { Slices } from '../../src/domain/column.js';
import type { EncodedState } from '../../src/domain/decider.js';
import type { EntityId } from '../../src/domain/ids.js';
import { queueDecider } from '../../src/domain/queue/decider.js';
import type { TokenView } from '../../src/domain/queue/protocol.js';
import { isRefusal } from '../../src/domain/refusals.js';
import { scheduleDecider } from '../../src/domain/schedule/decider.js';
import type { ReservationView } from '../../src/domain/schedule/protocol.js';
import { createMinting } from '../../src/identity/minting.js';
import { openSqliteJournal } from '../../src/journal/sqlite/sqlite-journal.js';
import { nodeTimers } from '../../src/timers.js';
import { childOptions, report } from './child.js';
import { CONCERT_ID, KEY_ID, userOf } from './recovery-histories.js';
import type { Stall } from './stall-monitor.js';
import { LoopMonitor } from './stall-monitor.js';

export interface StallOptions {
  readonly directory: string;
  readonly entity: EntityId;
  /** Each of them gives its next command when the last one is answered. */
  readonly callers: number;
  /** Of a schedule, whose callers hold a seat and give it back; null for a queue, whose callers stand in line and leave it. */
  readonly seats: number | null;
  /** Numbers the users of this run from here on: they must be new ones. */
  readonly newcomersFrom: number;
  /** How many are looked at. */
  readonly snapshots: number;
}

export interface Stalls {
  readonly withSnapshot: Stall;
  readonly without: Stall;
  /** Of one snapshot. */
  readonly bytes: number;
  /** From the moment a snapshot was begun until it was saved, ms, each. */
  readonly durations: readonly number[];
  readonly commands: number;
}

const ADMITTED_MS = 60_000;
const NO_STALL: Stall = { wallMs: 0, ownMs: 0 };

const options = childOptions<StallOptions>();
const monitor = new LoopMonitor();
const minting = createMinting();
const durations: number[] = [];
let withSnapshot = NO_STALL;
let without = NO_STALL;
let begunAt = 0;
let bytes = 0;
let commands = 0;
let newcomers = options.newcomersFrom;
let warm = false;

const journal = await openSqliteJournal({ directory: options.directory });
const save = journal.saveSnapshot.bind(journal);
journal.saveSnapshot = async (snapshot) => {
  bytes = bytesOf(snapshot.state);
  await save(snapshot);
  saved();
};
const region = new Region({
  journal,
  deciders: [noticed(queueDecider), noticed(scheduleDecider)],
  limits: { inboxDepthMax: options.callers, liveEntitiesMax: options.callers, passivateAfterMs: 3_600_000 },
  now: Date.now,
  timers: nodeTimers,
  random: Math.random,
  log: { info: () => undefined, warn: complain, error: complain },
});

await must({ type: 'Describe' });
monitor.begin();
const call = options.seats === null ? joinAndLeave : holdAndRelease;
const busy = async (caller: number): Promise<void> => {
  while (durations.length < options.snapshots) await call(caller);
};
await Promise.all(Array.from({ length: options.callers }, (_, caller) => busy(caller)));
monitor.end();
report({ withSnapshot, without, bytes, durations, commands } satisfies Stalls);
// The journal keeps the snapshots that were saved; there is nothing to wait for.
process.exit(0);

/** The rules as they are; when a snapshot is begun is seen on the way. */
function noticed(decider: AnyDecider): AnyDecider {
  const encodeInSlices = (state: unknown): Slices<EncodedState> => {
    begunAt = performance.now();
    const stall = monitor.restart();
    if (warm) without = worse(without, stall);
    const slices = decider.encodeInSlices?.(state);
    if (slices === undefined) throw new Error(`a ${decider.kind} is not encoded in slices`);
    return slices;
  };
  return { ...decider, encodeInSlices };
}

function saved(): void {
  const stall = monitor.restart();
  if (warm) {
    withSnapshot = worse(withSnapshot, stall);
    durations.push(performance.now() - begunAt);
  }
  warm = true;
}

function worse(one: Stall, other: Stall): Stall {
  return { wallMs: Math.max(one.wallMs, other.wallMs), ownMs: Math.max(one.ownMs, other.ownMs) };
}

async function joinAndLeave(): Promise<void> {
  const userId = userOf(newcomers);
  newcomers += 1;
  const { seq } = (await must({ type: 'Join', userId, keyId: KEY_ID })) as TokenView;
  await must({ type: 'Leave', userId, seq });
}

async function holdAndRelease(caller: number): Promise<void> {
  const userId = userOf(newcomers);
  newcomers += 1;
  const admission = { concertId: CONCERT_ID, admittedUntil: Date.now() + ADMITTED_MS };
  const { reservationId } = (await must({ type: 'Hold', userId, choice: { seats: [caller + 1] }, admission })) as ReservationView;
  await must({ type: 'Release', userId, reservationId });
}

async function must(command: object): Promise<unknown> {
  commands += 1;
  const answer = await region.ask(options.entity, { id: minting.commandId(), command });
  if (isRefusal(answer)) throw new Error(`${options.entity} refused ${JSON.stringify(command)}: ${JSON.stringify(answer)}`);
  return answer;
}

function bytesOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, part) => sum + bytesOf(part), 0);
}

function complain(members: object, message: string): void {
  throw new Error(`${message}: ${JSON.stringify(members)}`, { cause: members });
}
