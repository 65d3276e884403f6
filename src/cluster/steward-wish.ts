/** Who should own which shard: what the ring says about the members that are up. Worked out anew only when they change. */
import type { Membership } from './member.js';
import { placement } from './ring.js';

export class Wish {
  private members = '';
  private owners: readonly string[] = [];
  private readonly counts = new Map<string, number>();

  /** @param takesShare whether this node does: of itself it knows more than what it reads. */
  see({ members, self }: Pick<Membership, 'members' | 'self'>, takesShare: boolean): void {
    const others = members.filter(({ nodeId, state }) => state === 'up' && nodeId !== self.nodeId).map(({ nodeId }) => nodeId);
    this.update(takesShare ? [...others, self.nodeId] : others);
  }

  /** @param nodeIds of the members that are up, in any order. */
  private update(nodeIds: readonly string[]): void {
    const members = [...nodeIds].sort().join(' ');
    if (members === this.members) return;
    this.members = members;
    this.owners = placement(nodeIds);
    this.counts.clear();
    for (const owner of this.owners) this.counts.set(owner, this.countOf(owner) + 1);
  }

  /** A node id; null while nobody is up. */
  ownerOf(shard: number): string | null {
    return this.owners[shard] ?? null;
  }

  /** The session that should own it and can; null when that is this node, or nobody. */
  heirOf(shard: number, membership: Pick<Membership, 'members' | 'self' | 'isGone'>): string | null {
    const nodeId = this.ownerOf(shard);
    if (nodeId === null || nodeId === membership.self.nodeId) return null;
    const heir = membership.members.find((member) => member.nodeId === nodeId && member.state === 'up');
    return heir === undefined || membership.isGone(heir.session) ? null : heir.session;
  }

  countOf(nodeId: string): number {
    return this.counts.get(nodeId) ?? 0;
  }
}
