/** NATS servers and nodes of a run, with a network that can be cut between them; and what each planned fault does to them. */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { WriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterProcess } from '../support/cluster-process.js';
import { freePorts } from '../support/free-ports.js';
import { NatsServers } from '../support/nats/nats-servers.js';
import { NodeFailed } from '../support/node-process.js';
import { NamespaceNetwork, NamespacesUnavailable } from './namespaces.js';
import { FaultNetwork } from './network.js';
import type { Network } from './network.js';
import type { PlannedFault } from './plan.js';
import type { Cut } from './fault-proxy.js';

export interface WorldOptions {
  readonly directory: string;
  readonly nodes: number;
  /** NATS servers. @default 3 */
  readonly servers?: 1 | 3;
  /** Further settings of every node. */
  readonly env?: Readonly<Record<string, string>>;
  /** Another build of the program. @default this one */
  readonly main?: string;
  /** How connections are cut; `any`: by namespaces where those are permitted. @default 'proxies' */
  readonly network?: 'proxies' | 'namespaces' | 'any';
  /** What happens, for people. */
  readonly tell?: (line: string) => void;
}

/** Whose leader a fault is about. */
const LEADERS = {
  'kill-log-leader': /_log_0$/,
  'kill-members-leader': /^KV_.*_members$/,
  'kill-table-leader': /^KV_.*_shards$/,
} as const;
const STARTS_MAX = 5;
const START_AGAIN_MS = 1_000;
const LEADER_PATIENCE_MS = 5_000;

export class World {
  /** Nodes that were told to end: any other end is a finding. */
  private readonly told = new Set<number>();
  readonly ends: string[] = [];

  private constructor(
    readonly nats: NatsServers,
    readonly cluster: ClusterProcess,
    readonly network: Network,
    private readonly logs: readonly WriteStream[],
    private readonly tell: (line: string) => void,
  ) {
    cluster.onEnd((index, { code, signal }, output) => {
      if (!this.told.has(index)) this.ends.push(`node-${index + 1} ended by itself with ${String(signal ?? code)}. It wrote:\n${output}`);
    });
  }

  static async make(options: WorldOptions): Promise<World> {
    const { directory, nodes, servers = 3, env, main, tell = () => undefined } = options;
    const namespaces = await namespacesFor(options, tell);
    // Nodes must not be told of a way to the servers that is not ours to cut.
    const place = { directory: join(directory, 'nats'), advertise: false, ...(namespaces === null ? {} : { host: namespaces.natsHost }) };
    const nats = await NatsServers.start({ servers, ...place });
    const linkPorts = await freePorts(nodes);
    const natsPorts = nats.urls.map((url) => Number(new URL(url).port));
    const network: Network = namespaces ?? (await FaultNetwork.lay(natsPorts, linkPorts));
    const logs = await logsIn(join(directory, 'logs'), nodes);
    const cluster = await ClusterProcess.start({
      nodes,
      onSpawn: (index, pid) => network.knowProcess(index, pid),
      onOutput: (index, text) => void logs[index]?.write(text),
      nats,
      dataDir: join(directory, 'nodes'),
      ...(main === undefined ? {} : { main }),
      env: { FRONTROW_LOG_LEVEL: 'info', ...env },
      placeOf: (index) => network.waysOf(index),
      envOf: (index) => {
        const { natsUrls, advertise, host } = network.waysOf(index);
        const linkPort = linkPorts[index] ?? 0;
        return {
          FRONTROW_NATS_URL: (natsUrls ?? nats.urls).join(','),
          FRONTROW_ADVERTISE: advertise ?? `${host}:${linkPort}`,
          FRONTROW_CLUSTER_PORT: String(linkPort),
          FRONTROW_CLUSTER_HOST: host,
        };
      },
    });
    return new World(nats, cluster, network, logs, tell);
  }

  /** Begins the fault, waits, and heals it. Resolves when what was ended runs again. */
  async suffer({ kind, target, lastsMs }: PlannedFault): Promise<void> {
    switch (kind) {
      case 'kill-node':
        return this.withoutNode(target, lastsMs, () => this.cluster.kill(target));
      case 'stop-node':
        return this.withoutNode(target, lastsMs, () => this.cluster.stop(target));
      case 'pause-node':
        this.cluster.pause(target);
        await sleep(lastsMs);
        this.cluster.resume(target);
        return;
      case 'cut-peers':
      case 'cut-peers-outward':
      case 'cut-peers-inward':
        return this.withCut(target, lastsMs, () => this.network.cutPeers(target, cutOf(kind)));
      case 'cut-nats':
      case 'cut-nats-outward':
      case 'cut-nats-inward':
        return this.withCut(target, lastsMs, () => this.network.cutServers(target, cutOf(kind)));
      case 'cut-all':
        return this.withCut(target, lastsMs, async () => {
          const peers = await this.network.cutPeers(target, 'both');
          return peers + (await this.network.cutServers(target, 'both'));
        });
      case 'kill-server':
        return this.withoutServer(target, lastsMs, () => this.nats.kill(target));
      case 'stop-server':
        return this.withoutServer(target, lastsMs, () => this.nats.stop(target));
      case 'pause-server':
        this.nats.pause(target);
        await sleep(lastsMs);
        this.nats.resume(target);
        return;
      case 'kill-log-leader':
      case 'kill-members-leader':
      case 'kill-table-leader': {
        const leader = await this.leader(LEADERS[kind], target);
        return this.withoutServer(leader, lastsMs, () => this.nats.kill(leader));
      }
      case 'kill-all-servers':
        await Promise.all([0, 1, 2].map((server) => this.nats.kill(server)));
        await sleep(lastsMs / 3);
        await Promise.all([0, 1, 2].map((server) => this.nats.restart(server)));
        return this.nats.settled();
    }
  }

  async end(): Promise<void> {
    for (let index = 0; index < this.cluster.size; index += 1) this.told.add(index);
    await this.cluster.dispose();
    await this.nats.dispose();
    await this.network.close();
    for (const log of this.logs) log.end();
  }

  private async withoutNode(node: number, lastsMs: number, endIt: () => Promise<void>): Promise<void> {
    this.told.add(node);
    await endIt();
    await sleep(lastsMs);
    await this.bringBack(node);
    this.told.delete(node);
  }

  /** As whatever looks after processes would: a node that finds no NATS server at its start says so and ends. */
  private async bringBack(node: number): Promise<void> {
    for (let starts = 1; ; starts += 1) {
      try {
        await this.cluster.restart(node);
        return;
      } catch (error) {
        if (starts === STARTS_MAX || !(error instanceof NodeFailed)) throw error;
        this.tell(`node ${node + 1} did not start: ${error.message}`);
      }
      await sleep(START_AGAIN_MS);
    }
  }

  private async withoutServer(server: number, lastsMs: number, endIt: () => Promise<void>): Promise<void> {
    await endIt();
    await sleep(lastsMs);
    await this.nats.restart(server);
  }

  private async withCut(node: number, lastsMs: number, cut: () => number | Promise<number>): Promise<void> {
    this.tell(`${await cut()} ${this.network.cutsWhat} of node ${node + 1} are cut`);
    await sleep(lastsMs);
    await this.network.heal(node);
  }

  /** The server that leads such a stream; any other one when nobody can tell now. */
  private async leader(stream: RegExp, otherwise: number): Promise<number> {
    const found = await Promise.race([this.find(stream), sleep(LEADER_PATIENCE_MS, null)]);
    this.tell(found === null ? `nobody can tell who leads ${String(stream)} now` : `${found.name} is led by server ${found.leader + 1}`);
    return found?.leader ?? otherwise;
  }

  private async find(stream: RegExp): Promise<{ readonly name: string; readonly leader: number } | null> {
    try {
      const name = (await this.nats.streams()).find((candidate) => stream.test(candidate));
      return name === undefined ? null : { name, leader: await this.nats.leaderOf(name) };
    } catch {
      return null;
    }
  }
}

async function namespacesFor({ network = 'proxies', nodes }: WorldOptions, tell: (line: string) => void): Promise<NamespaceNetwork | null> {
  if (network === 'proxies') return null;
  try {
    const laid = await NamespaceNetwork.lay(nodes);
    tell('Networks are cut by namespaces: packets are lost.');
    return laid;
  } catch (error) {
    if (network === 'namespaces' || !(error instanceof NamespacesUnavailable)) throw error;
    tell(`Networks are cut by proxies, which hold back what is said. Namespaces are not to be had: ${error.message}`);
    return null;
  }
}

/** A file for each node, which its next lives go on with. */
async function logsIn(directory: string, nodes: number): Promise<readonly WriteStream[]> {
  await mkdir(directory, { recursive: true });
  return Array.from({ length: nodes }, (_, index) => createWriteStream(join(directory, `node-${index + 1}.log`), { flags: 'a' }));
}

function cutOf(kind: string): Cut {
  if (kind.endsWith('-outward')) return 'from-caller';
  return kind.endsWith('-inward') ? 'from-target' : 'both';
}
