/** First in, first out, without moving what waits at every turn. */

/** Taken items are cleared away when there are so many, and more of them than others. */
const CLEARED_MIN = 1_024;

export class Fifo<Item> {
  private items: (Item | undefined)[] = [];
  private head = 0;

  get size(): number {
    return this.items.length - this.head;
  }

  push(item: Item): void {
    this.items.push(item);
  }

  /** undefined when there is none. */
  shift(): Item | undefined {
    const item = this.items[this.head];
    if (this.size === 0) return undefined;
    this.items[this.head] = undefined;
    this.head += 1;
    if (this.size === 0) this.clear();
    else if (this.head >= CLEARED_MIN && this.head > this.size) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return item;
  }

  /** All of them, in order; none is left. */
  takeAll(): readonly Item[] {
    const all = this.items.slice(this.head) as Item[];
    this.clear();
    return all;
  }

  private clear(): void {
    this.items = [];
    this.head = 0;
  }
}
