/**
 * Real NATS servers with JetStream for tests, benchmarks and the local cluster: one that stands alone, or three that replicate. They listen on the loopback
 * address on ports found free, keep what they store in a directory, and can be killed, stopped, paused and started again one by one. None outlives us.
 *
 * Servers are numbered from 0; the names they tell each other are nats-1, nats-2 and nats-3.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import { connect, credsAuthenticator } from '@nats-io/transport-node';
import { freePorts } from '../free-ports.js';
import { natsServer } from './nats-binary.js';
import { NatsFailed, NatsServer } from './nats-server.js';
import type { NatsExit } from './nats-server.js';
import { LOOPBACK } from './server-config.js';
import type { Accounts, NatsUser, ServerPorts, ServerTls } from './server-config.js';

const SETTLE_MS_MAX = 60_000;
const POLL_MS = 50;
const ANSWER_MS_MAX = 2_000;
/** A port that was free may be taken when the server asks for it. */
const STARTS_MAX = 3;

export interface NatsServersOptions {
  readonly servers: 1 | 3;
  /** The address they listen on. @default the loopback address */
  readonly host?: string;
  /** Clients are told where the other servers are; else they know only those that they were given. @default true */
  readonly advertise?: boolean;
  /** Largest message, bytes. @default the server's own: 1 MiB */
  readonly maxPayload?: number;
  /** Who may connect; the first must be allowed to use the JetStream API. @default everybody */
  readonly users?: readonly NatsUser[];
  /** Clients must use TLS and show a certificate; `client` is the one that we show ourselves, paths of PEM files. @default no TLS */
  readonly tls?: ServerTls & { readonly client: { readonly cert: string; readonly key: string } };
  /** Instead of users; `credentials` is the text of a credentials file, of a user who is allowed to use the JetStream API. */
  readonly accounts?: Accounts & { readonly credentials: string };
  /** Where the servers keep everything; used again by a later start, and kept. @default a temporary one, removed by `dispose` */
  readonly directory?: string;
}

export class NatsServers {
  private constructor(
    private readonly servers: readonly NatsServer[],
    private readonly options: NatsServersOptions,
    private readonly directory: string,
  ) {}

  /** Resolves when all are up and JetStream answers. Throws `NatsServerMissing` and `NatsFailed`. */
  static async start(options: NatsServersOptions): Promise<NatsServers> {
    const { path: program } = await natsServer();
    const directory = options.directory === undefined ? await mkdtemp(join(tmpdir(), 'nats-')) : resolve(options.directory);
    const cluster = options.servers === 1 ? null : await clusterNameIn(directory);
    for (let attempt = 1; ; attempt += 1) {
      const servers = serversOn(await portsFor(options.servers), { options, directory, program, cluster });
      const group = new NatsServers(servers, options, directory);
      try {
        await Promise.all(servers.map((server) => server.start()));
        await group.settled();
        const lost = servers.find(({ running }) => !running);
        if (lost !== undefined) throw await lost.failure('has ended');
        return group;
      } catch (error) {
        await group.dispose();
        if (attempt === STARTS_MAX || !(error instanceof NatsFailed && error.message.includes('address already in use'))) throw error;
        if (options.directory === undefined) await mkdir(directory);
      }
    }
  }

  /** All of them, separated by commas. */
  get url(): string {
    return this.urls.join(',');
  }

  get urls(): readonly string[] {
    return this.servers.map(({ url }) => url);
  }

  /** Where each answers /varz, /healthz, /jsz and the like. */
  get monitors(): readonly string[] {
    return this.servers.map(({ monitor }) => monitor);
  }

  get names(): readonly string[] {
    return this.servers.map(({ name }) => name);
  }

  get logFiles(): readonly string[] {
    return this.servers.map(({ logFile }) => logFile);
  }

  pid(index: number): number {
    return this.at(index).pid;
  }

  isRunning(index: number): boolean {
    return this.at(index).running;
  }

  /** Whenever one has ended, asked to or not. */
  onEnd(listener: (index: number, how: NatsExit) => void): void {
    for (const [index, server] of this.servers.entries()) server.onEnd((how) => listener(index, how));
  }

  /** kill -9. Resolves when it is gone. */
  async kill(index: number): Promise<void> {
    await this.at(index).kill();
  }

  /** SIGTERM. Resolves when it is gone. */
  async stop(index: number): Promise<void> {
    await this.at(index).stop();
  }

  /** SIGSTOP: it stands still, its connections stay open. */
  pause(index: number): void {
    this.at(index).pause();
  }

  resume(index: number): void {
    this.at(index).resume();
  }

  /** The same again, with its ports and its store; stopped before when it still runs. Resolves when it takes connections; see `settled` for more than that. */
  async restart(index: number): Promise<void> {
    const server = this.at(index);
    if (server.running) await server.stop();
    await server.start();
  }

  /**
   * Resolves when every server that runs and is not paused has a leader, is up to date by its own word, and answers JetStream's clients. With three servers,
   * two must run. Throws `NatsFailed`.
   */
  async settled(): Promise<void> {
    const deadline = performance.now() + SETTLE_MS_MAX;
    for (;;) {
      if (!this.servers.some(({ running }) => running)) throw new NatsFailed('no server runs');
      const behind = await this.firstBehind();
      if (behind === null) return;
      if (performance.now() > deadline) throw await behind.server.failure(`${behind.what} within ${SETTLE_MS_MAX / 1000} s`);
      await sleep(POLL_MS);
    }
  }

  /** The names of all streams, those of key-value buckets among them. */
  streams(): Promise<readonly string[]> {
    return this.asked(async (manager) => {
      const names: string[] = [];
      for await (const name of manager.streams.names()) names.push(name);
      return names;
    });
  }

  /** Which server leads the stream, or the stream of a key-value bucket (`KV_<bucket>`). Waits until one does. */
  async leaderOf(stream: string): Promise<number> {
    const deadline = performance.now() + SETTLE_MS_MAX;
    for (;;) {
      const leader = await this.asked((manager) => manager.streams.info(stream)).then(
        ({ cluster }) => (this.servers.length === 1 ? 0 : this.names.indexOf(cluster?.leader ?? '')),
        (error: unknown) => error,
      );
      if (typeof leader === 'number' && leader >= 0) return leader;
      if (performance.now() > deadline)
        throw new NatsFailed(`stream ${stream} had no leader within ${SETTLE_MS_MAX / 1000} s (${String(leader)})`);
      await sleep(POLL_MS);
    }
  }

  /** Ends all of them and removes what they stored; in a directory that was given they are stopped in good order, and it is kept. */
  async dispose(): Promise<void> {
    const keep = this.options.directory !== undefined;
    await Promise.all(this.servers.map((server) => (keep ? server.stop() : server.kill())));
    if (!keep) await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }

  private at(index: number): NatsServer {
    const server = this.servers[index];
    if (server === undefined) throw new NatsFailed(`there is no server ${index}: they are numbered from 0 to ${this.servers.length - 1}`);
    return server;
  }

  private async firstBehind(): Promise<{ readonly server: NatsServer; readonly what: string } | null> {
    for (const server of this.servers.filter(({ running, paused }) => running && !paused)) {
      if (!(await server.isHealthy())) return { server, what: 'was not healthy' };
      const answered = await this.asked((manager) => manager.getAccountInfo(), [server.url]).then(
        () => true,
        () => false,
      );
      if (!answered) return { server, what: 'did not answer for JetStream' };
    }
    return null;
  }

  private async asked<Answer>(ask: (manager: JetStreamManager) => Promise<Answer>, urls?: readonly string[]): Promise<Answer> {
    const awake = this.servers.filter(({ running, paused }) => running && !paused).map(({ url }) => url);
    const { users: [user] = [], tls, accounts } = this.options;
    const connection = await connect({
      servers: [...(urls ?? awake)],
      timeout: ANSWER_MS_MAX,
      reconnect: false,
      ignoreClusterUpdates: true,
      ...(user === undefined ? {} : { user: user.user, pass: user.password }),
      ...(tls === undefined ? {} : { tls: ourTls(tls) }),
      ...(accounts === undefined ? {} : { authenticator: credsAuthenticator(new TextEncoder().encode(accounts.credentials)) }),
    });
    try {
      return await ask(await jetstreamManager(connection, { checkAPI: false, timeout: ANSWER_MS_MAX }));
    } finally {
      await connection.close();
    }
  }
}

/** Whatever its certificate names, it is the server that we have started. */
function ourTls({ ca, client }: NonNullable<NatsServersOptions['tls']>): { readonly caFile: string } {
  const settings = { caFile: ca, certFile: client.cert, keyFile: client.key, checkServerIdentity: () => undefined };
  return settings;
}

interface Making {
  readonly options: NatsServersOptions;
  readonly directory: string;
  readonly program: string;
  readonly cluster: string | null;
}

function serversOn(ports: readonly ServerPorts[], { options, directory, program, cluster }: Making): readonly NatsServer[] {
  const routePorts = ports.map(({ route }) => route);
  return ports.map((own, index) => {
    const name = `nats-${index + 1}`;
    const settings = {
      name,
      host: options.host ?? LOOPBACK,
      ports: own,
      cluster: cluster === null ? null : { name: cluster, routePorts, advertise: options.advertise ?? true },
      maxPayload: options.maxPayload ?? null,
      users: options.users ?? [],
      tls: options.tls ?? null,
      accounts: options.accounts ?? null,
    };
    return new NatsServer({ program, directory: join(directory, name), settings });
  });
}

async function portsFor(servers: number): Promise<readonly ServerPorts[]> {
  const ports = await freePorts(servers * 3);
  return Array.from({ length: servers }, (_, index) => {
    const [client = 0, monitor = 0, route = 0] = ports.slice(index * 3);
    return { client, monitor, route };
  });
}

/**
 * Nobody else's, so that servers of another cluster that come to the same ports later are not let in; and the same for a directory that is used again, for
 * what is stored there names it.
 */
async function clusterNameIn(directory: string): Promise<string> {
  const file = join(directory, 'cluster-name');
  await mkdir(directory, { recursive: true });
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (kept !== '') return kept;
  const name = `frontrow-${randomBytes(6).toString('hex')}`;
  await writeFile(file, name);
  return name;
}
