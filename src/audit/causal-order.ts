/**
 * Puts events behind their causes where a log has them the wrong way round, as one of several streams may: the order between streams is as good as the clocks of
 * their servers.
 *
 * Invariants
 *  - The events of one entity stay in their order.
 *  - An event whose cause is there is passed on at once: a log that has its causes first comes out as it went in.
 *  - One whose cause does not come is passed on all the same, after the next `LATE_EVENTS_MAX` events or at the end: what is wrong is found, only later.
 */

/** Events whose order is in doubt were written within moments of each other. */
const LATE_EVENTS_MAX = 20_000;

export interface CausalOrderDeps<Event> {
  /** The name of the cause that the event waits for; null when it has to wait for none. */
  readonly missing: (event: Event) => string | null;
  /** The names of all causes that the event may be. */
  readonly causes: (event: Event) => readonly string[];
  readonly pass: (event: Event) => void;
}

/** What waits of an entity: its first event for a cause, the others for the first. */
interface HeldBack<Event> {
  readonly events: Event[];
  readonly cause: string;
  readonly since: number;
}

export class CausalOrder<Event extends { readonly entity: string }> {
  /** By entity, whoever has waited longest first. */
  private readonly heldBack = new Map<string, HeldBack<Event>>();
  private readonly waiting = new Map<string, Set<string>>();
  private readonly woken: string[] = [];
  private taken = 0;

  constructor(private readonly deps: CausalOrderDeps<Event>) {}

  take(event: Event): void {
    this.taken += 1;
    const held = this.heldBack.get(event.entity);
    if (held === undefined) this.advance(event.entity, [event], false);
    else held.events.push(event);
    this.passWoken();
    const [longest] = this.heldBack;
    if (longest !== undefined && this.taken - longest[1].since > LATE_EVENTS_MAX) this.release(longest[0], true);
  }

  /** Nothing more is to come. */
  finish(): void {
    for (const [entity] of this.heldBack) this.release(entity, true);
  }

  private release(entity: string, regardless: boolean): void {
    const held = this.heldBack.get(entity);
    if (held === undefined) return;
    this.heldBack.delete(entity);
    const others = this.waiting.get(held.cause);
    others?.delete(entity);
    if (others?.size === 0) this.waiting.delete(held.cause);
    this.advance(entity, held.events, regardless);
    if (regardless) this.passWoken();
  }

  /** Passes events of an entity on until one has to wait. @param regardless of what the first one waits for. */
  private advance(entity: string, events: readonly Event[], regardless: boolean): void {
    for (const [index, event] of events.entries()) {
      const cause = regardless && index === 0 ? null : this.deps.missing(event);
      if (cause !== null) {
        this.hold(entity, { events: events.slice(index), cause, since: this.taken });
        return;
      }
      this.deps.pass(event);
      for (const name of this.deps.causes(event)) this.woken.push(...(this.waiting.get(name) ?? []));
    }
  }

  private hold(entity: string, held: HeldBack<Event>): void {
    this.heldBack.set(entity, held);
    const others = this.waiting.get(held.cause) ?? new Set();
    this.waiting.set(held.cause, others.add(entity));
  }

  private passWoken(): void {
    for (let entity = this.woken.pop(); entity !== undefined; entity = this.woken.pop()) this.release(entity, false);
  }
}
