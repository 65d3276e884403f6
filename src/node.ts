/**
 * One node, put together: journal, entities, use cases, the servers. Starting opens from the inside out, so that nothing is reachable before what it needs is;
 * stopping closes from the outside in, so that nothing is asked of what is gone.
 */
import type { StartReport } from './actors/region.js';
import { isLoopback } from './config/readers.js';
import { createDemo } from './demo.js';
import { readSecurity } from './grpc/security.js';
import { openCore } from './node/core.js';
import type { NodeOptions } from './node/core.js';
import { openDoors } from './node/doors.js';

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
  readonly recovered: StartReport & { readonly records: number; readonly entities: number };
  /** Stops accepting, finishes what is in flight, flushes and closes. True when everything was finished in time. */
  stop(): Promise<boolean>;
}

/** Rejects with an error whose message says in one line what is wrong: GrpcUnusable, JournalUnusable, KeysUnusable, PortUnusable, SecretsUnusable. */
export async function startNode(options: NodeOptions): Promise<RunningNode> {
  const { config } = options;
  const { grpcServices, grpcCert, grpcKey, grpcClientCa, grpcHost } = config;
  const files = { services: grpcServices, cert: grpcCert, key: grpcKey, clientCa: grpcClientCa };
  const security = readSecurity(files, isLoopback(grpcHost), Date.now());
  const core = await openCore(options);
  const state = { ready: false };
  try {
    const started = await core.region.start();
    const { records, entities } = core.journal.opening;
    const demoConcertId = config.demo && records === 0 ? await createDemo(core.ticketing, core.clock.now()) : null;
    const doors = await openDoors(options, core, security, () => state.ready);
    state.ready = true;
    doors.opened();
    return {
      url: doors.url,
      opsUrl: doors.opsUrl,
      grpcAddress: doors.grpcAddress,
      grpcSecurity: doors.grpcSecurity,
      adminKeyFile: core.secrets.adminKeyFile,
      demoConcertId,
      recovered: { ...started, records, entities },
      async stop() {
        state.ready = false;
        const patienceMs = config.drainSeconds * 1000;
        const deadline = core.clock.now() + patienceMs;
        // Before the doors: whoever listens is told, and connections that are only listened on would keep the servers from closing.
        core.live.close();
        await doors.close(patienceMs);
        const finished = await core.close(deadline);
        await doors.closeOps();
        return finished;
      },
    };
  } catch (error) {
    await core.close(core.clock.now());
    throw error;
  }
}
