/** NATS servers, connections and journals for the tests of the journal on JetStream: the servers of a file are started by its first test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection, NodeConnectionOptions } from '@nats-io/transport-node';
import { suite } from 'uvu';
import { NatsServers } from '../../bench/support/nats/nats-servers.js';
import type { NatsServersOptions } from '../../bench/support/nats/nats-servers.js';
import { shardOf } from '../../src/cluster/shards.js';
import type { JetStreamJournal, JetStreamJournalOptions } from '../../src/journal/jetstream/jetstream-journal.js';
import { openJetStreamJournal } from '../../src/journal/jetstream/jetstream-journal.js';
import { nodeTimers } from '../../src/timers.js';

const RECONNECT_MS = 50;

/** Hands on lines of the log to a test. */
export class LogLines {
  readonly infos: string[] = [];
  readonly warnings: string[] = [];
  readonly errors: string[] = [];
  readonly info = (_members: object, message: string): void => void this.infos.push(message);
  readonly warn = (_members: object, message: string): void => void this.warnings.push(message);
  readonly error = (_members: object, message: string): void => void this.errors.push(message);
}

export class LogWorkbench {
  private started: Promise<NatsServers> | null = null;
  private readonly journals = new Set<JetStreamJournal>();
  private readonly connections = new Set<NatsConnection>();
  private readonly directories: string[] = [];
  private prefixes = 0;

  constructor(private readonly options: NatsServersOptions) {}

  get servers(): Promise<NatsServers> {
    this.started ??= NatsServers.start(this.options);
    return this.started;
  }

  /** Of no cluster yet. */
  freshPrefix(): string {
    this.prefixes += 1;
    return `test-${this.prefixes}`;
  }

  directory(): string {
    const directory = mkdtempSync(join(tmpdir(), 'frontrow-jetstream-'));
    this.directories.push(directory);
    return directory;
  }

  /** To all servers, in any order, as the first of their users; comes back whenever it breaks. */
  async connect(options: NodeConnectionOptions = {}): Promise<NatsConnection> {
    const { urls } = await this.servers;
    const [user] = this.options.users ?? [];
    const credentials = user === undefined ? {} : { user: user.user, pass: user.password };
    const lasting = { maxReconnectAttempts: -1, reconnectTimeWait: RECONNECT_MS };
    const connection = await connect({ servers: [...urls], ...credentials, ...lasting, ...options });
    this.connections.add(connection);
    return connection;
  }

  async manager(): Promise<JetStreamManager> {
    return jetstreamManager(await this.connect(), { checkAPI: false });
  }

  async open(options: Partial<JetStreamJournalOptions> & { readonly prefix: string }): Promise<JetStreamJournal> {
    const journal = await openJetStreamJournal({
      connection: options.connection ?? (await this.connect()),
      lanes: 1,
      replicas: this.options.servers,
      shardOf,
      directory: this.directory(),
      mayWrite: () => true,
      timers: nodeTimers,
      random: Math.random,
      log: new LogLines(),
      ...options,
    });
    this.journals.add(journal);
    return journal;
  }

  /** Closes what one test has opened, and removes all streams: each costs the servers something. */
  async clear(): Promise<void> {
    const journals = [...this.journals];
    this.journals.clear();
    await Promise.all(journals.map((journal) => journal.close()));
    const { streams } = await this.manager();
    const names: string[] = [];
    for await (const name of streams.names()) names.push(name);
    await Promise.all(names.map((name) => streams.delete(name)));
    const connections = [...this.connections];
    this.connections.clear();
    await Promise.all(connections.map((connection) => connection.close()));
    for (const directory of this.directories.splice(0)) rmSync(directory, { recursive: true, force: true });
  }

  async dispose(): Promise<void> {
    if (this.started === null) return;
    try {
      await this.clear();
    } finally {
      await (await this.started).dispose();
    }
  }
}

/** The last suite of a file: whatever happened in the tests before, the servers end. */
export function endOfFile(workbench: LogWorkbench): void {
  const test = suite('at the end');
  test('the servers are stopped', () => workbench.dispose());
  test.run();
}
