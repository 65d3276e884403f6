/** What the use cases of a node stand on: where entities live and what survives. There are two kinds, a node on its own and a node of a cluster. */
import type { Logger } from 'pino';
import type { Region } from '../actors/region.js';
import type { CommitListener } from '../actors/region.js';
import type { NodeClock } from '../clock.js';
import type { Router } from '../cluster/router.js';
import type { Config } from '../config.js';
import type { LoadedSecrets } from '../identity/secrets.js';
import type { Journal } from '../journal/port.js';
import type { Metrics } from '../metrics.js';
import type { ClusterView } from '../rest/deps.js';

export interface GroundOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Called once when the journal can take nothing more: the process must end. */
  readonly onJournalFailure: (reason: string) => void;
  readonly onCommit: CommitListener;
}

export interface GroundStart {
  /** Nobody has used what it stands on before, and this node is the one to fill it. */
  readonly isNew: boolean;
  /** What was found, for whoever started the process: a line each. */
  readonly lines: readonly string[];
}

export interface Ground {
  readonly clock: NodeClock;
  readonly journal: Journal;
  readonly secrets: LoadedSecrets;
  readonly region: Region;
  /** The way to any entity, wherever it lives. */
  readonly router: Router;
  /** Wakes what has something to do; resolves when entities can be asked. */
  start(): Promise<GroundStart>;
  /** Serves all that it should: /readyz. */
  isSettled(): boolean;
  view(): ClusterView;
  /** Gives away what it owns until the deadline (node clock, ms), while the doors finish what they have. */
  leave(deadline: number): Promise<void>;
  /** Finishes what is under way until the deadline (node clock, ms), saves snapshots, closes the journal. True when everything was finished in time. */
  close(deadline: number): Promise<boolean>;
}
