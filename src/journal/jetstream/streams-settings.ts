/**
 * What the streams must be like: with any other setting records could get lost, or could not be written, or could not be read.
 *
 * Whether a server writes to its disk before it acknowledges (`sync_interval: always`) is in its own configuration and cannot be asked for from here.
 */
import type { StreamConfig } from '@nats-io/jetstream';
import { DiscardPolicy, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { Layout } from './layout.js';
import { laneSubjects, logStream, snapshotStream, snapshotSubjects } from './layout.js';

export type Settings = Partial<StreamConfig> & { readonly name: string };

/** As a server tells them: what is not set may be left out. */
export type FoundSettings = Partial<StreamConfig>;

/** The least that one message must be allowed to have, bytes: the servers' default. */
export const MESSAGE_BYTES_MIN = 1024 * 1024;

/** The shortest that servers take. It is not used: records carry no message id. */
const DUPLICATE_WINDOW_MS = 100;
const UNLIMITED = -1;

const COMMON = {
  retention: RetentionPolicy.Limits,
  storage: StorageType.File,
  max_age: 0,
  max_msgs: UNLIMITED,
  max_bytes: UNLIMITED,
  max_msg_size: UNLIMITED,
  max_consumers: UNLIMITED,
  duplicate_window: nanos(DUPLICATE_WINDOW_MS),
  allow_rollup_hdrs: false,
  allow_direct: true,
  allow_atomic: true,
} as const;

export function logSettings(layout: Layout, lane: number, replicas: number): Settings {
  return {
    ...COMMON,
    name: logStream(layout, lane),
    description: 'Frontrow: records. Never delete, purge or edit.',
    subjects: [laneSubjects(layout, lane)],
    num_replicas: replicas,
    max_msgs_per_subject: UNLIMITED,
    discard: DiscardPolicy.New,
    deny_delete: true,
    deny_purge: true,
  };
}

export function snapshotSettings(layout: Layout, replicas: number): Settings {
  return {
    ...COMMON,
    name: snapshotStream(layout),
    description: 'Frontrow: snapshots. They only speed recovery up.',
    subjects: [snapshotSubjects(layout)],
    num_replicas: replicas,
    max_msgs_per_subject: 1,
    discard: DiscardPolicy.Old,
    deny_delete: false,
    deny_purge: false,
  };
}

/** A setting that is not as it must be. */
interface Objection {
  readonly setting: keyof StreamConfig;
  readonly must: string;
}

/** What is wrong with a stream as it is found: one line that names the stream, each setting, what it is and what it must be. Null when nothing is. */
export function objectionTo(found: FoundSettings, wanted: Settings): string | null {
  const objections =
    wanted.deny_purge === true ? [...sharedObjections(found, wanted), ...logObjections(found)] : sharedObjections(found, wanted);
  if (objections.length === 0) return null;
  const list = objections.map(({ setting, must }) => `${setting} is ${shown(found[setting])}, must be ${must}`);
  return `stream ${wanted.name}: ${list.join('; ')}`;
}

function sharedObjections(found: FoundSettings, wanted: Settings): Objection[] {
  const replicas = wanted.num_replicas ?? 1;
  const perSubject = wanted.max_msgs_per_subject ?? UNLIMITED;
  return failing([
    ['subjects', JSON.stringify(wanted.subjects), JSON.stringify(found.subjects) === JSON.stringify(wanted.subjects)],
    ['storage', StorageType.File, found.storage === StorageType.File],
    ['num_replicas', `at least ${replicas}`, (found.num_replicas ?? 1) >= replicas],
    ['retention', RetentionPolicy.Limits, found.retention === RetentionPolicy.Limits],
    ['max_age', '0 (none)', (found.max_age ?? 0) === 0],
    ['max_msgs_per_subject', String(perSubject), limitOf(found.max_msgs_per_subject) === perSubject],
    ['max_msg_size', `-1 or at least ${MESSAGE_BYTES_MIN}`, isLargeEnough(found.max_msg_size)],
    ['discard_new_per_subject', 'false', found.discard_new_per_subject !== true],
    ['allow_direct', 'true', found.allow_direct === true],
    ['allow_atomic', 'true', found.allow_atomic === true],
    ['allow_msg_ttl', 'false', found.allow_msg_ttl !== true],
    ['allow_msg_counter', 'false', found.allow_msg_counter !== true],
    ['no_ack', 'false', found.no_ack !== true],
    ['sealed', 'false', found.sealed !== true],
    ['mirror', 'none', found.mirror === undefined],
    ['sources', 'none', (found.sources ?? []).length === 0],
    ['subject_transform', 'none', found.subject_transform === undefined],
  ]);
}

/** A limit to messages or bytes is the operator's choice as long as it turns new records away: the journal stops then, and loses nothing. */
function logObjections(found: FoundSettings): Objection[] {
  return failing([
    ['discard', DiscardPolicy.New, found.discard === DiscardPolicy.New],
    ['deny_delete', 'true', found.deny_delete === true],
    ['deny_purge', 'true', found.deny_purge === true],
    ['allow_rollup_hdrs', 'false', found.allow_rollup_hdrs !== true],
    ['persist_mode', 'default', ['', 'default'].includes(found.persist_mode ?? '')],
  ]);
}

type Check = readonly [setting: keyof StreamConfig, must: string, holds: boolean];

function failing(checks: readonly Check[]): Objection[] {
  return checks.filter(([, , holds]) => !holds).map(([setting, must]) => ({ setting, must }));
}

/** 0 and what is left out mean none, too. */
function limitOf(limit: number | undefined): number {
  return limit === undefined || limit <= 0 ? UNLIMITED : limit;
}

function isLargeEnough(messageBytesMax: number | undefined): boolean {
  const limit = limitOf(messageBytesMax);
  return limit === UNLIMITED || limit >= MESSAGE_BYTES_MIN;
}

function shown(value: unknown): string {
  if (value === undefined) return 'not set';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
