/** Things that must be over by a moment, earliest first: a binary heap. What was settled in the meantime is skipped when it comes to the top. */
export class Deadlines<Item> {
  private readonly heap: { readonly at: number; readonly item: Item }[] = [];

  /** @param isOpen whether the item still waits for this very moment. */
  constructor(private readonly isOpen: (item: Item, at: number) => boolean) {}

  add(at: number, item: Item): void {
    const { heap } = this;
    const added = { at, item };
    let index = heap.push(added) - 1;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || parent.at <= at) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = added;
  }

  /** Takes out all that should have been over by `now` and is not. */
  *overdue(now: number): Generator<Item> {
    for (;;) {
      const first = this.heap[0];
      if (first === undefined || first.at > now) return;
      this.removeFirst();
      if (this.isOpen(first.item, first.at)) yield first.item;
    }
  }

  private removeFirst(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let childIndex = 2 * index + 1;
      let child = heap[childIndex];
      const right = heap[childIndex + 1];
      if (child !== undefined && right !== undefined && right.at < child.at) {
        child = right;
        childIndex += 1;
      }
      if (child === undefined || child.at >= last.at) break;
      heap[index] = child;
      index = childIndex;
    }
    heap[index] = last;
  }
}
