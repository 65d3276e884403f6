/**
 * A TCP proxy in front of one address that can lose what one side says to the other: a network that is cut, in one direction or both, without privileges.
 *
 * What is lost is held back, as TCP would send it again: when the cut is healed the bytes go on in order, on connections that have lived through it. Nobody is
 * told of a cut; connections made meanwhile are accepted and stay silent, like those to a host whose packets are lost.
 */
import { createServer, connect } from 'node:net';
import type { Server, Socket } from 'node:net';

/** Which direction is lost: what the caller says, what the target says, or both. */
export type Cut = 'none' | 'from-caller' | 'from-target' | 'both';

export interface FaultProxyOptions {
  readonly host: string;
  readonly targetPort: number;
  /** Who connects, by the port it connects from; null when nobody can tell. Asked once for each connection, before anything is passed on. */
  readonly callerOf: (port: number) => Promise<string | null>;
}

interface Pair {
  readonly caller: string | null;
  readonly near: Socket;
  readonly far: Socket;
}

export class FaultProxy {
  private readonly pairs = new Set<Pair>();
  /** By caller; for all others `everybody`. */
  private readonly cuts = new Map<string, Cut>();
  private everybody: Cut = 'none';

  private constructor(
    private readonly server: Server,
    private readonly options: FaultProxyOptions,
  ) {
    server.on('connection', (near) => void this.join(near));
  }

  static async listen(options: FaultProxyOptions): Promise<FaultProxy> {
    const server = createServer({ pauseOnConnect: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, options.host, resolve);
    });
    return new FaultProxy(server, options);
  }

  get port(): number {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy does not listen');
    return address.port;
  }

  /**
   * @param caller null for everybody who has no cut of its own.
   * @returns how many connections are cut now.
   */
  cut(caller: string | null, cut: Cut): number {
    if (caller === null) this.everybody = cut;
    else this.cuts.set(caller, cut);
    let count = 0;
    for (const pair of this.pairs) {
      this.apply(pair);
      if (this.cutOf(pair) !== 'none') count += 1;
    }
    return count;
  }

  /** Everything flows again. */
  heal(): void {
    this.everybody = 'none';
    this.cuts.clear();
    for (const pair of this.pairs) this.apply(pair);
  }

  async close(): Promise<void> {
    for (const { near, far } of this.pairs) {
      near.destroy();
      far.destroy();
    }
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async join(near: Socket): Promise<void> {
    near.on('error', () => near.destroy());
    const caller = await this.options.callerOf(near.remotePort ?? 0);
    if (near.destroyed) return;
    const far = connect({ host: this.options.host, port: this.options.targetPort, noDelay: true });
    near.setNoDelay(true);
    const pair = { caller, near, far };
    this.pairs.add(pair);
    const end = (): void => {
      this.pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    far.on('error', end);
    near.on('close', end);
    far.on('close', end);
    near.on('data', (bytes) => {
      if (!far.write(bytes)) near.pause();
    });
    far.on('drain', () => this.apply(pair));
    far.on('data', (bytes) => {
      if (!near.write(bytes)) far.pause();
    });
    near.on('drain', () => this.apply(pair));
    this.apply(pair);
  }

  /** Whoever is not read is not heard; the kernel's buffers fill, and the sender waits. */
  private apply(pair: Pair): void {
    const { near, far } = pair;
    const cut = this.cutOf(pair);
    if (cut === 'both' || cut === 'from-caller') near.pause();
    else near.resume();
    if (cut === 'both' || cut === 'from-target') far.pause();
    else far.resume();
  }

  private cutOf({ caller }: Pair): Cut {
    return (caller === null ? undefined : this.cuts.get(caller)) ?? this.everybody;
  }
}
