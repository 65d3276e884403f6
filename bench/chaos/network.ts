/**
 * The network of a run: every connection of a node, to NATS servers and to other nodes, goes through proxies that can lose it. A node's way out to NATS has
 * proxies of its own; its way in from other nodes is one proxy, which tells callers apart by the process that connects.
 */
import { FaultProxy } from './fault-proxy.js';
import type { Cut } from './fault-proxy.js';
import { ownerOfPort } from './socket-owners.js';

const HOST = '127.0.0.1';

export interface NodeWays {
  /** NATS as this node reaches it; null: where it is. */
  readonly natsUrls: readonly string[] | null;
  /** host:port under which the other nodes reach it; null: where it listens. */
  readonly advertise: string | null;
  /** The address it listens on. */
  readonly host: string;
  /** What its command begins with. */
  readonly within: readonly string[];
}

/** What can be cut between nodes and NATS servers; another one is in namespaces.ts. */
export interface Network {
  readonly kind: 'proxies' | 'namespaces';
  /** What a cut counts. */
  readonly cutsWhat: string;
  /** To be told before the process can connect. */
  knowProcess(node: number, pid: number): void;
  waysOf(node: number): NodeWays;
  /** What the node says to NATS is lost (`from-caller`), what NATS says to it (`from-target`), or both. How much that cuts. */
  cutServers(node: number, cut: Cut): number | Promise<number>;
  /** The same between the node and all others. */
  cutPeers(node: number, cut: Cut): number | Promise<number>;
  heal(node: number): void | Promise<void>;
  close(): Promise<void>;
}

export class FaultNetwork implements Network {
  readonly kind = 'proxies';
  readonly cutsWhat = 'connections';
  private readonly toServers: FaultProxy[][] = [];
  private readonly toNodes: FaultProxy[] = [];
  /** By node, of its process now. */
  private readonly pids = new Map<number, number>();

  /**
   * @param natsPorts of the servers.
   * @param linkPorts where the nodes really listen for each other.
   */
  static async lay(natsPorts: readonly number[], linkPorts: readonly number[]): Promise<FaultNetwork> {
    const network = new FaultNetwork();
    for (const linkPort of linkPorts) {
      const servers: FaultProxy[] = [];
      for (const targetPort of natsPorts) {
        servers.push(await FaultProxy.listen({ host: HOST, targetPort, callerOf: () => Promise.resolve(null) }));
      }
      network.toServers.push(servers);
      network.toNodes.push(await FaultProxy.listen({ host: HOST, targetPort: linkPort, callerOf: (port) => network.callerOf(port) }));
    }
    return network;
  }

  /** Whoever is not known before it connects is taken for a stranger for as long as its connection lasts. */
  knowProcess(node: number, pid: number): void {
    this.pids.set(node, pid);
  }

  waysOf(node: number): NodeWays {
    return {
      natsUrls: (this.toServers[node] ?? []).map(({ port }) => `nats://${HOST}:${port}`),
      advertise: `${HOST}:${this.toNodes[node]?.port ?? 0}`,
      host: HOST,
      within: [],
    };
  }

  cutServers(node: number, cut: Cut): number {
    return (this.toServers[node] ?? []).reduce((count, proxy) => count + proxy.cut(null, cut), 0);
  }

  cutPeers(node: number, cut: Cut): number {
    const inward: Cut = cut === 'from-caller' ? 'from-target' : cut === 'from-target' ? 'from-caller' : cut;
    return this.toNodes.reduce(
      (count, proxy, index) => count + (index === node ? proxy.cut(null, inward) : proxy.cut(String(node), cut)),
      0,
    );
  }

  heal(node: number): void {
    for (const proxy of this.toServers[node] ?? []) proxy.heal();
    for (const [index, proxy] of this.toNodes.entries()) {
      if (index === node) proxy.heal();
      else proxy.cut(String(node), 'none');
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.toServers.flat(), ...this.toNodes].map((proxy) => proxy.close()));
  }

  private async callerOf(port: number): Promise<string | null> {
    const owner = await ownerOfPort(port, [...this.pids.values()]);
    for (const [node, pid] of this.pids) if (pid === owner) return String(node);
    return null;
  }
}
