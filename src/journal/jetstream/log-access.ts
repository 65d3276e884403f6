/**
 * How the journal reads its log. What the leader of a stream says is the last word; what any replica says may be behind, and is good for everything that is
 * checked against the leader's word afterwards.
 */
import type { StoredRecord } from '../port.js';

export interface LogAccess {
  /** The entity's last record as the leader of its lane has it; null when it has none. Rejects when nobody can tell now. */
  last(entity: string): Promise<StoredRecord | null>;
  /** The record at that position of the lane, as the leader has it; null when there is none. */
  at(lane: number, position: number): Promise<StoredRecord | null>;
  /** Records of the entity after that position, oldest first, at most `limit`; from any replica, so possibly fewer than there are. */
  after(entity: string, position: number, limit: number): Promise<readonly StoredRecord[]>;
  /** Positions of the first and the last message of a lane, as its leader has them, and how many there are. */
  extent(lane: number): Promise<{ readonly first: number; readonly last: number; readonly messages: number }>;
}
