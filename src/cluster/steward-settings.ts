/** The bounds that a steward keeps to. */
export interface StewardSettings {
  /** Changes to the shard table under way at once, to take shards or to give back what was never served. */
  readonly changesAtOnceMax: number;
  /** Groups of shards being adopted at once. Those that come meanwhile are the next group. */
  readonly adoptsAtOnceMax: number;
  /** Shards on their way to other members at once, so that a member that joins takes them one by one and few callers wait at any time. */
  readonly handOffsAtOnceMax: number;
  /** The same when this node leaves: everything goes, and somebody waits for it to end. */
  readonly drainsAtOnceMax: number;
  /** What is under way in a shard may take so long to finish when the shard is handed off, ms; what is not done then is given up, and answered as UNAVAILABLE. */
  readonly handOffMs: number;
  /** Others see this node's new state within so long, ms: a shard that is given up before they do would wait for an owner. */
  readonly noticeMs: number;
  /** Everything is looked at again at least this often, ms, whatever was missed. */
  readonly lookEveryMs: number;
}

export const STEWARD_SETTINGS: StewardSettings = {
  changesAtOnceMax: 64,
  adoptsAtOnceMax: 4,
  handOffsAtOnceMax: 8,
  drainsAtOnceMax: 64,
  handOffMs: 5_000,
  noticeMs: 750,
  lookEveryMs: 1_000,
};
