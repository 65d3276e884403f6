/** The last views that were shown, as many as there is room for: so many things, and so much weight of all together. Who was shown longest ago goes first. */

interface Kept<View> {
  readonly view: View;
  readonly weight: number;
}

export class KeptViews<View> {
  /** In order of use, the one used longest ago first. */
  private readonly kept = new Map<string, Kept<View>>();
  private weight = 0;

  constructor(
    private readonly viewsMax: number,
    private readonly weightMax: number,
  ) {}

  get size(): number {
    return this.kept.size;
  }

  get(key: string): View | undefined {
    const kept = this.kept.get(key);
    if (kept === undefined) return undefined;
    this.kept.delete(key);
    this.kept.set(key, kept);
    return kept.view;
  }

  /** One that is heavier than all may be together is not kept. */
  keep(key: string, view: View, weight: number): void {
    this.weight += weight - (this.kept.get(key)?.weight ?? 0);
    this.kept.delete(key);
    this.kept.set(key, { view, weight });
    for (const [oldest, { weight: freed }] of this.kept) {
      if (this.kept.size <= this.viewsMax && this.weight <= this.weightMax) return;
      this.kept.delete(oldest);
      this.weight -= freed;
    }
  }
}
