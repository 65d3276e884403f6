/** What the local cluster tells whoever started it: what to open, what to try, and which process is which. */
import { textTable } from '../support/text-table.js';
import type { Alignment } from '../support/text-table.js';

export interface NodeLine {
  readonly id: string;
  readonly url: string;
  readonly opsUrl: string;
  readonly grpcAddress: string;
  /** null when it has ended already. */
  readonly pid: number | null;
}

export interface ServerLine {
  readonly name: string;
  readonly url: string;
  readonly monitor: string;
  readonly pid: number | null;
}

export interface Guide {
  readonly nodes: readonly NodeLine[];
  readonly servers: readonly ServerLine[];
  readonly adminKeyFile: string;
  readonly data: string;
  readonly keepsData: boolean;
  /** Our own process. */
  readonly pid: number;
}

const LEFT: readonly Alignment[] = Array.from({ length: 6 }, () => 'left' as const);

export function guideText({ nodes, servers, adminKeyFile, data, keepsData, pid }: Guide): string {
  const url = nodes[0]?.url ?? '';
  const victim = nodes.length > 1 ? nodes.at(-1) : undefined;
  const server = servers.length > 1 ? servers.at(-1) : undefined;
  const key = `-H "authorization: Bearer $(cat ${adminKeyFile})"`;
  const nodeRows = nodes.map((node) => [node.id, node.url, `${node.url}/docs`, node.opsUrl, node.grpcAddress, shown(node.pid)]);
  const serverRows = servers.map(({ name, url: address, monitor, pid: process }) => [name, address, monitor, shown(process)]);
  return [
    `The cluster is up: ${counted(nodes.length, 'node')}, ${counted(servers.length, 'NATS server')}. Any node answers any request.`,
    '',
    ...textTable([['node', 'web app, REST API', 'docs', 'ops (/readyz, /metrics)', 'gRPC', 'process'], ...nodeRows], LEFT),
    '',
    ...textTable([['NATS', 'clients', 'monitoring', 'process'], ...serverRows], LEFT),
    '',
    `Admin key:        ${adminKeyFile}`,
    `Operators:        ${url}/ops   (sign in with the admin key; "Cluster" shows nodes and shards)`,
    `Nodes and shards: curl -s ${key} ${url}/api/v1/admin/cluster`,
    `An on-sale:       npm run onsale -- --url ${url} --admin-key-file ${adminKeyFile}`,
    ...(victim === undefined ? [] : [`Kill a node:      kill -9 ${shown(victim.pid)}   (${victim.id}; the others take over what it had)`]),
    ...(server === undefined ? [] : [`Kill a server:    kill -9 ${shown(server.pid)}   (${server.name}; the other two go on)`]),
    `Bring back:       kill -USR2 ${pid}   (whatever has ended is started again, on the same ports)`,
    `Data:             ${data} (${keepsData ? 'kept' : 'removed at the end'})`,
    'Ctrl-C stops everything.',
  ].join('\n');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function shown(pid: number | null): string {
  return pid === null ? 'ended' : String(pid);
}
