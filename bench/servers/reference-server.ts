/** A reference server as whoever measures sees it: bare Fastify or bare gRPC in a process of its own, run with the flags of our node, on a free port. */
import { fileURLToPath } from 'node:url';
import { Child } from '../peers/child.js';
import { NODE_FLAGS } from '../support/node-flags.js';
import type { ReferenceOptions } from './reference-options.js';
import { READY_PREFIX } from './reference-options.js';

const MAIN = fileURLToPath(new URL('./reference-main.js', import.meta.url));
const GRPC_MAIN = fileURLToPath(new URL('./grpc-reference-main.js', import.meta.url));

export class ReferenceServer {
  private constructor(private readonly child: Child) {}

  /** Throws `ChildFailed`. */
  static async start(options: ReferenceOptions): Promise<ReferenceServer> {
    return ReferenceServer.run(MAIN, [JSON.stringify(options)]);
  }

  /** The one that answers holds over gRPC. Throws `ChildFailed`. */
  static async startGrpc(): Promise<ReferenceServer> {
    return ReferenceServer.run(GRPC_MAIN, []);
  }

  private static async run(main: string, args: readonly string[]): Promise<ReferenceServer> {
    const child = await Child.start({
      name: 'the reference server',
      command: process.execPath,
      args: [...NODE_FLAGS, main, ...args],
      ready: new RegExp(`^${READY_PREFIX}(\\S+)$`, 'm'),
    });
    return new ReferenceServer(child);
  }

  /** Where it answers: a URL without a slash at the end; over gRPC host:port. */
  get address(): string {
    return this.child.announced;
  }

  get pid(): number {
    return this.child.pid;
  }

  /** Nothing of it is needed afterwards. */
  async kill(): Promise<void> {
    await this.child.kill();
  }
}
