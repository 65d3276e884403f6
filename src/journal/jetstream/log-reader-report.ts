/** Figures about the log as a whole. */
import type { OpeningReport } from '../port.js';
import type { Layout } from './layout.js';
import type { LogReader } from './log-reader.js';

type Log = Pick<LogReader, 'extent' | 'lastInLane'>;

const lanesOf = ({ lanes }: Layout): number[] => Array.from({ length: lanes }, (_, lane) => lane);

/** What the log holds now, over all lanes. */
export async function readOpening(log: Log, layout: Layout): Promise<OpeningReport> {
  const lanes = await Promise.all(lanesOf(layout).map(async (lane) => ({ ...(await log.extent(lane)), end: await log.lastInLane(lane) })));
  return {
    records: sum(lanes.map(({ messages }) => messages)),
    entities: sum(lanes.map(({ subjects }) => subjects)),
    lastPosition: sum(lanes.map(({ last }) => last)),
    lastAt: Math.max(0, ...lanes.map(({ end }) => end?.record?.at ?? 0).filter(Number.isSafeInteger)),
  };
}

/** How far this node has seen the log: the highest position of each lane that it wrote or read. */
export class SeenPositions {
  private readonly highest: number[];

  constructor({ lanes }: Layout) {
    this.highest = Array.from({ length: lanes }, () => 0);
  }

  note(lane: number, position: number): void {
    if (position > (this.highest[lane] ?? 0)) this.highest[lane] = position;
  }

  /** By how many records the leaders of the lanes are ahead of what this node has seen. */
  async lag(log: Pick<LogReader, 'extent'>): Promise<number> {
    const behind = await Promise.all(this.highest.map(async (seen, lane) => Math.max(0, (await log.extent(lane)).last - seen)));
    return sum(behind);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
