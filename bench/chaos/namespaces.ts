/**
 * The network of a run where the system lets us have one: each node in a network namespace of its own, and a switch between nodes, NATS servers and ourselves
 * that drops packets. What is lost is lost: nobody is told, connections that are tried meanwhile hang, the ends of processes that die are not heard of, and what
 * was on its way comes when TCP sends it again, not when the network is whole. Proxies cannot show that; see network.ts for where this is not permitted.
 *
 * It needs root, and `ip` (iproute2), `unshare` and `nsenter` (util-linux). Namespaces are held by processes that end with us, and everything in them with them.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomInt } from 'node:crypto';
import { guarded } from '../support/guarded-child.js';
import type { Cut } from './fault-proxy.js';
import type { Network, NodeWays } from './network.js';

/** The system does not let us; the message says in a few words why. */
export class NamespacesUnavailable extends Error {
  override readonly name = 'NamespacesUnavailable';
}

/** Set apart for trying out networks (RFC 2544): nobody's real addresses. A run has 256 of them. */
const RANGE = { first: 198, seconds: [18, 19] } as const;
const THIRDS = 256;
const HOSTS = { switch: 1, ourselves: 2, nats: 3, firstNode: 16 } as const;
/** A node has a network of four addresses: the switch's end is the second of them, its own the third. */
const PER_NODE = 4;
const RULES_FROM = 1_000;
const HOLD_MS_MAX = 5_000;
const POLL_MS = 5;
const OWN_NAMESPACE = '/proc/self/ns/net';

interface Place {
  readonly holder: ChildProcess;
  readonly within: readonly string[];
}

export class NamespaceNetwork implements Network {
  readonly kind = 'namespaces';
  readonly cutsWhat = 'ways';
  /** By node: how many ways are cut. */
  private readonly cuts = new Map<number, number>();

  private constructor(
    private readonly prefix: string,
    private readonly middle: Place,
    private readonly nodes: readonly Place[],
  ) {}

  /** Throws `NamespacesUnavailable`; nothing is left then. */
  static async lay(nodes: number): Promise<NamespaceNetwork> {
    if (process.getuid?.() !== 0) throw new NamespacesUnavailable('only root may have them');
    const places: Place[] = [];
    try {
      for (let count = 0; count <= nodes; count += 1) places.push(await hold());
      const [middle, ...others] = places;
      if (middle === undefined) throw new NamespacesUnavailable('there is no place');
      const prefix = `${RANGE.first}.${RANGE.seconds[randomInt(RANGE.seconds.length)] ?? RANGE.seconds[0]}.${randomInt(THIRDS)}`;
      const network = new NamespaceNetwork(prefix, middle, others);
      await network.connect();
      return network;
    } catch (error) {
      for (const { holder } of places) holder.kill('SIGKILL');
      throw error instanceof NamespacesUnavailable ? error : new NamespacesUnavailable(reasonOf(error), { cause: error });
    }
  }

  /** Where NATS servers listen, so that nodes can reach them, and only through the switch. */
  get natsHost(): string {
    return this.host(HOSTS.nats);
  }

  knowProcess(): void {
    // A node is known by its address.
  }

  waysOf(node: number): NodeWays {
    return { natsUrls: null, advertise: null, host: this.hostOf(node), within: this.nodes[node]?.within ?? [] };
  }

  cutServers(node: number, cut: Cut): Promise<number> {
    return this.cut(node, [this.natsHost], cut);
  }

  cutPeers(node: number, cut: Cut): Promise<number> {
    const others = [...this.nodes.keys()].filter((index) => index !== node);
    return this.cut(
      node,
      others.map((other) => this.hostOf(other)),
      cut,
    );
  }

  async heal(node: number): Promise<void> {
    const count = this.cuts.get(node) ?? 0;
    this.cuts.delete(node);
    await ip(this.middle.within, new Array<string>(count).fill(`rule del pref ${RULES_FROM + node}`));
  }

  async close(): Promise<void> {
    const ends = [this.middle, ...this.nodes].map(({ holder }) => new Promise((resolve) => holder.once('exit', resolve)));
    for (const { holder } of [this.middle, ...this.nodes]) holder.kill('SIGKILL');
    await Promise.all(ends);
  }

  private async cut(node: number, others: readonly string[], cut: Cut): Promise<number> {
    const own = this.hostOf(node);
    const drop = (from: string, to: string): string => `rule add pref ${RULES_FROM + node} from ${from} to ${to} blackhole`;
    const rules = others.flatMap((other) => [
      ...(cut === 'both' || cut === 'from-caller' ? [drop(own, other)] : []),
      ...(cut === 'both' || cut === 'from-target' ? [drop(other, own)] : []),
    ]);
    this.cuts.set(node, (this.cuts.get(node) ?? 0) + rules.length);
    await ip(this.middle.within, rules);
    return rules.length;
  }

  /** The switch, a cable to us and one to each node. */
  private async connect(): Promise<void> {
    const { middle, nodes } = this;
    const own = `fr${this.prefix.replaceAll('.', '')}`;
    await within(middle, ['sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward']);
    await ip(
      [],
      [
        `link add ${own} type veth peer name cable netns ${pidOf(middle)}`,
        `addr add ${this.host(HOSTS.ourselves)}/29 dev ${own}`,
        `addr add ${this.host(HOSTS.nats)}/29 dev ${own}`,
        `link set ${own} up`,
        `route add ${this.host(0)}/24 via ${this.host(HOSTS.switch)} dev ${own} src ${this.host(HOSTS.ourselves)} onlink`,
      ],
    );
    await ip(middle.within, ['link set lo up', `addr add ${this.host(HOSTS.switch)}/29 dev cable`, 'link set cable up']);
    for (const [index, node] of nodes.entries()) {
      const gateway = this.host(HOSTS.firstNode + PER_NODE * index + 1);
      await ip(middle.within, [
        `link add node${index} type veth peer name cable netns ${pidOf(node)}`,
        `addr add ${gateway}/30 dev node${index}`,
        `link set node${index} up`,
      ]);
      await ip(node.within, [
        'link set lo up',
        `addr add ${this.hostOf(index)}/30 dev cable`,
        'link set cable up',
        `route add default via ${gateway}`,
      ]);
    }
  }

  private hostOf(node: number): string {
    return this.host(HOSTS.firstNode + PER_NODE * node + 2);
  }

  private host(last: number): string {
    return `${this.prefix}.${last}`;
  }
}

/** A process in a namespace of its own, which does nothing else. */
async function hold(): Promise<Place> {
  const command = guarded('unshare', ['--net', 'sleep', 'infinity']);
  const holder = spawn(command.file, command.args, { stdio: ['pipe', 'ignore', 'pipe'], detached: process.stdin.isTTY });
  let said = '';
  holder.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<true>((resolve) => {
    holder.once('exit', () => resolve(true));
    holder.once('error', () => resolve(true));
  });
  const own = await readlink(OWN_NAMESPACE);
  const deadline = performance.now() + HOLD_MS_MAX;
  for (;;) {
    const its = await readlink(`/proc/${holder.pid ?? 0}/ns/net`).catch(() => own);
    if (its !== own) return { holder, within: ['nsenter', `--net=/proc/${holder.pid ?? 0}/ns/net`] };
    if ((await Promise.race([ended, sleep(POLL_MS, false)])) || performance.now() > deadline) {
      holder.kill('SIGKILL');
      throw new NamespacesUnavailable(`unshare: ${said.trim() === '' ? 'no namespace' : said.trim()}`);
    }
  }
}

const pidOf = ({ holder }: Place): number => holder.pid ?? 0;

async function within(place: Place, command: readonly string[]): Promise<void> {
  await run([...place.within, ...command]);
}

/** All lines at once, by one process; the first that fails ends it. */
async function ip(prefix: readonly string[], lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  await run([...prefix, 'ip', '-batch', '-'], `${lines.join('\n')}\n`);
}

function run([program = '', ...args]: readonly string[], input = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ended with ${String(code)}: ${said.trim()}`));
    });
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
