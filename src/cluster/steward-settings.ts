/** The bounds that a steward keeps to. */
export interface StewardSettings {
  /** Changes to the shard table under way at once, to take shards or to give back what was never served. */
  readonly changesAtOnceMax: number;
  /** Shards on their way to other members at once, so that a member that joins takes them one by one and few callers wait at any time. */
  readonly handOffsAtOnceMax: number;
  /** The same when this node leaves: everything goes, and somebody waits for it to end. */
  readonly drainsAtOnceMax: number;
  /** What would take the next owner long may be done so long before the shard is handed off, ms, while it is served. */
  readonly prepareMs: number;
  /** What is under way in a shard may take so long to finish when the shard is handed off, ms; what is not done then is given up, and answered as UNAVAILABLE. */
  readonly handOffMs: number;
  /** Others see this node's new state within so long, ms: a shard that is given up before they do would wait for an owner. */
  readonly noticeMs: number;
  /** Everything is looked at again at least this often, ms, whatever was missed. */
  readonly lookEveryMs: number;
}

export const STEWARD_SETTINGS: StewardSettings = {
  changesAtOnceMax: 64,
  handOffsAtOnceMax: 8,
  drainsAtOnceMax: 64,
  prepareMs: 2_000,
  handOffMs: 5_000,
  noticeMs: 750,
  lookEveryMs: 1_000,
};
