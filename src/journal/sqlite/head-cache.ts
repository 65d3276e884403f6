/**
 * The heads the writer knows, so that an append to an entity in use needs no read. Bounded: two generations, the older one is dropped when the younger has
 * filled up, so whatever was used since then stays.
 */

/** The end of an entity's chain as the writer keeps it; changed in place with every append. */
export interface WriterHead {
  id: number;
  readonly name: string;
  version: number;
  hash: string;
  at: number;
  wakeAt: number | null;
  openEffects: boolean;
  /** The `due` column of its row in `entities`; null when it has no row. */
  storedDue: boolean | null;
  /** True when the transaction under way has changed it. */
  changed: boolean;
  /** True when the last append was fenced, and with it those decided ahead of its outcome. */
  fenced: boolean;
}

/** About 300 bytes each. */
const GENERATION_HEADS_MAX = 32_768;

export class HeadCache {
  private young = new Map<string, WriterHead>();
  private old = new Map<string, WriterHead>();

  constructor(private readonly generationMax = GENERATION_HEADS_MAX) {}

  get(name: string): WriterHead | undefined {
    const head = this.young.get(name);
    if (head !== undefined) return head;
    const aged = this.old.get(name);
    if (aged !== undefined) this.young.set(name, aged);
    return aged;
  }

  add(head: WriterHead): void {
    this.young.set(head.name, head);
  }

  /** Only between transactions: a head that is changed but not yet written must be found again. */
  trim(): void {
    if (this.young.size < this.generationMax) return;
    this.old = this.young;
    this.young = new Map();
  }
}
