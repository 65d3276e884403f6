/**
 * One trial: a fresh server process, the same warm-up, the measured load, and what it cost the server. After a trial of ours the node is killed and its books
 * are checked; a trial whose books do not add up gives no figure but ends the run.
 */
import { rm } from 'node:fs/promises';
import type { AuditedEvent } from '../../src/audit/audited-event.js';
import type { ReferenceOptions } from '../servers/reference-options.js';
import { ReferenceServer } from '../servers/reference-server.js';
import type { AroundLoad, LoadResult } from '../load/closed-loop.js';
import { CpuMeter } from './cpu-meter.js';
import type { JournalBooks } from './journal-audit.js';
import { auditDataDirectory } from './journal-audit.js';
import { NodeProcess } from './node-process.js';

/**
 * In a closed loop as many requests wait as there are connections, for as long as a busy machine takes: nobody is to be turned away for that. How well the node
 * sheds load has a row of its own. Whatever looks after it still does, and costs what it costs.
 */
export const CLOSED_LOOP_SETTINGS = { FRONTROW_OVERLOAD_DELAY_MS: '1000' };

/** For the readers of a row whose trials these are. */
export const TRIAL_NOTE =
  'Ours runs with FRONTROW_OVERLOAD_DELAY_MS=1000 in place of its default, so that a busy machine makes it slow and not refuse.';

/**
 * Loads that are known but for the server's address, so that ours and the reference get the very same requests. The address is a URL without a slash at the
 * end; over gRPC it is host:port.
 */
export interface Loads {
  warmUp(address: string): Promise<LoadResult>;
  measured(address: string, around: AroundLoad): Promise<LoadResult>;
}

export interface Trial {
  readonly load: LoadResult;
  /** Of all threads of the server, per answer; null when the system does not say it. */
  readonly cpuMicroseconds: number | null;
}

export interface OurTrialOptions {
  /** Does not exist yet; it is removed afterwards. */
  readonly dataDir: string;
  /** Further settings of the node, FRONTROW_*. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where the loads go. @default to the REST API */
  readonly addressOf?: (node: NodeProcess) => string;
  /** Everything that has to be there before the load. */
  readonly setUp: (node: NodeProcess) => Promise<Loads>;
  /** Throws unless exactly what was answered stands in the books. */
  readonly mustAddUp: (books: JournalBooks, measured: LoadResult, warmUp: LoadResult) => void;
  /** Gets every event of the journal, in commit order, before `mustAddUp`. */
  readonly onEvent?: (event: AuditedEvent) => void;
}

/** The loads come back for the reference. Throws when an answer was wrong, or the books are. */
export async function trialOfOurs(options: OurTrialOptions): Promise<Trial & { readonly loads: Loads }> {
  const { dataDir, env, addressOf = (node: NodeProcess): string => node.url } = options;
  const node = await NodeProcess.start({ dataDir, env: { ...CLOSED_LOOP_SETTINGS, ...env } });
  try {
    const loads = await options.setUp(node);
    const address = addressOf(node);
    const warmUp = await loads.warmUp(address);
    // Killed as soon as the last answer is there: what is not on the disk by then is lost.
    const { load, cpuMicroseconds } = await measure(loads, address, node.pid, () => void node.kill());
    await node.kill();
    options.mustAddUp(await auditDataDirectory(dataDir, options.onEvent), load, warmUp);
    return { load, cpuMicroseconds, loads };
  } finally {
    await node.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
}

export async function trialOfReference(options: ReferenceOptions, loads: Loads): Promise<Trial> {
  return trialOn(await ReferenceServer.start(options), loads);
}

export async function trialOfGrpcReference(loads: Loads): Promise<Trial> {
  return trialOn(await ReferenceServer.startGrpc(), loads);
}

async function trialOn(server: ReferenceServer, loads: Loads): Promise<Trial> {
  try {
    await loads.warmUp(server.address);
    return await measure(loads, server.address, server.pid, () => undefined);
  } finally {
    await server.kill();
  }
}

async function measure(loads: Loads, address: string, pid: number, afterwards: () => void): Promise<Trial> {
  const meter = new CpuMeter(pid);
  const used: (number | null)[] = [];
  const load = await loads.measured(address, {
    before: () => meter.start(),
    after: () => {
      used.push(meter.read());
      afterwards();
    },
  });
  const [microseconds = null] = used;
  return { load, cpuMicroseconds: microseconds === null ? null : microseconds / load.answered };
}
