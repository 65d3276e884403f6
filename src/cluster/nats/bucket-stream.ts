/**
 * The stream under a bucket: made by the first node that needs it, and checked at every start, for it may have been made or edited by hand.
 *
 * One message a key (its last value), in files, on several servers. Keys may lapse; a lapsed or deleted key leaves a marker for a while, so that whoever follows the
 * bucket hears of it.
 */
import { DiscardPolicy, PersistMode, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import type { JetStreamManager, StreamConfig } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { Timers } from '../../timers.js';
import { messageOf, NatsUnusable } from './connection-errors.js';
import { patiently, refusalCode } from './connection-patience.js';

/** Whoever was away for longer reads the whole bucket anew. */
const MARKER_TTL_SECONDS = 900;

const STREAM_NOT_FOUND = 10_059;
/** Another node made it in the meantime, not quite the same. */
const NAME_IN_USE = 10_058;
const REPLICAS_NOT_SUPPORTED = 10_074;
const NO_PEERS = 10_005;

export const streamOfBucket = (bucket: string): string => `KV_${bucket}`;
export const bucketSubject = (bucket: string, key: string): string => `$KV.${bucket}.${key}`;

/** Rejects with `NatsUnusable`. */
export async function ensureBucketStream(manager: JetStreamManager, bucket: string, replicas: number, timers: Timers): Promise<void> {
  try {
    const config = await patiently(timers, () => findOrCreate(manager, bucket, replicas));
    refuseUnsafe(bucket, config, replicas);
  } catch (error) {
    throw error instanceof NatsUnusable ? error : whyNoBucket(error, bucket, replicas);
  }
}

async function findOrCreate(manager: JetStreamManager, bucket: string, replicas: number): Promise<StreamConfig> {
  const name = streamOfBucket(bucket);
  const find = async (): Promise<StreamConfig> => (await manager.streams.info(name)).config;
  try {
    return await find();
  } catch (error) {
    if (refusalCode(error) !== STREAM_NOT_FOUND) throw error;
  }
  try {
    return (await manager.streams.add(settings(bucket, replicas))).config;
  } catch (error) {
    if (refusalCode(error) !== NAME_IN_USE) throw error;
    return find();
  }
}

function settings(bucket: string, replicas: number): Partial<StreamConfig> & { name: string } {
  return {
    name: streamOfBucket(bucket),
    subjects: [bucketSubject(bucket, '>')],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    num_replicas: replicas,
    max_msgs_per_subject: 1,
    discard: DiscardPolicy.New,
    allow_direct: true,
    allow_rollup_hdrs: true,
    deny_delete: true,
    allow_msg_ttl: true,
    subject_delete_marker_ttl: nanos(MARKER_TTL_SECONDS * 1_000),
  };
}

function refuseUnsafe(bucket: string, config: StreamConfig, replicas: number): void {
  const name = streamOfBucket(bucket);
  const problems = [
    config.storage === StorageType.File ? null : 'it is in memory, so a restart of the servers loses it',
    config.num_replicas >= replicas
      ? null
      : `it is kept on ${config.num_replicas} of the ${replicas} servers asked for (nats stream edit ${name} --replicas=${replicas})`,
    config.max_msgs_per_subject === 1 ? null : 'it keeps more than one value a key',
    isUnlimited(config.max_msgs) && isUnlimited(config.max_bytes) && config.max_age === 0
      ? null
      : 'it drops keys when they are many, large or old',
    config.allow_direct ? null : 'replicas may not answer reads (nats stream edit --allow-direct)',
    config.allow_msg_ttl === true ? null : 'keys cannot lapse (allow_msg_ttl is off)',
    (config.subject_delete_marker_ttl ?? 0) > 0 ? null : 'nobody is told when a key lapses (subject_delete_marker_ttl is not set)',
    config.persist_mode === PersistMode.Async ? 'it acknowledges before it has written (persist_mode is async)' : null,
    config.sealed ? 'it is sealed' : null,
    config.no_ack === true ? 'it acknowledges nothing' : null,
  ].filter((problem) => problem !== null);
  if (problems.length === 0) return;
  throw new NatsUnusable(`The KV bucket ${bucket} (stream ${name}) cannot be used: ${problems.join('; ')}.`);
}

const isUnlimited = (limit: number): boolean => limit <= 0;

function whyNoBucket(error: unknown, bucket: string, replicas: number): NatsUnusable {
  const code = refusalCode(error);
  const tooFew = code === REPLICAS_NOT_SUPPORTED || code === NO_PEERS;
  const advice = tooFew
    ? ` ${replicas} NATS servers with JetStream must run as one cluster; with a single one set FRONTROW_NATS_REPLICAS=1, which keeps nothing when it is lost.`
    : '';
  return new NatsUnusable(`The KV bucket ${bucket} cannot be made or read: ${messageOf(error)}.${advice}`, { cause: error });
}
