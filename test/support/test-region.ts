/** A region over a journal in memory, on a clock that the test moves, with a log that the test reads. A crash is going on with `reopened()`. */
import type { Envelope, Router } from '../../src/cluster/router.js';
import type { EntityId } from '../../src/domain/ids.js';
import { Region } from '../../src/actors/region.js';
import type { RegionLimits, RegionOptions } from '../../src/actors/region.js';
import type { AnyDecider } from '../../src/actors/turn.js';
import type { Journal, RecordBody, StoredRecord } from '../../src/journal/port.js';
import { MemoryJournal } from '../../src/journal/memory/memory-journal.js';
import { atRest, ManualClock } from './manual-clock.js';
import type { TallyKnobs } from './tally.js';
import { knobs, tallyDecider } from './tally.js';

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly members: Readonly<Record<string, unknown>>;
  readonly message: string;
}

export interface TestRegionOptions {
  readonly journal?: MemoryJournal;
  /** Put between the region and its journal, to count or break calls. */
  readonly through?: (journal: MemoryJournal) => Journal;
  readonly clock?: ManualClock;
  readonly deciders?: readonly AnyDecider[];
  readonly limits?: Partial<RegionLimits>;
  readonly shards?: NonNullable<RegionOptions['shards']>;
  readonly router?: Router;
  readonly onCommit?: (kind: string, key: string, types: readonly string[], at: number) => void;
}

/** Limits that no test reaches by accident. */
const LIMITS: RegionLimits = { inboxDepthMax: 5_000, liveEntitiesMax: 1_000, passivateAfterMs: 60_000 };

/** Over all lives of all regions: two commands never share an id by accident. */
let commandsSoFar = 0;

export class TestRegion {
  readonly journal: MemoryJournal;
  readonly clock: ManualClock;
  readonly knobs: TallyKnobs = knobs();
  readonly log: LogLine[] = [];
  /** Entities that another owner wrote, each time. */
  readonly fenced: EntityId[] = [];
  readonly region: Region;

  constructor(private readonly options: TestRegionOptions = {}) {
    this.journal = options.journal ?? new MemoryJournal();
    this.clock = options.clock ?? new ManualClock();
    const note =
      (level: LogLine['level']) =>
      (members: object, message: string): void => {
        this.log.push({ level, members: members as LogLine['members'], message });
      };
    this.region = new Region({
      journal: options.through?.(this.journal) ?? this.journal,
      deciders: options.deciders ?? [tallyDecider(this.knobs)],
      limits: { ...LIMITS, ...options.limits },
      now: this.clock.now,
      timers: this.clock,
      random: () => 0.5,
      log: { info: note('info'), warn: note('warn'), error: note('error') },
      ...(options.shards === undefined ? {} : { shards: options.shards }),
      ...(options.router === undefined ? {} : { router: options.router }),
      onFenced: (entity) => this.fenced.push(entity),
      onCommit: (kind, key, events, at) =>
        options.onCommit?.(
          kind,
          key,
          events.map(({ type }) => type),
          at,
        ),
    });
  }

  /** The command goes in now; the answer comes when it may be shown. A fresh id unless `envelope` names one. */
  ask(entity: EntityId, command: object, envelope: Partial<Omit<Envelope, 'command'>> = {}): Promise<unknown> {
    commandsSoFar += 1;
    return this.region.ask(entity, { id: commandId(commandsSoFar, 'a'), command, ...envelope });
  }

  /** The next process after a crash: what was durable is there, nothing else; time went on by `ms`. Not started. */
  crashed(ms = 0, options: TestRegionOptions = {}): TestRegion {
    return new TestRegion({
      ...this.options,
      deciders: this.options.deciders ?? [tallyDecider(this.knobs)],
      journal: this.journal.reopened(),
      clock: new ManualClock(this.clock.now() + ms),
      ...options,
    });
  }

  async records(entity: EntityId): Promise<readonly StoredRecord[]> {
    return this.journal.history({ entity, order: 'oldest-first', beyondVersion: null, limit: 100_000 });
  }

  async bodies(entity: EntityId): Promise<readonly RecordBody[]> {
    return (await this.records(entity)).map(({ body }) => JSON.parse(body) as RecordBody);
  }

  /** Types of all events of the entity, in order. */
  async types(entity: EntityId): Promise<readonly string[]> {
    return (await this.bodies(entity)).flatMap(({ events }) => events.map(({ type }) => type));
  }

  logged(part: string): readonly LogLine[] {
    return this.log.filter(({ message }) => message.includes(part));
  }
}

/** 32 hex digits. */
export function commandId(number: number, mark: string): string {
  return `${mark}${number.toString(16).padStart(31, '0')}`;
}

/** Answers in the order in which they came, by name; for seeing that something was not answered. */
export class Answers {
  readonly order: string[] = [];
  readonly byName = new Map<string, unknown>();

  watch(name: string, answer: Promise<unknown>): void {
    void answer.then((value) => {
      this.order.push(name);
      this.byName.set(name, value);
    });
  }

  /** What was answered once everything that can move has moved. */
  async settled(): Promise<readonly string[]> {
    await atRest();
    return this.order;
  }
}

/** All answers, or an error that counts those that never came: nothing may hang. */
export async function allAnswered(answers: readonly Promise<unknown>[]): Promise<readonly unknown[]> {
  let open = answers.length;
  for (const answer of answers) void answer.finally(() => (open -= 1));
  await atRest();
  if (open > 0) throw new Error(`${open} of ${answers.length} answers never came`);
  return Promise.all(answers);
}
