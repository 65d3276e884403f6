/** The configuration file of one nats-server, as the journal needs it: every acknowledged message is on disk. */

/** Somebody who may connect. */
export interface NatsUser {
  readonly user: string;
  readonly password: string;
  /** What the user may do, in the words of the server's configuration; everything when left out. Example: `publish: "orders.>", subscribe: "_INBOX.>"`. */
  readonly permissions?: string;
}

/** Paths of PEM files. Clients must use TLS, and show a certificate that `ca` has signed. */
export interface ServerTls {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

/** Users who show a JWT that an account has signed, and accounts that an operator has: all public, so that the server knows nobody's secrets. */
export interface Accounts {
  readonly operatorJwt: string;
  /** The JWT of each account, by its public key. */
  readonly jwts: Readonly<Record<string, string>>;
  /** The public key of the one among them that the servers need for themselves. */
  readonly system: string;
}

export interface ServerPorts {
  readonly client: number;
  readonly monitor: number;
  /** Where the other servers connect. */
  readonly route: number;
}

export interface ServerSettings {
  readonly name: string;
  /** Where it listens, for clients, for other servers and for monitoring. */
  readonly host: string;
  readonly ports: ServerPorts;
  readonly storeDirectory: string;
  /** null: the server stands alone. `advertise`: it tells clients where the others are. */
  readonly cluster: { readonly name: string; readonly routePorts: readonly number[]; readonly advertise: boolean } | null;
  /** Largest message, bytes; the server's own default (1 MiB) when null. */
  readonly maxPayload: number | null;
  /** Everybody may connect when there are none. */
  readonly users: readonly NatsUser[];
  /** null: clients come without TLS. */
  readonly tls: ServerTls | null;
  /** Instead of users. */
  readonly accounts: Accounts | null;
}

export const LOOPBACK = '127.0.0.1';

export function configurationOf(settings: ServerSettings): string {
  const { name, host, ports, storeDirectory, cluster, maxPayload, users, tls, accounts } = settings;
  const lines = [
    `server_name: ${quoted(name)}`,
    `listen: ${quoted(`${host}:${ports.client}`)}`,
    `http: ${quoted(`${host}:${ports.monitor}`)}`,
    ...(maxPayload === null ? [] : [`max_payload: ${maxPayload}`]),
    'jetstream {',
    `  store_dir: ${quoted(storeDirectory)}`,
    '  # By default the disk is asked every two minutes: what was acknowledged would be lost with the power.',
    '  sync_interval: always',
    '}',
    ...(cluster === null ? [] : clusterLines(host, ports.route, cluster)),
    ...(users.length === 0 ? [] : ['authorization {', '  users: [', ...users.map((user) => `    ${userLine(user)}`), '  ]', '}']),
    ...(tls === null ? [] : tlsLines(tls)),
    ...(accounts === null ? [] : accountLines(accounts)),
  ];
  return `${lines.join('\n')}\n`;
}

function clusterLines(host: string, ownPort: number, { name, routePorts, advertise }: NonNullable<ServerSettings['cluster']>): string[] {
  const others = routePorts.filter((port) => port !== ownPort);
  return [
    'cluster {',
    `  name: ${quoted(name)}`,
    `  listen: ${quoted(`${host}:${ownPort}`)}`,
    `  routes: [${others.map((port) => quoted(`nats://${host}:${port}`)).join(', ')}]`,
    ...(advertise ? [] : ['  no_advertise: true']),
    '}',
  ];
}

function tlsLines({ cert, key, ca }: ServerTls): string[] {
  return ['tls {', `  cert_file: ${quoted(cert)}`, `  key_file: ${quoted(key)}`, `  ca_file: ${quoted(ca)}`, '  verify: true', '}'];
}

function accountLines({ operatorJwt, jwts, system }: Accounts): string[] {
  const preloaded = Object.entries(jwts).map(([key, jwt]) => `  ${key}: ${quoted(jwt)}`);
  return [
    `operator: ${quoted(operatorJwt)}`,
    `system_account: ${quoted(system)}`,
    'resolver: MEMORY',
    'resolver_preload {',
    ...preloaded,
    '}',
  ];
}

function userLine({ user, password, permissions }: NatsUser): string {
  const allowed = permissions === undefined ? '' : `, permissions: { ${permissions} }`;
  return `{ user: ${quoted(user)}, password: ${quoted(password)}${allowed} }`;
}

/** The server reads strings as JSON has them. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
