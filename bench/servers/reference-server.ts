/** A reference server as whoever measures sees it: bare Fastify in a process of its own, run with the flags of our node, on a free port. */
import { fileURLToPath } from 'node:url';
import { Child } from '../peers/child.js';
import { NODE_FLAGS } from '../support/node-flags.js';
import type { ReferenceOptions } from './reference-options.js';
import { READY_PREFIX } from './reference-options.js';

const MAIN = fileURLToPath(new URL('./reference-main.js', import.meta.url));

export class ReferenceServer {
  private constructor(private readonly child: Child) {}

  /** Throws `ChildFailed`. */
  static async start(options: ReferenceOptions): Promise<ReferenceServer> {
    const child = await Child.start({
      name: 'the reference server',
      command: process.execPath,
      args: [...NODE_FLAGS, MAIN, JSON.stringify(options)],
      ready: new RegExp(`^${READY_PREFIX}(\\S+)$`, 'm'),
    });
    return new ReferenceServer(child);
  }

  /** Without a slash at the end. */
  get url(): string {
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
