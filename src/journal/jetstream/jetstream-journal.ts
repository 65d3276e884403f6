/**
 * The journal of a cluster: a log on NATS JetStream that all nodes write to and read from. The log is the lock; see writer.ts, append-lane.ts and outcome.ts for
 * what makes an append durable or fenced, incarnation.ts and streams.ts for where it is written, replay.ts and event-log.ts for how it is read.
 *
 * The connection is the journal's own. An outage of the servers is not a failure: appends wait, and are sent again, until there is a verdict or the node's lease
 * is over. The journal fails for good when a stream is gone, full or sealed, when the node may not write, or when the connection is closed.
 */
import { randomBytes } from 'node:crypto';
import { jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type {
  AppendResult,
  Head,
  HistoryQuery,
  Journal,
  Loaded,
  LoggedRecord,
  LogPlace,
  NewRecord,
  OpeningReport,
  Snapshot,
  StoredRecord,
} from '../port.js';
import { JournalUnusable } from '../port.js';
import { describeError } from '../sqlite/errors.js';
import type { AppendTimers } from './append-backoff.js';
import type { AppendIncident } from './append-lane.js';
import { Publisher } from './append-publisher.js';
import { StreamCheck } from './append-stream-check.js';
import { EventLog } from './event-log.js';
import { Heads } from './heads.js';
import { Histories } from './histories.js';
import { agree, IncarnationRegister } from './incarnation.js';
import type { Layout } from './layout.js';
import { logStream } from './layout.js';
import { Patience, READ_LIMITS } from './log-reader-patience.js';
import { readOpening, SeenPositions } from './log-reader-report.js';
import { LogReader } from './log-reader.js';
import { Replay } from './replay.js';
import { SnapshotsInLog } from './snapshots-log.js';
import { SnapshotPlaces } from './snapshots-places.js';
import { assertServers, openStreams } from './streams.js';
import { Tails } from './tails.js';
import type { Commit } from './writer.js';
import { Writer } from './writer.js';

const INCARNATION_BYTES = 6;
/** Servers that start together with this node have so long. */
const OPENING_PATIENCE_MS = 30_000;

export interface JournalLog {
  info(members: object, message: string): void;
  warn(members: object, message: string): void;
  error(members: object, message: string): void;
}

export interface JetStreamJournalOptions {
  /** Of the journal alone: it closes it, also when it cannot be opened. */
  readonly connection: NatsConnection;
  /** Letters, digits and hyphens; tells this cluster's streams from others on the same servers. */
  readonly prefix: string;
  /** How many streams a new log is spread over; a log that is there keeps the number it has. */
  readonly lanes: number;
  /** How many servers keep each record. */
  readonly replicas: number;
  /** Which shard an entity is in; must never change for an entity. */
  readonly shardOf: (entity: string) => number;
  /** The node's data directory, for snapshots of its own. */
  readonly directory: string;
  /** The log that the node's data belong to: a cluster that has none is refused then, not begun. @default null */
  readonly known?: string | null;
  /** The lease: asked before every publish. */
  readonly mayWrite: () => boolean;
  readonly timers: AppendTimers;
  /** From 0, below 1. */
  readonly random: () => number;
  readonly log: JournalLog;
  /** Told after every commit, for metrics. Must be quick. */
  readonly onCommit?: (commit: Commit) => void;
  /** Told of what happens to appends on their way, for metrics. Must be quick. */
  readonly onAppend?: (incident: AppendIncident) => void;
  /** How long servers may not be able to answer while the journal is opened, ms. @default 30000 */
  readonly openingPatienceMs?: number;
}

export interface JetStreamJournal extends Journal {
  /** Which log of the cluster this is: another one after it was restored or migrated. */
  readonly incarnation: string;
  /** This process began it: the cluster had none before. */
  readonly isNew: boolean;
  readonly lanes: number;
  /** By how many records the log is ahead of what this node has written and read of it. Rejects when nobody can tell now. */
  lag(): Promise<number>;
  /** The last position of each lane, by the word of its leader. */
  ends(): Promise<LogPlace>;
}

/**
 * Opens the log of a cluster, or creates it.
 * @throws JournalUnusable with one line that says why it cannot be opened and what to do.
 */
export async function openJetStreamJournal(options: JetStreamJournalOptions): Promise<JetStreamJournal> {
  const patience = new Patience({ now: () => performance.now(), after: options.timers.after.bind(options.timers), random: options.random });
  try {
    const manager = await jetstreamManager(options.connection, { checkAPI: false });
    const { layout, isNew } = await openLog(options, manager);
    return await LogJournal.open({ options, manager, layout, isNew, patience });
  } catch (error) {
    patience.stop();
    await options.connection.close();
    if (error instanceof JournalUnusable) throw error;
    throw new JournalUnusable(`cannot open the log of cluster ${options.prefix}: ${describeError(error)}`);
  }
}

/** The incarnation that counts, with all its streams. */
async function openLog(
  { connection, prefix, lanes, replicas, shardOf, known, timers, log, openingPatienceMs }: JetStreamJournalOptions,
  manager: JetStreamManager,
): Promise<{ readonly layout: Layout; readonly isNew: boolean }> {
  const patience = { timers, patienceMs: openingPatienceMs ?? OPENING_PATIENCE_MS };
  await assertServers(connection, manager, patience);
  const register = await IncarnationRegister.open({ ...patience, client: manager.jetstream(), manager, prefix, replicas });
  const written = await agree(register, { lanes, mint: () => randomBytes(INCARNATION_BYTES).toString('hex'), known: known ?? null });
  const { incarnation, lanes: lanesThere, state } = written.value;
  const layout: Layout = { prefix, incarnation, lanes: lanesThere, shardOf };
  if (lanesThere !== lanes) {
    log.warn(
      { incarnation, lanes: lanesThere },
      `the log has ${lanesThere} lanes since it was created; the setting ${lanes} has no effect`,
    );
  }
  await openStreams({ ...patience, manager, layout, replicas, mayCreate: state === 'creating' });
  if (state === 'creating') await register.complete(written);
  if (written.isNew)
    log.info({ incarnation, lanes: lanesThere, replicas }, `created the log of cluster ${prefix}, incarnation ${incarnation}`);
  return { layout, isNew: written.isNew };
}

interface Opened {
  readonly options: JetStreamJournalOptions;
  readonly manager: JetStreamManager;
  readonly layout: Layout;
  readonly isNew: boolean;
  readonly patience: Patience;
}

class LogJournal implements JetStreamJournal {
  readonly incarnation: string;
  readonly isNew: boolean;
  readonly lanes: number;
  /** On top of a record whose place in the log is not known yet nothing can be written: the place is what the next one expects. */
  readonly appendsAtOnce = 1;
  private readonly connection: NatsConnection;
  private readonly seen: SeenPositions;
  private readonly eventLog: EventLog;
  private readonly histories: Histories;
  private readonly headsOf: Heads;
  private readonly replay: Replay;
  private readonly writer: Writer;
  private isClosing = false;
  private closing: Promise<void> | null = null;

  private constructor(
    private readonly opened: Opened,
    private readonly reader: LogReader,
    private readonly snapshots: SnapshotPlaces,
    readonly opening: OpeningReport,
  ) {
    const { options, layout, isNew, patience } = opened;
    const tails = new Tails();
    this.incarnation = layout.incarnation;
    this.isNew = isNew;
    this.lanes = layout.lanes;
    this.connection = options.connection;
    this.seen = new SeenPositions(layout);
    this.eventLog = new EventLog({ log: reader, layout, patience });
    this.histories = new Histories({ log: reader, patience });
    this.headsOf = new Heads({ jsm: opened.manager, log: reader, layout, patience });
    this.replay = new Replay({ log: reader, layout, tails, snapshots, patience });
    this.writer = createWriter(opened, tails, this.seen, (reason) => this.writer.fail(reason));
    void this.connection.closed().then(() => {
      if (!this.isClosing) this.writer.fail('the connection to NATS is closed');
    });
  }

  static async open(opened: Opened): Promise<LogJournal> {
    const { options, manager: jsm, layout, patience } = opened;
    const reader = new LogReader({ jsm, layout, patience });
    const snapshots = await SnapshotPlaces.open({ directory: options.directory, log: new SnapshotsInLog({ jsm, layout, patience }) });
    // Streams that were made just now may have nobody yet who answers for them.
    const opening = new Patience(patience.timing, { ...READ_LIMITS, totalMs: options.openingPatienceMs ?? OPENING_PATIENCE_MS });
    try {
      return new LogJournal(opened, reader, snapshots, await readOpening(new LogReader({ jsm, layout, patience: opening }), layout));
    } catch (error) {
      await snapshots.close();
      throw error;
    }
  }

  append(record: NewRecord): Promise<AppendResult> {
    return this.writer.append(record);
  }

  load(entity: string, snapshotSchema?: number): Promise<Loaded> {
    return this.replay.load(entity, snapshotSchema);
  }

  saveSnapshot(snapshot: Snapshot): Promise<void> {
    return this.snapshots.save(snapshot);
  }

  heads(shards?: ReadonlySet<number>): AsyncIterable<readonly Head[]> {
    return this.headsOf.heads(shards);
  }

  history(query: HistoryQuery): Promise<readonly StoredRecord[]> {
    return this.histories.history(query);
  }

  async events(after: LogPlace, limit: number): Promise<readonly LoggedRecord[]> {
    const records = await this.eventLog.events(after, limit);
    for (const { lane, position } of records) this.seen.note(lane, position);
    return records;
  }

  backup(directory: string): Promise<void> {
    return Promise.reject(new Error(`the log of a cluster is not backed up to ${directory} while it runs: copy it into a data directory`));
  }

  onFailure(listener: (reason: string) => void): void {
    this.writer.onFailure(listener);
  }

  lag(): Promise<number> {
    return this.seen.lag(this.reader);
  }

  async ends(): Promise<LogPlace> {
    return Promise.all(Array.from({ length: this.lanes }, async (_, lane) => (await this.reader.extent(lane)).last));
  }

  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    await this.writer.drain();
    this.isClosing = true;
    this.opened.patience.stop();
    await this.snapshots.close();
    await this.connection.close();
  }
}

function createWriter(
  { options, manager: jsm, layout }: Opened,
  tails: Tails,
  seen: SeenPositions,
  fail: (reason: string) => void,
): Writer {
  const { connection, mayWrite, timers, random, log, onCommit, onAppend } = options;
  const timing = { now: () => performance.now(), after: timers.after.bind(timers), random };
  // Asked once: the writer asks again itself, and asks for the lease in between.
  const impatience = new Patience(timing, { attemptMs: READ_LIMITS.attemptMs, totalMs: 0 });
  const checks = Array.from({ length: layout.lanes }, (_, lane) => new StreamCheck(jsm, logStream(layout, lane), timers, fail));
  return new Writer({
    layout,
    log: new LogReader({ jsm, layout, patience: impatience }),
    tails,
    publisher: new Publisher(connection, mayWrite),
    timers,
    random,
    mayWrite,
    onCommit: onCommit ?? (() => undefined),
    onIncident: onAppend ?? (() => undefined),
    onStored: (lane, position) => seen.note(lane, position),
    onNobody: (lane) => checks[lane]?.suspect(),
    onOdd: (message) => log.error({ incarnation: layout.incarnation }, message),
  });
}
