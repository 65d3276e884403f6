/** Appends under interference: connections that lose answers or alter messages, writers that never stop, and a check of the log that is left. */
import type { Msg, MsgHdrs, NatsConnection, Payload, PublishOptions, RequestOptions } from '@nats-io/transport-node';
import type { Journal, LoggedRecord } from '../../src/journal/port.js';
import { NO_HASH } from '../../src/journal/port.js';
import type { Durable } from './journal-contract.js';
import { newRecord } from './journal-contract.js';
import { logFrom } from './journal-contract-support.js';

export interface Interference {
  /** Before a record is sent; may alter its headers. */
  onSend?(subject: string, options: PublishOptions | RequestOptions): void;
  /** In place of asking the servers, for a record that wants an answer. */
  onRequest?(ask: () => Promise<Msg>, subject: string): Promise<Msg>;
}

const isRecord = (subject: string): boolean => subject.includes('.log.');

interface Spelled {
  encode(): Uint8Array;
}

/** The message goes without that header. The client sends what headers spell. */
export function loseHeader({ headers }: PublishOptions | RequestOptions, name: string): void {
  if (headers === undefined) throw new Error('the message has no headers');
  const spelled = headers as MsgHdrs & Spelled;
  const lines = Buffer.from(spelled.encode()).toString('latin1').split('\r\n');
  const others = lines.filter((line) => !line.startsWith(`${name}:`));
  if (others.length === lines.length) throw new Error(`the message has no header ${name}`);
  spelled.encode = () => Buffer.from(others.join('\r\n'), 'latin1');
}

/** The connection, with everything that concerns records going through the hands of a test. */
export function interfered(connection: NatsConnection, { onSend, onRequest }: Interference): NatsConnection {
  const request = (subject: string, payload?: Payload, options?: RequestOptions): Promise<Msg> => {
    const ask = (): Promise<Msg> => connection.request(subject, payload, options);
    if (!isRecord(subject)) return ask();
    onSend?.(subject, options ?? { timeout: 0 });
    return onRequest === undefined ? ask() : onRequest(ask, subject);
  };
  const publish = (subject: string, payload?: Payload, options?: PublishOptions): void => {
    if (isRecord(subject)) onSend?.(subject, options ?? {});
    connection.publish(subject, payload, options);
  };
  return new Proxy(connection, {
    get(target, name): unknown {
      if (name === 'request') return request;
      if (name === 'publish') return publish;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value as (...given: unknown[]) => unknown).bind(target) : value;
    },
  });
}

export type Acknowledged = Durable & { readonly entity: string };

/** What is wrong with the log: versions twice or missing, broken chains, acknowledged records that are not where they should be. */
export async function problemsOf(journal: Journal, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const records = await logFrom(journal);
  const problems: string[] = [];
  const ends = new Map<string, { readonly version: number; readonly hash: string }>();
  for (const { entity, version, prevHash, hash, damage } of records) {
    const end = ends.get(entity) ?? { version: 0, hash: NO_HASH };
    if (damage !== undefined) problems.push(`${entity} ${version}: ${damage}`);
    if (version !== end.version + 1) problems.push(`${entity}: version ${version} comes after ${end.version}`);
    else if (prevHash !== end.hash) problems.push(`${entity}: version ${version} does not follow the one before it`);
    ends.set(entity, { version, hash });
  }
  return [...problems, ...missing(records, acknowledged)];
}

function missing(records: readonly LoggedRecord[], acknowledged: readonly Acknowledged[]): string[] {
  const there = new Set(records.map(({ entity, version, hash, position }) => `${entity} ${version} ${hash} at ${position}`));
  const claimed = new Set<string>();
  const problems: string[] = [];
  for (const { entity, version, hash, position } of acknowledged) {
    if (!there.has(`${entity} ${version} ${hash} at ${position}`))
      problems.push(`${entity}: version ${version} was acknowledged at ${position} and is not there`);
    if (claimed.has(`${entity} ${version}`)) problems.push(`${entity}: version ${version} was acknowledged twice`);
    claimed.add(`${entity} ${version}`);
  }
  return problems;
}

/** Entities that append one record after the other until they are told to stop. */
export class BusyWriters {
  readonly acknowledged: Acknowledged[] = [];
  readonly others: string[] = [];
  private readonly done: Promise<unknown>;
  private readonly waiters: { readonly count: number; readonly tell: () => void }[] = [];
  private stopping = false;

  constructor(
    private readonly journal: Journal,
    entities: readonly string[],
  ) {
    this.done = Promise.all(entities.map((entity) => this.write(entity)));
  }

  /** Resolves when so many more were acknowledged. */
  more(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.waiters.push({ count: this.acknowledged.length + count, tell: resolve });
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.done;
  }

  private async write(entity: string): Promise<void> {
    for (let version = 0; !this.stopping; version += 1) {
      const result = await this.journal.append(newRecord(entity, version));
      if (result.status !== 'durable') {
        this.others.push(`${entity}: version ${version + 1} was ${result.status}`);
        return;
      }
      this.acknowledged.push({ entity, ...result });
      for (const { count, tell } of this.waiters) if (this.acknowledged.length >= count) tell();
    }
  }
}
