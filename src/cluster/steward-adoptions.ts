/** How shards that were taken come to be served: in groups, each tried again with back-off until the host has it or nothing of it is held any more. */
import type { Timers } from '../timers.js';
import type { ClusterLog } from './log.js';
import type { ShardHost } from './shard-host.js';
import { backOffMs } from './steward-back-off.js';
import type { Holding, Holdings } from './steward-holdings.js';

export interface AdoptionDeps {
  readonly holdings: Holdings;
  readonly host: Pick<ShardHost, 'adopt'>;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: ClusterLog;
  /** What is served of the shards has changed. */
  readonly changed: (shards: readonly number[]) => void;
  readonly failed: () => void;
}

export class Adoptions {
  constructor(private readonly deps: AdoptionDeps) {}

  /** Resolves when every shard of the group is here, or lost. */
  async adopt(group: readonly Holding[]): Promise<void> {
    const { holdings, timers, random } = this.deps;
    for (const holding of group) holdings.enter(holding, 'adopting');
    let left = group;
    for (let failures = 1; left.length > 0 && !(await this.tryAdopt(left, failures)); failures += 1) {
      await new Promise<void>((resolve) => timers.after(backOffMs(failures, random()), resolve));
      left = group.filter((holding) => holdings.isHeld(holding));
    }
    for (const holding of group) if (holdings.isHeld(holding)) holdings.enter(holding, 'here');
  }

  private async tryAdopt(group: readonly Holding[], attempt: number): Promise<boolean> {
    const { host, log, changed, failed } = this.deps;
    try {
      const adopted = host.adopt(group.map(({ shard, entry: { epoch } }) => ({ shard, epoch })));
      // They are served from the call on, whatever is still to be read.
      if (attempt === 1) changed(group.map(({ shard }) => shard));
      await adopted;
      return true;
    } catch (error) {
      failed();
      log.warn({ shards: group.length, attempt, err: error }, 'shards could not be taken up in full; it is tried again');
      return false;
    }
  }
}
