/** A node as the others know it, and the lease it lives by. */

/**
 * `joining`: is there, owns nothing yet and answers what others own. `up`: takes its share of the shards. `leaving`: gives its shards away.
 */
export type MemberState = 'joining' | 'up' | 'leaving';

export interface Member {
  /** The operator's name for it (FRONTROW_NODE_ID); at most one live process has it. */
  readonly nodeId: string;
  /** This process's membership: `<nodeId>.<16 hex>`. Made anew by every process, and by a process whose lease had lapsed. Shards are owned by sessions. */
  readonly session: string;
  /** host:port where peers reach its link. */
  readonly address: string;
  readonly state: MemberState;
  /** Of the program. */
  readonly version: string;
  /** Node clock, ms since 1970. */
  readonly startedAt: number;
}

/**
 * The right to write and to answer. It runs from the *sending* of the last heartbeat that was acknowledged, on the process's monotonic clock, so it is over on
 * the holder's side before anybody else may believe so, whatever the network or a pause of the process did in between.
 */
export interface Lease {
  /** Cheap: asked before every write and every answer. */
  holds(): boolean;
  /** Ms left; 0 when it does not hold. */
  left(): number;
}

/** Who is there, as this node knows it. */
export interface Membership {
  /** This node; its session changes when its lease had lapsed and it joined again. */
  readonly self: Member;
  readonly lease: Lease;
  /** Whose keys are there, this node among them when its own is; by node id. Nobody is missing who may still be alive. */
  readonly members: readonly Member[];
  /** True when no process can hold a lease for this session any more: it was not among the members for long enough, or left by itself. */
  isGone(session: string): boolean;
  /** Tells the others; resolves when they can know. */
  become(state: MemberState): Promise<void>;
  /** Whenever `members`, `self` or what `isGone` says has changed. */
  onChange(listener: () => void): void;
  /** At once when the lease has lapsed: whatever is owned must be let go. Called again after every new lapse. */
  onLapse(listener: () => void): void;
  /** Leaves: the key is taken away, so that nobody waits for it to lapse. */
  leave(): Promise<void>;
}
