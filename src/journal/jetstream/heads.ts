/**
 * Who has something due or open: the last record of each entity of some shards, without the bodies. A short-lived consumer delivers them in the order of the
 * lane.
 *
 * The consumer lives on one server, which may be behind. So it is also given the subject of the lane's last message, as the leader has it: when a message at that
 * position or a later one has come, the server knew everything that was acknowledged before the question, and so has the consumer delivered it. When the server
 * dies, a new consumer begins again, and what was delivered before is passed over.
 */
import type { Consumer, JetStreamClient, JetStreamManager, JsMsg } from '@nats-io/jetstream';
import { AckPolicy, DeliverPolicy } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { Head } from '../port.js';
import type { Layout } from './layout.js';
import { laneOf, laneSubjects, logStream, shardSubjects } from './layout.js';
import type { LogReader } from './log-reader.js';
import { bodiless } from './log-reader.js';
import { LogUnreadable } from './log-reader-patience.js';
import type { Patience } from './log-reader-patience.js';
import { RECORD_HEADER } from './record-message.js';

/** Of one consumer, besides the lane's last message. The servers compare each with each: a thousand at once take them half a second, a hundred a few ms. */
const SHARDS_AT_ONCE = 99;
/** Of one request. */
const MESSAGES_AT_ONCE = 4_096;
const EXPIRES_MS = 3_000;
const HEARTBEAT_MS = 500;
/** A consumer that nobody uses goes away by itself. */
const CONSUMER_IDLE_MS = 30_000;

export interface HeadsOptions {
  readonly jsm: JetStreamManager;
  readonly log: Pick<LogReader, 'lastInLane'>;
  readonly layout: Layout;
  readonly patience: Patience;
}

/** What one consumer is for. */
interface Scan {
  readonly lane: number;
  readonly filters: readonly string[];
  /** The lane's last message when the scan began. */
  readonly goal: { readonly subject: string; readonly position: number };
  /** The goal is of another shard. */
  readonly goalIsForeign: boolean;
}

export class Heads {
  private readonly jetstream: JetStreamClient;

  constructor(private readonly options: HeadsOptions) {
    this.jetstream = options.jsm.jetstream();
  }

  /** In pages. An entity that gets a record meanwhile may come twice, with its later head last. */
  async *heads(shards?: ReadonlySet<number>): AsyncGenerator<readonly Head[]> {
    const { layout } = this.options;
    for (let lane = 0; lane < layout.lanes; lane += 1) {
      if (shards === undefined) {
        yield* this.lane(lane, [laneSubjects(layout, lane)]);
        continue;
      }
      const filters = [...shards].filter((shard) => laneOf(layout, shard) === lane).map((shard) => shardSubjects(layout, shard));
      for (let start = 0; start < filters.length; start += SHARDS_AT_ONCE) {
        yield* this.lane(lane, filters.slice(start, start + SHARDS_AT_ONCE));
      }
    }
  }

  private async *lane(lane: number, subjects: readonly string[]): AsyncGenerator<readonly Head[]> {
    const { log, patience } = this.options;
    const goal = await log.lastInLane(lane);
    if (goal === null) return;
    const goalIsForeign = !subjects.some((filter) => covers(filter, goal.subject));
    const scan: Scan = { lane, filters: goalIsForeign ? [...subjects, goal.subject] : subjects, goal, goalIsForeign };
    let reached = 0;
    let failures = 0;
    let reachedAt = patience.timing.now();
    while (reached < goal.position) {
      try {
        for await (const page of this.scan(scan, reached)) {
          if (page.reached > reached) [reached, reachedAt, failures] = [page.reached, patience.timing.now(), 0];
          if (page.heads.length > 0) yield page.heads;
        }
      } catch (error) {
        if (patience.timing.now() - reachedAt > patience.limits.totalMs) throw new LogUnreadable(`the heads of lane ${lane}`, error);
        await patience.pause(patience.pauseAfter(failures));
        failures += 1;
      }
    }
  }

  /** One consumer. Rejects when it is lost before the goal is reached. */
  private async *scan(scan: Scan, delivered: number): AsyncGenerator<{ readonly reached: number; readonly heads: readonly Head[] }> {
    const consumer = await this.createConsumer(scan);
    try {
      let reached = delivered;
      while (reached < scan.goal.position) {
        const heads: Head[] = [];
        const before = reached;
        let received = 0;
        const messages = await consumer.fetch({ max_messages: MESSAGES_AT_ONCE, expires: EXPIRES_MS, idle_heartbeat: HEARTBEAT_MS });
        for await (const message of messages) {
          const position = message.seq;
          received += 1;
          const isNew = position > before;
          if (isNew) reached = position;
          const isOurs = !scan.goalIsForeign || message.subject !== scan.goal.subject;
          const head = isNew && isOurs ? headOf(message) : null;
          if (head !== null) heads.push(head);
          if (reached >= scan.goal.position) break;
        }
        if (received === 0) throw new Error(`a consumer of lane ${scan.lane} brought nothing for ${EXPIRES_MS} ms`);
        yield { reached, heads };
      }
    } finally {
      // It would go away by itself.
      consumer.delete().catch(() => undefined);
    }
  }

  private async createConsumer({ lane, filters }: Scan): Promise<Consumer> {
    const { jsm, layout, patience } = this.options;
    const info = await patience.within(() =>
      jsm.consumers.add(logStream(layout, lane), {
        ack_policy: AckPolicy.None,
        deliver_policy: DeliverPolicy.LastPerSubject,
        filter_subjects: [...filters],
        headers_only: true,
        inactive_threshold: nanos(CONSUMER_IDLE_MS),
        mem_storage: true,
        num_replicas: 1,
      }),
    );
    return this.jetstream.consumers.getConsumerFromInfo(info);
  }
}

/** `a.b.*` covers the subjects of one shard, `a.>` those of a lane. */
function covers(filter: string, subject: string): boolean {
  const stem = filter.slice(0, -1);
  return subject.startsWith(stem) && (filter.endsWith('>') || !subject.slice(stem.length).includes('.'));
}

/** Null for whoever has nothing due, and for what is no record: loading it will say so. */
function headOf({ subject, seq, headers }: JsMsg): Head | null {
  const record = bodiless(subject, seq, headers?.get(RECORD_HEADER) ?? '');
  if (record === null || (record.wakeAt === null && !record.openEffects)) return null;
  const { entity, version, hash, at, wakeAt, openEffects } = record;
  return { entity, version, hash, at, wakeAt, openEffects };
}
