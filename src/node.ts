/**
 * One node, put together: journal, entities, use cases, the servers. Starting has its ports before it joins a cluster, so that a node which cannot serve never takes
 * shards; until it serves, whoever comes is told to try again. Stopping closes from the outside in, so that nothing is asked of what is gone.
 */
import { isLoopback } from './config/readers.js';
import { createDemo } from './demo.js';
import { readSecurity } from './grpc/security.js';
import { openCore } from './node/core.js';
import type { Core, NodeOptions } from './node/core.js';
import { openDoors } from './node/doors.js';
import type { Doors } from './node/doors.js';

export interface RunningNode {
  /** Where the REST API and the ops endpoints answer. */
  readonly url: string;
  readonly opsUrl: string;
  /** Host and port of the gRPC API, and in a few words who may call it and how. */
  readonly grpcAddress: string;
  readonly grpcSecurity: string;
  /** null when the key came from the configuration. */
  readonly adminKeyFile: string | null;
  /** The concert created for the demo; null when there was none to create. */
  readonly demoConcertId: string | null;
  /** What the start found, a line each. */
  readonly found: readonly string[];
  /** Stops accepting, finishes what is in flight, flushes and closes. True when everything was finished in time. */
  stop(): Promise<boolean>;
}

/** Rejects with an error whose message says in one line what is wrong: BrandUnusable, ClusterUnusable, GrpcUnusable, JournalUnusable, KeysUnusable, NatsUnusable, PortUnusable, SecretsUnusable. */
export async function startNode(options: NodeOptions): Promise<RunningNode> {
  const { config } = options;
  const { grpcServices, grpcCert, grpcKey, grpcClientCa, grpcHost } = config;
  const files = { services: grpcServices, cert: grpcCert, key: grpcKey, clientCa: grpcClientCa };
  const security = readSecurity(files, isLoopback(grpcHost), Date.now());
  const core = await openCore(options);
  const state = { ready: false };
  try {
    const doors = await openDoors(options, core, security, () => state.ready);
    return await serve(options, core, doors, state);
  } catch (error) {
    // A node of a cluster may own shards already.
    await core.close(core.ground.clock.now() + config.drainSeconds * 1000);
    throw error;
  }
}

async function serve({ config }: NodeOptions, core: Core, doors: Doors, state: { ready: boolean }): Promise<RunningNode> {
  const { ground } = core;
  try {
    const { isNew, lines } = await ground.start();
    const demoConcertId = config.demo && isNew ? await createDemo(core.ticketing, ground.clock.now()) : null;
    state.ready = true;
    doors.opened();
    return {
      url: doors.url,
      opsUrl: doors.opsUrl,
      grpcAddress: doors.grpcAddress,
      grpcSecurity: doors.grpcSecurity,
      adminKeyFile: ground.secrets.adminKeyFile,
      demoConcertId,
      found: lines,
      async stop() {
        state.ready = false;
        const patienceMs = config.drainSeconds * 1000;
        const deadline = ground.clock.now() + patienceMs;
        // Before the doors: whoever listens is told, and connections that are only listened on would keep the servers from closing.
        core.live.close();
        await Promise.all([doors.close(patienceMs), ground.leave(deadline)]);
        const finished = await core.close(deadline);
        await doors.closeOps();
        return finished;
      },
    };
  } catch (error) {
    await doors.close(0);
    await doors.closeOps();
    throw error;
  }
}
