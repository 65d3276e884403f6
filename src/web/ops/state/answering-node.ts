/**
 * Whose statistics a page shows. Behind a load balancer every answer may come from another node: the page stays with the one it began with, and goes over to
 * another only when that one has not been heard of for a while.
 */
const STAYS_MS = 10_000;

/** `same`: it is shown. `ignored`: another one that happened to answer. `other`: from now on this one is shown. */
type Standing = 'same' | 'ignored' | 'other';

export class AnsweringNode {
  private shown: string | null = null;
  private heardAt = -Infinity;

  /** @param now ms on a steady clock. */
  heard(nodeId: string, now: number): Standing {
    const { shown } = this;
    if (shown !== null && shown !== nodeId && now - this.heardAt < STAYS_MS) return 'ignored';
    this.shown = nodeId;
    this.heardAt = now;
    return shown === null || shown === nodeId ? 'same' : 'other';
  }
}
