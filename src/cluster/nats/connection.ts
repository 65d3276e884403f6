/**
 * A connection to NATS that lasts: it comes back by itself for ever, to any of the servers, and tells the log in words what happens to it. The journal and the
 * cluster have one each, so that a burst of records does not hold heartbeats up.
 *
 * A server that stops answering (paused, or cut off without a sign) is noticed by pings within two seconds; what was under way then has an unknown outcome.
 */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import type { ConnectionOptions, PeerCertificate } from 'node:tls';
import { jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import { connect, credsAuthenticator } from '@nats-io/transport-node';
import type { Authenticator, NatsConnection, NodeConnectionOptions, Status } from '@nats-io/transport-node';
import type { Timers } from '../../timers.js';
import type { ClusterLog } from '../log.js';
import { inWords, messageOf, NatsUnusable, tooOld, whyNoJetStream, whyNotConnected } from './connection-errors.js';
import { patiently } from './connection-patience.js';
import { isServerNewEnough, SERVER_VERSION_MIN } from './server-version.js';

const DEFAULT_PORT = 4_222;
/** For a server to greet. One that is paused lets others connect and says nothing. */
const CONNECT_TIMEOUT_MS = 2_000;
/** Between two tries at the same server: this, and up to as much again at random, so that nodes do not all come back at once. */
const RECONNECT_MS = 250;
const PING_MS = 500;
const PINGS_UNANSWERED_MAX = 2;
const JETSTREAM_TIMEOUT_MS = 5_000;

export interface NatsOptions {
  /** `nats://host:port` or `tls://host:port`; the servers name the others of their cluster. */
  readonly servers: readonly string[];
  /** What the servers' monitoring shows for this connection. */
  readonly name: string;
  /** Path of a file with the user's JWT and seed; read at every connection, so it may be replaced. */
  readonly credentialsFile?: string | null;
  readonly user?: string | null;
  readonly password?: string | null;
  readonly token?: string | null;
  /** Paths of PEM files, read at every connection, so they may be replaced. Any of them turns TLS on. */
  readonly tls?: { readonly ca?: string | null; readonly cert?: string | null; readonly key?: string | null } | null;
  readonly log: ClusterLog;
  readonly timers: Timers;
}

export interface ConnectedNats {
  readonly connection: NatsConnection;
  readonly manager: JetStreamManager;
  isConnected(): boolean;
  /** Calls `listener` whenever the connection is lost: what was under way gets no answer any more. Returns how to stop that. */
  onLost(listener: () => void): () => void;
  close(): Promise<void>;
}

/** The client hands on to Node.js what it does not know itself. */
type TlsSettings = NonNullable<NodeConnectionOptions['tls']> & Pick<ConnectionOptions, 'checkServerIdentity'>;

/** Rejects with `NatsUnusable`. */
export async function connectNats(options: NatsOptions): Promise<ConnectedNats> {
  const refused = new Set<string>();
  const connection = await dial(options, refused);
  try {
    const version = connection.info?.version ?? '';
    if (!isServerNewEnough(version)) throw tooOld(version, connection.getServer());
    const manager = await reachJetStream(connection, options.timers);
    keepAll(connection, options.servers);
    return new LastingConnection(connection, manager, options.log, refused);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function dial(options: NatsOptions, refused: ReadonlySet<string>): Promise<NatsConnection> {
  const { servers } = options;
  const settings = settingsOf(options, refused);
  try {
    return await connect(settings);
  } catch (error) {
    throw whyNotConnected(error, servers, settings.tls !== undefined);
  }
}

/** The client forgets servers that it did not reach at the start; they may be there later. */
function keepAll(connection: NatsConnection, servers: readonly string[]): void {
  const known = new Set(connection.getServers().map(({ listen }) => listen));
  const forgotten = servers.map(asListen).filter((listen) => !known.has(listen));
  if (forgotten.length > 0) connection.setServers([...known, ...forgotten]);
}

/** Without the brackets of an IPv6 address. */
function hostOf(server: string): string {
  return asListen(server)
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}

/** host:port, as the client names servers. */
function asListen(server: string): string {
  const address = server.replace(/^[a-z]+:\/\//, '').replace(/\/$/, '');
  return /:\d+$/.test(address) ? address : `${address}:${DEFAULT_PORT}`;
}

function settingsOf(options: NatsOptions, refused: ReadonlySet<string>): NodeConnectionOptions {
  const { servers, name, credentialsFile, user, password, token, log } = options;
  const tls = tlsOf(options);
  return {
    servers: [...servers],
    name,
    timeout: CONNECT_TIMEOUT_MS,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_MS,
    reconnectJitter: RECONNECT_MS,
    reconnectJitterTLS: RECONNECT_MS,
    // Credentials may be renewed, and a server may come up before its accounts do.
    ignoreAuthErrorAbort: true,
    pingInterval: PING_MS,
    maxPingOut: PINGS_UNANSWERED_MAX,
    noAsyncTraces: true,
    // Another server than one that is too old, if there is any.
    reconnectToServer: (pool) => (refused.size === 0 ? null : (pool.find(({ listen }) => !refused.has(listen)) ?? null)),
    ...(tls === null ? {} : { tls }),
    ...(credentialsFile ? { authenticator: credentials(credentialsFile, log) } : {}),
    ...(user ? { user, pass: password ?? '' } : {}),
    ...(token ? { token } : {}),
  };
}

function tlsOf({ servers, tls }: NatsOptions): NonNullable<NodeConnectionOptions['tls']> | null {
  const { ca = null, cert = null, key = null } = tls ?? {};
  for (const path of [ca, cert, key]) if (path !== null) read(path);
  const isAsked = ca !== null || cert !== null || servers.some((server) => server.startsWith('tls://'));
  if (!isAsked) return null;
  const settings: TlsSettings = {
    ...(ca === null ? {} : { caFile: ca }),
    ...(cert === null ? {} : { certFile: cert }),
    ...(key === null ? {} : { keyFile: key }),
    checkServerIdentity: (host, certificate) => checkServer(host, certificate, servers.map(hostOf).filter(isIP)),
  };
  return settings;
}

/** The client does not say which server it means when that is known by an address, and Node.js then asks for `localhost`: any of those addresses will do. */
function checkServer(host: string, certificate: PeerCertificate, addresses: readonly string[]): Error | undefined {
  const wrong = checkServerIdentity(host, certificate);
  if (wrong === undefined || host !== 'localhost') return wrong;
  return addresses.some((address) => checkServerIdentity(address, certificate) === undefined) ? undefined : wrong;
}

/** An authenticator that throws would end the connection for good: while the file cannot be read, what it said last is used. */
function credentials(path: string, log: ClusterLog): Authenticator {
  let last = read(path);
  return (nonce) => {
    try {
      last = read(path);
    } catch (error) {
      log.error({ path }, `${messageOf(error)}; its last contents are used`);
    }
    return credsAuthenticator(last)(nonce);
  };
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new NatsUnusable(`${path} can't be read: ${messageOf(error)}`, { cause: error });
  }
}

async function reachJetStream(connection: NatsConnection, timers: Timers): Promise<JetStreamManager> {
  const manager = await jetstreamManager(connection, { checkAPI: false, timeout: JETSTREAM_TIMEOUT_MS });
  try {
    await patiently(timers, () => manager.getAccountInfo());
  } catch (error) {
    throw whyNoJetStream(error, connection.getServer());
  }
  return manager;
}

class LastingConnection implements ConnectedNats {
  private readonly lostListeners = new Set<() => void>();
  private isUp = true;

  constructor(
    readonly connection: NatsConnection,
    readonly manager: JetStreamManager,
    private readonly log: ClusterLog,
    private readonly refused: Set<string>,
  ) {
    void this.follow();
  }

  isConnected(): boolean {
    return this.isUp && !this.connection.isClosed();
  }

  onLost(listener: () => void): () => void {
    this.lostListeners.add(listener);
    return () => this.lostListeners.delete(listener);
  }

  async close(): Promise<void> {
    await this.connection.close();
    this.lost();
  }

  private async follow(): Promise<void> {
    for await (const status of this.connection.status()) this.heard(status);
  }

  private heard(status: Status): void {
    const { log } = this;
    switch (status.type) {
      case 'disconnect':
        // Said again for every try that fails.
        if (this.isUp && !this.connection.isClosed())
          log.warn({ server: status.server }, `lost the connection to NATS server ${status.server}; connecting again`);
        return this.lost();
      case 'reconnect':
        return this.found();
      case 'staleConnection':
        return log.warn({}, `NATS server ${this.connection.getServer()} does not answer pings`);
      case 'error':
        return log.error({}, inWords(status.error));
      case 'slowConsumer':
        return log.warn(
          { pending: status.pending },
          `messages of ${status.sub.getSubject()} come faster than they are read: ${status.pending} wait`,
        );
      case 'ldm':
        return log.info({ server: status.server }, `NATS server ${status.server} is about to stop; another one will be used`);
      default:
        return;
    }
  }

  private lost(): void {
    if (!this.isUp) return;
    this.isUp = false;
    for (const listener of [...this.lostListeners]) listener();
  }

  private found(): void {
    if (this.isUp) return;
    const server = this.connection.getServer();
    const version = this.connection.info?.version ?? '';
    if (!isServerNewEnough(version)) return this.moveOn(server, version);
    this.refused.delete(server);
    this.isUp = true;
    this.log.info({ server, version }, `connected to NATS server ${server} again`);
  }

  private moveOn(server: string, version: string): void {
    if (!this.refused.has(server)) {
      this.log.error(
        { server, version },
        `NATS server ${server} is version ${version || 'unknown'}, older than ${SERVER_VERSION_MIN}: it is not used; update it`,
      );
    }
    this.refused.add(server);
    this.connection.reconnect().catch(() => undefined);
  }
}
