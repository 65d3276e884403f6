/** How many streams are open, in all and by each service. */

/**
 * Most streams one service may have open: twice the crowd that watches one hall, each a few kilobytes of memory. More of them come from a service that opens
 * streams and forgets them.
 */
const STREAMS_PER_SERVICE_MAX = 20_000;

export class OpenStreams {
  private readonly byService = new Map<string, number>();
  private open = 0;

  constructor(
    private readonly onCount: (open: number) => void,
    private readonly perServiceMax = STREAMS_PER_SERVICE_MAX,
  ) {}

  /** Takes a place for one more stream of that service; false when it has too many. */
  take(service: string): boolean {
    const open = this.byService.get(service) ?? 0;
    if (open >= this.perServiceMax) return false;
    this.byService.set(service, open + 1);
    this.open += 1;
    this.onCount(this.open);
    return true;
  }

  /** The stream is closed, its connection has nothing left of it. */
  giveBack(service: string): void {
    const left = (this.byService.get(service) ?? 0) - 1;
    if (left > 0) this.byService.set(service, left);
    else this.byService.delete(service);
    this.open -= 1;
    this.onCount(this.open);
  }
}
