/**
 * One trial of a cluster: fresh nodes on a log of their own, the same warm-up, the measured load, and what it cost nodes and servers. All nodes are killed as soon
 * as the last answer is there, and the books are read from the servers: what is not in the log by then is lost.
 */
import type { AroundLoad, LoadResult } from '../load/closed-loop.js';
import type { ClusterProcess } from './cluster-process.js';
import type { ClusterStage, StageCpu } from './cluster-stage.js';
import type { JournalBooks } from './journal-audit.js';
import type { Trial } from './trial.js';

export interface ClusterLoads {
  warmUp(): Promise<LoadResult>;
  measured(around: AroundLoad): Promise<LoadResult>;
}

/** CPU microseconds per answer: of everything in `cpuMicroseconds`, and what of it nodes and servers used. */
export interface ClusterTrial extends Trial {
  readonly nodesCpu: number | null;
  readonly natsCpu: number | null;
}

export interface ClusterTrialOptions {
  readonly nodes: number;
  readonly setUp: (cluster: ClusterProcess) => Promise<ClusterLoads>;
  /** Throws unless exactly what was answered stands in the books. */
  readonly mustAddUp: (books: JournalBooks) => void;
}

/** Throws when an answer was wrong, or the books are. */
export async function trialOfCluster(stage: ClusterStage, { nodes, setUp, mustAddUp }: ClusterTrialOptions): Promise<ClusterTrial> {
  return stage.withCluster(nodes, async ({ cluster, prefix }) => {
    const loads = await setUp(cluster);
    await loads.warmUp();
    const trial = await meteredLoad(
      stage,
      cluster,
      (around) => loads.measured(around),
      () => void cluster.dispose(),
    );
    await cluster.dispose();
    mustAddUp(await stage.audit(prefix));
    return trial;
  });
}

/** @param afterwards called when the last answer has come. */
export async function meteredLoad(
  stage: ClusterStage,
  cluster: ClusterProcess,
  run: (around: AroundLoad) => Promise<LoadResult>,
  afterwards: () => void = () => undefined,
): Promise<ClusterTrial> {
  let read: () => StageCpu | null = () => null;
  const used: (StageCpu | null)[] = [];
  const load = await run({
    before: () => {
      read = stage.meter(cluster);
    },
    after: () => {
      used.push(read());
      afterwards();
    },
  });
  const [cpu = null] = used;
  if (cpu === null) return { load, cpuMicroseconds: null, nodesCpu: null, natsCpu: null };
  const [nodesCpu, natsCpu] = [cpu.nodes / load.answered, cpu.nats / load.answered];
  return { load, cpuMicroseconds: nodesCpu + natsCpu, nodesCpu, natsCpu };
}
