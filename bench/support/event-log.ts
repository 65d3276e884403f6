/** Reads the event log of a node to its end, page by page, as often as one likes: each event is handed out once, in commit order. */
import type { AuditedEvent } from '../../src/audit/audited-event.js';
import type { ApiRequester } from './api-client.js';
import { Refused } from './frontrow-api.js';

/** More than any page holds is refused, so this is tried first and halved until it is taken. */
const PAGE_EVENTS_MAX = 1_000;
const PAGE_EVENTS_MIN = 50;
const TIME_MEMBER = /(At|Until)$/;

export class EventLog {
  private after: string | null = null;
  private pageEvents = PAGE_EVENTS_MAX;
  /** The node's clock at the last read, ms since 1970. */
  servedAt = 0;

  constructor(
    private readonly client: ApiRequester,
    private readonly adminKey: string,
  ) {}

  /** Hands over all events since the last call. Returns how many there were. Throws `Refused`. */
  async readToEnd(take: (event: AuditedEvent) => void): Promise<number> {
    let taken = 0;
    for (;;) {
      const { items, next } = await this.readPage();
      for (const item of items) {
        take(eventOf(item));
        this.after = String(item['cursor']);
      }
      taken += items.length;
      if (next === null) return taken;
      this.after = next;
    }
  }

  private async readPage(): Promise<{ items: readonly Readonly<Record<string, unknown>>[]; next: string | null }> {
    for (;;) {
      const after = this.after === null ? '' : `&after=${encodeURIComponent(this.after)}`;
      const path = `/api/v1/admin/events?limit=${this.pageEvents}${after}`;
      const answer = await this.client.request({ step: 'events', method: 'GET', path, bearer: this.adminKey });
      if (answer.ok) {
        const { items, next } = answer.body;
        if (!Array.isArray(items)) throw new Refused('events', answer);
        this.servedAt = Math.max(this.servedAt, answer.servedAt ?? 0);
        return { items: items as readonly Readonly<Record<string, unknown>>[], next: typeof next === 'string' ? next : null };
      }
      if (answer.code !== 'VALIDATION_FAILED' || this.pageEvents <= PAGE_EVENTS_MIN) throw new Refused('events', answer);
      this.pageEvents = Math.max(PAGE_EVENTS_MIN, Math.floor(this.pageEvents / 10));
    }
  }
}

/** From the wire's times (RFC 3339) back to ms since 1970. What is no event stays what it is: the checker will say so. */
export function eventOf(item: Readonly<Record<string, unknown>>): AuditedEvent {
  const { entity, type, at, data } = item;
  return {
    entity: String(entity),
    type: String(type),
    at: typeof at === 'string' ? Date.parse(at) : Number(at),
    data: withMilliseconds(data) as AuditedEvent['data'],
  };
}

function withMilliseconds(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      typeof member === 'string' && TIME_MEMBER.test(name) ? Date.parse(member) : withMilliseconds(member),
    ]),
  );
}
