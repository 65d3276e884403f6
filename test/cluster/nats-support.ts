/** Connections and buckets on real servers, for tests. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bucket } from '../../src/cluster/nats/bucket.js';
import { connectNats } from '../../src/cluster/nats/connection.js';
import type { ConnectedNats } from '../../src/cluster/nats/connection.js';
import { openKvBucket } from '../../src/cluster/nats/kv-bucket.js';
import type { ClusterLog } from '../../src/cluster/log.js';
import { nodeTimers } from '../../src/timers.js';

export interface HeardLog extends ClusterLog {
  readonly lines: readonly string[];
}

/** Keeps what it is told. */
export function heardLog(): HeardLog {
  const lines: string[] = [];
  const line = (_: object, message: string): void => void lines.push(message);
  return { lines, info: line, warn: line, error: line };
}

export interface OpenBucket {
  readonly nats: ConnectedNats;
  readonly bucket: Bucket;
  readonly log: HeardLog;
}

export async function openBucket(servers: readonly string[], bucket: string, replicas: number, timeoutMs = 1_000): Promise<OpenBucket> {
  const log = heardLog();
  const nats = await connectNats({ servers, name: `test of ${bucket}`, log, timers: nodeTimers });
  return { nats, bucket: await openKvBucket({ nats, bucket, replicas, timers: nodeTimers, log, timeoutMs }), log };
}

/** Resolves when it is so; rejects after `withinMs`. Returns how long it took, ms. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, withinMs: number): Promise<number> {
  const begun = performance.now();
  while (!(await isSo())) {
    if (performance.now() - begun > withinMs) throw new Error(`not so within ${withinMs} ms: ${what}`);
    await sleep(10);
  }
  return performance.now() - begun;
}
