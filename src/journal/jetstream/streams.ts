/**
 * The streams of an incarnation: created by whoever comes while it is being created, looked over setting by setting on every start. Only while an incarnation is
 * being created may a stream be missing; later a new one in its place would be an empty log that serves every seat anew.
 */
import type { JetStreamManager } from '@nats-io/jetstream';
import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { JournalUnusable } from '../port.js';
import type { Layout } from './layout.js';
import type { OpeningPatience } from './streams-patience.js';
import { patiently } from './streams-patience.js';
import type { FoundSettings, Settings } from './streams-settings.js';
import { logSettings, MESSAGE_BYTES_MIN, objectionTo, snapshotSettings } from './streams-settings.js';

/** Atomic publish came with this level of the servers' JetStream API. */
const API_LEVEL_MIN = 2;
/** Two nodes created it at the same time, or it has other settings: which, is looked up. */
const NAME_IN_USE = 10_058;

/** @throws JournalUnusable unless the servers can hold the log. */
export async function assertServers(connection: NatsConnection, manager: JetStreamManager, patience: OpeningPatience): Promise<void> {
  const { info } = connection;
  if (info !== undefined && info.max_payload < MESSAGE_BYTES_MIN) {
    throw new JournalUnusable(
      `the NATS server at ${connection.getServer()} takes messages of at most ${info.max_payload} bytes: set max_payload to ${MESSAGE_BYTES_MIN} or more`,
    );
  }
  if (info !== undefined && info.jetstream !== true && !(await answers(manager))) {
    throw new JournalUnusable(
      `JetStream is not enabled on the NATS server at ${connection.getServer()}: add a jetstream block to its configuration`,
    );
  }
  const { api } = await patiently('use JetStream', patience, () => manager.getAccountInfo());
  if ((api.level ?? 0) < API_LEVEL_MIN) {
    throw new JournalUnusable(
      `the NATS server at ${connection.getServer()} (${info?.version ?? 'unknown version'}) knows no atomic publish: 2.12 or newer is needed`,
    );
  }
}

async function answers(manager: JetStreamManager): Promise<boolean> {
  try {
    await manager.getAccountInfo();
    return true;
  } catch {
    return false;
  }
}

export interface StreamsOptions extends OpeningPatience {
  readonly manager: JetStreamManager;
  readonly layout: Layout;
  readonly replicas: number;
  /** False once the incarnation is ready: a stream that is missing then is a loss. */
  readonly mayCreate: boolean;
}

/** @throws JournalUnusable when one is missing or has a setting that would lose data. */
export async function openStreams(options: StreamsOptions): Promise<void> {
  const { layout, replicas } = options;
  const wanted = Array.from({ length: layout.lanes }, (_, lane) => logSettings(layout, lane, replicas));
  await Promise.all([...wanted, snapshotSettings(layout, replicas)].map((settings) => openStream(options, settings)));
}

async function openStream({ manager, layout, mayCreate, ...patience }: StreamsOptions, wanted: Settings): Promise<void> {
  const found = await patiently(`open stream ${wanted.name}`, patience, async () => {
    const config = await findStream(manager, wanted.name);
    return config ?? (mayCreate ? createStream(manager, wanted) : null);
  });
  if (found === null) {
    throw new JournalUnusable(
      `stream ${wanted.name} is missing, although the cluster ${layout.prefix} (incarnation ${layout.incarnation}) was complete: bring its servers back, or restore the cluster from a backup`,
    );
  }
  const objection = objectionTo(found, wanted);
  if (objection !== null) throw new JournalUnusable(objection);
}

/** Null when there is none. */
export async function findStream(manager: JetStreamManager, name: string): Promise<FoundSettings | null> {
  try {
    return (await manager.streams.info(name)).config;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound) return null;
    throw error;
  }
}

/** Also when another node is faster. */
export async function createStream(manager: JetStreamManager, wanted: Settings): Promise<FoundSettings> {
  try {
    return (await manager.streams.add({ ...wanted })).config;
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== NAME_IN_USE) throw error;
    return (await manager.streams.info(wanted.name)).config;
  }
}
