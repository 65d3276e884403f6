/**
 * What goes wrong in a run, and when: made from a seed alone, so that a run can be played again.
 *
 * Two things go wrong side by side: something about the nodes, and something about the NATS servers. Of each at most one at a time, because two of three
 * servers are needed to write anything; all servers at once is among the faults, too.
 */
import { randomFrom } from '../onsale/random.js';
import type { Random } from '../onsale/random.js';

export const NODE_FAULTS = [
  'kill-node',
  'stop-node',
  'pause-node',
  'cut-peers',
  'cut-nats',
  'cut-all',
  'cut-peers-outward',
  'cut-peers-inward',
  'cut-nats-outward',
  'cut-nats-inward',
] as const;
export const SERVER_FAULTS = [
  'kill-server',
  'stop-server',
  'pause-server',
  'kill-log-leader',
  'kill-members-leader',
  'kill-table-leader',
  'kill-all-servers',
] as const;

export type NodeFault = (typeof NODE_FAULTS)[number];
export type ServerFault = (typeof SERVER_FAULTS)[number];

export interface PlannedFault {
  readonly kind: NodeFault | ServerFault;
  /** Which node or server, where the fault does not say it itself. */
  readonly target: number;
  /** Since the start of the run, ms. */
  readonly at: number;
  /** Until it is healed: the process comes back, the network is whole. */
  readonly lastsMs: number;
}

export type FaultKind = NodeFault | ServerFault;
export const FAULT_KINDS: readonly FaultKind[] = [...NODE_FAULTS, ...SERVER_FAULTS];

export interface PlanOptions {
  readonly seed: number;
  /** Nothing else goes wrong. @default all kinds */
  readonly only?: readonly FaultKind[];
  readonly nodes: number;
  readonly servers: number;
  readonly durationMs: number;
}

/** Nothing goes wrong at first, so that there is something to lose. */
const CALM_AT_START_MS = 5_000;
/** A node that was killed needs this to be back; the same for a server. */
const COMES_BACK_MS = 6_000;
const LASTS_MS = { shortest: 1_000, longest: 9_000 } as const;
const PAUSE_MS = { shortest: 1_000, longest: 8_000 } as const;
const STREAMS = { nodes: 0, servers: 1 } as const;

/** In order of their beginnings. */
export function planFaults({ seed, nodes, servers, durationMs, only = FAULT_KINDS }: PlanOptions): readonly PlannedFault[] {
  const wanted = new Set<FaultKind>(only);
  const [ofNodes, ofServers] = [NODE_FAULTS.filter((kind) => wanted.has(kind)), SERVER_FAULTS.filter((kind) => wanted.has(kind))];
  return [
    ...faultsOf(ofNodes, nodes, durationMs, randomFrom(seed, STREAMS.nodes)),
    ...faultsOf(ofServers, servers, durationMs, randomFrom(seed, STREAMS.servers)),
  ].sort((one, other) => one.at - other.at);
}

/** Every kind comes as often as any other: they are drawn like cards, and shuffled again when all were drawn. */
function faultsOf<Kind extends NodeFault | ServerFault>(
  kinds: readonly Kind[],
  targets: number,
  durationMs: number,
  random: Random,
): PlannedFault[] {
  const faults: PlannedFault[] = [];
  let at = CALM_AT_START_MS;
  for (let cards: Kind[] = []; ;) {
    if (cards.length === 0) cards = shuffled(kinds, random);
    at += random.between(PAUSE_MS.shortest, PAUSE_MS.longest);
    const lastsMs = Math.round(random.between(LASTS_MS.shortest, LASTS_MS.longest));
    const kind = cards.pop();
    if (kind === undefined || at + lastsMs + COMES_BACK_MS > durationMs) return faults;
    faults.push({ kind, target: random.below(targets), at: Math.round(at), lastsMs });
    at += lastsMs + COMES_BACK_MS;
  }
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const left = [...items];
  return items.map(() => left.splice(random.below(left.length), 1)[0]).filter((item) => item !== undefined);
}
