/**
 * Counts in a row of slots whose sums from the left are asked for all the time: change one slot or sum a prefix, both in O(log n).
 */
export class FenwickTree {
  /** tree[i] is the sum of the i & -i slots that end with slot i - 1. */
  private readonly tree: Uint32Array;

  /** The length of `counts` is fixed for good; building takes O(n). */
  constructor(counts: ArrayLike<number>) {
    this.tree = new Uint32Array(counts.length + 1);
    for (let slot = 0; slot < counts.length; slot += 1) this.tree[slot + 1] = counts[slot] ?? 0;
    for (let node = 1; node < this.tree.length; node += 1) {
      const parent = node + (node & -node);
      if (parent < this.tree.length) this.tree[parent] = this.at(parent) + this.at(node);
    }
  }

  add(slot: number, change: number): void {
    for (let node = slot + 1; node < this.tree.length; node += node & -node) this.tree[node] = this.at(node) + change;
  }

  /** The sum of the first `slots` slots. */
  sumOfFirst(slots: number): number {
    let sum = 0;
    for (let node = slots; node > 0; node -= node & -node) sum += this.at(node);
    return sum;
  }

  private at(node: number): number {
    return this.tree[node] ?? 0;
  }
}
