/**
 * What appends have written, written again by plain atomic batches into a stream with the same settings: same subjects but for a name of the same length, same
 * headers, same bytes, the hashes worked out anew. Two batches are on their way at a time, as large as two at a time can be: each over half of the entities.
 */
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, headers, nuid } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { shardOf } from '../../src/cluster/shards.js';
import type { LogPlace, StoredRecord } from '../../src/journal/port.js';
import { NO_HASH, placeAfter } from '../../src/journal/port.js';
import { followChain, CHAIN_START, recordHash } from '../../src/journal/record.js';
import type { ChainEnd } from '../../src/journal/record.js';
import { logStream, recordSubject } from '../../src/journal/jetstream/layout.js';
import type { Layout } from '../../src/journal/jetstream/layout.js';
import { RECORD_HEADER, toMessage } from '../../src/journal/jetstream/record-message.js';
import { logSettings } from '../../src/journal/jetstream/streams-settings.js';
import { openLog } from '../support/cluster-stage.js';
import { CpuMeters } from '../support/cpu-meter.js';
import { childOptions, cpuSeconds, report } from './child.js';
import type { AppendOptions, AppendTime } from './cluster-append.js';

const FLIGHTS = 2;
/** As the journal has it. */
const BATCH_RECORDS_MAX = 500;
const RECORDS_PER_READ = 1_000;
const ANSWER_MS_MAX = 10_000;

/** An entity with what is still to be written of it, and where it stands in the new stream. */
interface Chain {
  readonly subject: string;
  readonly records: readonly StoredRecord[];
  written: number;
  hash: string;
  position: number;
}

const options = childOptions<AppendOptions>();

/** Everything in the log, by entity. Throws when a chain is broken, or there is more or less than was acknowledged. */
async function readAll(): Promise<{ readonly layout: Layout; readonly records: readonly StoredRecord[] }> {
  const { urls, prefix, directory, warmUp, records: measured } = options;
  const journal = await openLog({ urls, prefix, directory, mayWrite: false });
  try {
    const records: StoredRecord[] = [];
    const ends = new Map<string, ChainEnd>();
    for (let place: LogPlace = []; ;) {
      const page = await journal.events(place, RECORDS_PER_READ);
      for (const record of page) {
        ends.set(record.entity, followChain(record.entity, ends.get(record.entity) ?? CHAIN_START, [record]));
        records.push(record);
      }
      place = page.reduce(placeAfter, place);
      if (page.length < RECORDS_PER_READ) break;
    }
    if (records.length !== warmUp + measured)
      throw new Error(`${warmUp + measured} records were acknowledged, the log has ${records.length}`);
    const incarnation = journal.incarnation.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    return { layout: { prefix, incarnation, lanes: journal.lanes, shardOf }, records };
  } finally {
    await journal.close();
  }
}

function chainsOf(layout: Layout, records: readonly StoredRecord[]): readonly Chain[] {
  const byEntity = new Map<string, StoredRecord[]>();
  for (const record of records) {
    const known = byEntity.get(record.entity);
    if (known === undefined) byEntity.set(record.entity, [record]);
    else known.push(record);
  }
  return [...byEntity].map(([entity, own]) => ({
    ...{ subject: recordSubject(layout, entity).subject, records: own, written: 0, hash: NO_HASH, position: 0 },
  }));
}

/** Publishes the next record of each of the chains; all are stored, or it throws. */
async function publish(connection: NatsConnection, chains: readonly Chain[]): Promise<void> {
  const batchId = nuid.next();
  const last = chains.length - 1;
  for (const [index, chain] of chains.entries()) {
    const stored = chain.records[chain.written];
    if (stored === undefined) throw new Error(`${chain.subject} is written to its end`);
    const hash = recordHash(chain.hash, stored);
    if (hash !== stored.hash) throw new Error(`a hash of ${stored.entity} came out differently`);
    const { header, payload } = toMessage({ ...stored, expectedVersion: stored.version - 1 }, { prevHash: chain.hash, hash });
    const fields = headers();
    fields.append(RECORD_HEADER, header);
    fields.append('Nats-Expected-Last-Subject-Sequence', String(chain.position));
    if (chains.length > 1) {
      fields.append('Nats-Batch-Id', batchId);
      fields.append('Nats-Batch-Sequence', String(index + 1));
    }
    chain.hash = hash;
    chain.written += 1;
    if (index < last) {
      connection.publish(chain.subject, payload, { headers: fields });
      continue;
    }
    if (chains.length > 1) fields.append('Nats-Batch-Commit', '1');
    const answer = (await connection.request(chain.subject, payload, { headers: fields, timeout: ANSWER_MS_MAX })).json<{
      readonly seq?: number;
      readonly error?: unknown;
    }>();
    if (answer.seq === undefined) throw new Error(`a batch was refused: ${JSON.stringify(answer)}`);
    for (const [at, each] of chains.entries()) each.position = answer.seq - last + at;
  }
}

/** The chains in turn, each up to what `until` says, batch after batch. */
async function fly(connection: NatsConnection, chains: readonly Chain[], until: (chain: Chain) => number): Promise<number> {
  let batches = 0;
  for (;;) {
    const open = chains.filter((chain) => chain.written < until(chain));
    if (open.length === 0) return batches;
    const size = Math.ceil(open.length / Math.ceil(open.length / BATCH_RECORDS_MAX));
    for (let start = 0; start < open.length; start += size) {
      await publish(connection, open.slice(start, start + size));
      batches += 1;
    }
  }
}

async function writeAll(connection: NatsConnection, chains: readonly Chain[], until: (chain: Chain) => number): Promise<number> {
  const halves = Array.from({ length: FLIGHTS }, (_, flight) => chains.filter((_chain, index) => index % FLIGHTS === flight));
  const batches = await Promise.all(halves.map((half) => fly(connection, half, until)));
  return batches.reduce((sum, count) => sum + count, 0);
}

const { layout, records } = await readAll();
const chains = chainsOf(layout, records);
const { urls, natsPids, warmUp } = options;
const warm = new Map<string, number>();
for (const { entity } of records.slice(0, warmUp)) warm.set(entity, (warm.get(entity) ?? 0) + 1);
const connection = await connect({ servers: [...urls] });
const manager = await jetstreamManager(connection, { checkAPI: false });
const { name, ...settings } = logSettings(layout, 0, urls.length);
await manager.streams.add({ name, ...settings });
await writeAll(connection, chains, ({ records: own }) => warm.get(own[0]?.entity ?? '') ?? 0);
const before = { cpu: cpuSeconds(), nats: new CpuMeters(natsPids), at: performance.now() };
const batches = await writeAll(connection, chains, ({ records: own }) => own.length);
const seconds = (performance.now() - before.at) / 1000;
const nats = before.nats.read();
const time: AppendTime = {
  seconds,
  cpuSeconds: cpuSeconds() - before.cpu,
  natsCpuSeconds: nats === null ? null : nats / 1e6,
  batch: options.records / batches,
};
const { state } = await manager.streams.info(logStream(layout, 0));
if (state.messages !== records.length) throw new Error(`${records.length} records were written, the stream has ${state.messages}`);
await connection.close();
report(time);
