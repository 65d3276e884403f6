/** Links between nodes over real sockets, for one test, and proxies between them that lose and hold back what a network may. */
import { randomBytes } from 'node:crypto';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Member } from '../../src/cluster/member.js';
import type { PeerHandler, PeerOutcome, PeerRequest } from '../../src/cluster/transport.js';
import { openLink } from '../../src/grpc/link/link.js';
import type { Link } from '../../src/grpc/link/link.js';
import type { LinkTls } from '../../src/grpc/link/identity.js';
import type { LinkLimits } from '../../src/grpc/link/limits.js';
import { nodeTimers } from '../../src/timers.js';

export const CLUSTER = 'incarnation-1';
export const SECRET = randomBytes(32);
const PATIENCE_MS = 10_000;
const CLOSE_MS = 1_000;
/** Quick to try again. */
const QUICK: Partial<LinkLimits> = { backOffMinMs: 5, backOffMaxMs: 40 };
/** Quick to notice that the other end is away. */
export const WATCHFUL: Partial<LinkLimits> = { keepAliveIntervalMs: 150, keepAliveTimeoutMs: 150, handshakeMs: 300 };

export interface NodeOptions {
  readonly cluster?: string;
  readonly secret?: Uint8Array;
  /** @default none */
  readonly previousSecret?: Uint8Array;
  readonly tls?: LinkTls;
  readonly limits?: Partial<LinkLimits>;
  /** @default answers with what it was asked */
  readonly handler?: PeerHandler;
  /** The others reach it through a proxy. */
  readonly proxied?: boolean;
}

export interface TestNode {
  readonly nodeId: string;
  /** As the others know it. */
  member: Member;
  readonly link: Link;
  /** null: the others reach it directly. */
  readonly proxy: Proxy | null;
  /** What came to its handler, in order. */
  readonly handled: PeerRequest[];
  readonly lines: string[];
  ask(to: TestNode, command?: object, more?: Partial<PeerRequest['envelope']>): Promise<PeerOutcome>;
  isConnectedTo(other: TestNode): boolean;
}

export const echo: PeerHandler = async ({ envelope }) => ({ kind: 'answer', answer: envelope.command });

let idsSoFar = 0;

/** A command's id that nobody had before. */
export function freshId(): string {
  idsSoFar += 1;
  return idsSoFar.toString(16).padStart(32, '0');
}

export const freshSession = (nodeId: string): string => `${nodeId}.${randomBytes(8).toString('hex')}`;

export class LinkStage {
  /** As all nodes of the stage know them. */
  members: readonly Member[] = [];
  readonly nodes: TestNode[] = [];
  private readonly cleaners: (() => unknown)[] = [];
  // The timers of the link keep no process alive.
  private readonly alive = setInterval(() => undefined, 1_000);

  /** A node whose link listens; it is no member yet. */
  async node(nodeId: string, options: NodeOptions = {}): Promise<TestNode> {
    const handled: PeerRequest[] = [];
    const lines: string[] = [];
    const { handler = echo } = options;
    const log = (level: string) => (members: object, message: string) => void lines.push(`${level}: ${message} ${JSON.stringify(members)}`);
    const placeholder: Member = {
      nodeId,
      session: freshSession(nodeId),
      address: '',
      state: 'up',
      version: '1.0.0',
      startedAt: Date.now(),
    };
    const current = { member: placeholder };
    const link = await openLink({
      self: () => current.member,
      members: () => this.members,
      cluster: options.cluster ?? CLUSTER,
      secret: options.secret ?? SECRET,
      previousSecret: options.previousSecret ?? null,
      tls: options.tls ?? null,
      host: '127.0.0.1',
      port: 0,
      handler: (request) => {
        handled.push(request);
        return handler(request);
      },
      now: Date.now,
      steady: () => performance.now(),
      timers: nodeTimers,
      random: Math.random,
      log: { info: log('info'), warn: log('warn'), error: log('error') },
      observe: { roundTrip: () => undefined },
      limits: { ...QUICK, ...options.limits },
    });
    this.cleaners.push(() => link.transport.close(CLOSE_MS));
    const proxy = options.proxied === true ? await this.proxyTo(link.address) : null;
    current.member = { ...placeholder, address: proxy?.address ?? link.address };
    const node: TestNode = {
      nodeId,
      get member() {
        return current.member;
      },
      set member(member) {
        current.member = member;
      },
      link,
      proxy,
      handled,
      lines,
      ask: (to, command = { type: 'Ask' }, more = {}) =>
        link.transport.ask(to.member.session, { entity: 'queue/1', envelope: { id: freshId(), command, ...more }, revision: 7 }),
      isConnectedTo: (other) => link.figures().peers.some(({ session, connected }) => session === other.member.session && connected),
    };
    this.nodes.push(node);
    return node;
  }

  /** All of them are members, and know it. */
  join(...nodes: readonly TestNode[]): void {
    this.members = nodes.map(({ member }) => member);
    for (const node of nodes) node.link.transport.meet(this.members);
  }

  /** Nodes that are members and connected, each to each. */
  async cluster(...wanted: readonly (readonly [string, NodeOptions?])[]): Promise<readonly TestNode[]> {
    const nodes = await Promise.all(wanted.map(([nodeId, options]) => this.node(nodeId, options)));
    this.join(...nodes);
    await this.connected(...nodes);
    return nodes;
  }

  async pair(one: NodeOptions = {}, two: NodeOptions = {}): Promise<readonly [TestNode, TestNode]> {
    const [a, b] = await this.cluster(['a', one], ['b', two]);
    if (a === undefined || b === undefined) throw new Error('no pair');
    return [a, b];
  }

  async connected(...nodes: readonly TestNode[]): Promise<void> {
    await until(
      () => nodes.every((node) => nodes.every((other) => other === node || node.isConnectedTo(other))),
      () => `connected: ${nodes.map(({ lines }) => lines.join('\n')).join('\n')}`,
    );
  }

  async proxyTo(address: string): Promise<Proxy> {
    const proxy = await Proxy.open(address);
    this.cleaners.push(() => proxy.close());
    return proxy;
  }

  /** To be called when the test is over. */
  keep(clean: () => unknown): void {
    this.cleaners.push(clean);
  }

  async dispose(): Promise<void> {
    for (const clean of this.cleaners.splice(0).reverse()) await clean();
    clearInterval(this.alive);
  }
}

/** Polls: what is waited for happens in the other end of a socket. */
export async function until(holds: () => boolean, what: string | (() => string)): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > giveUpAt) throw new Error(`waited in vain: ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

export type Direction = 'there' | 'back';

/** Between whoever connects and the target. `there` is towards the target. */
export class Proxy {
  private readonly pairs = new Set<{ readonly client: Socket; readonly target: Socket }>();
  private readonly held = new Set<Direction>();
  private readonly lost = new Set<Direction>();
  private refuses = false;
  /** Connections ever tried. */
  arrivals = 0;

  private constructor(
    private readonly server: Server,
    private readonly port: number,
  ) {}

  static async open(target: string): Promise<Proxy> {
    const [host = '', port = ''] = target.split(':');
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = new Proxy(server, (server.address() as AddressInfo).port);
    server.on('connection', (client) => proxy.accept(client, connect({ host, port: Number(port), noDelay: true })));
    return proxy;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** All connections break. */
  cut(): void {
    for (const { client, target } of this.pairs) {
      client.destroy();
      target.destroy();
    }
  }

  /** Whoever connects is turned away. */
  refuse(): void {
    this.refuses = true;
    this.cut();
  }

  /** Nothing is read in that direction any more: it backs up to the sender. */
  hold(direction: Direction): void {
    this.held.add(direction);
    for (const pair of this.pairs) sourceOf(pair, direction).pause();
  }

  /** What goes in that direction is read and thrown away. */
  lose(...directions: readonly Direction[]): void {
    for (const direction of directions) this.lost.add(direction);
  }

  /** All is well again, also for what was held back. */
  heal(): void {
    this.refuses = false;
    this.lost.clear();
    this.held.clear();
    for (const { client, target } of this.pairs) {
      client.resume();
      target.resume();
    }
  }

  close(): void {
    this.server.close();
    this.cut();
  }

  private accept(client: Socket, target: Socket): void {
    const pair = { client, target };
    this.arrivals += 1;
    const gone = (): void => {
      this.pairs.delete(pair);
      client.destroy();
      target.destroy();
    };
    for (const socket of [client, target]) {
      socket.on('error', () => undefined);
      socket.on('close', gone);
    }
    if (this.refuses) {
      gone();
      return;
    }
    this.pairs.add(pair);
    this.pump(pair, 'there');
    this.pump(pair, 'back');
  }

  private pump(pair: { readonly client: Socket; readonly target: Socket }, direction: Direction): void {
    const source = sourceOf(pair, direction);
    const sink = source === pair.client ? pair.target : pair.client;
    source.on('data', (bytes: Buffer) => {
      if (this.lost.has(direction)) return;
      if (sink.write(bytes)) return;
      source.pause();
      sink.once('drain', () => {
        if (!this.held.has(direction)) source.resume();
      });
    });
    if (this.held.has(direction)) source.pause();
  }
}

function sourceOf({ client, target }: { readonly client: Socket; readonly target: Socket }, direction: Direction): Socket {
  return direction === 'there' ? client : target;
}
