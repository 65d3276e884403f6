/** The configuration file of one nats-server, as the journal needs it: every acknowledged message is on disk. */

/** Somebody who may connect. */
export interface NatsUser {
  readonly user: string;
  readonly password: string;
  /** What the user may do, in the words of the server's configuration; everything when left out. Example: `publish: "orders.>", subscribe: "_INBOX.>"`. */
  readonly permissions?: string;
}

export interface ServerPorts {
  readonly client: number;
  readonly monitor: number;
  /** Where the other servers connect. */
  readonly route: number;
}

export interface ServerSettings {
  readonly name: string;
  readonly ports: ServerPorts;
  readonly storeDirectory: string;
  /** null: the server stands alone. */
  readonly cluster: { readonly name: string; readonly routePorts: readonly number[] } | null;
  /** Largest message, bytes; the server's own default (1 MiB) when null. */
  readonly maxPayload: number | null;
  /** Everybody may connect when there are none. */
  readonly users: readonly NatsUser[];
}

export const HOST = '127.0.0.1';

export function configurationOf({ name, ports, storeDirectory, cluster, maxPayload, users }: ServerSettings): string {
  const lines = [
    `server_name: ${quoted(name)}`,
    `listen: ${quoted(`${HOST}:${ports.client}`)}`,
    `http: ${quoted(`${HOST}:${ports.monitor}`)}`,
    ...(maxPayload === null ? [] : [`max_payload: ${maxPayload}`]),
    'jetstream {',
    `  store_dir: ${quoted(storeDirectory)}`,
    '  # By default the disk is asked every two minutes: what was acknowledged would be lost with the power.',
    '  sync_interval: always',
    '}',
    ...(cluster === null ? [] : clusterLines(cluster.name, ports.route, cluster.routePorts)),
    ...(users.length === 0 ? [] : ['authorization {', '  users: [', ...users.map((user) => `    ${userLine(user)}`), '  ]', '}']),
  ];
  return `${lines.join('\n')}\n`;
}

function clusterLines(name: string, ownPort: number, routePorts: readonly number[]): string[] {
  const others = routePorts.filter((port) => port !== ownPort);
  return [
    'cluster {',
    `  name: ${quoted(name)}`,
    `  listen: ${quoted(`${HOST}:${ownPort}`)}`,
    `  routes: [${others.map((port) => quoted(`nats://${HOST}:${port}`)).join(', ')}]`,
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
