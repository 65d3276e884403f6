/**
 * Seat maps as JSON. A map of 100,000 seats is megabytes of text that thousands of fans ask for at once, so it is not stringified anew for each: what never
 * changes about a seat is spelled once per schedule, and a whole map is kept as long as no seat changes. Who has seats of their own gets a map of their own.
 */
import { SEAT_STATUSES } from '../domain/schedule/protocol.js';
import type { SeatStatus, SeatsView, SectionSpec } from '../domain/schedule/protocol.js';

/** Maps kept, over all schedules and filters. */
export const MAPS_KEPT_MAX = 64;
/** Bytes of maps kept; a single larger map is not kept. */
const MAP_BYTES_KEPT_MAX = 64 * 1024 * 1024;

/** What never changes about a seat, around its status. */
interface SeatText {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

interface KeptMap {
  readonly version: number;
  readonly sections: readonly SectionSpec[];
  readonly json: Buffer;
}

export class SeatMaps {
  private readonly texts = new WeakMap<readonly SectionSpec[], SeatText>();
  /** In order of use, the one used longest ago first. */
  private readonly kept = new Map<string, KeptMap>();
  private keptBytes = 0;

  /** UTF-8 JSON of the map; `only` leaves out seats of any other status. */
  json(view: SeatsView, only: SeatStatus | null): Buffer {
    if (view.mine.length > 0) return this.spell(view, only);
    const key = `${view.scheduleId} ${only ?? ''}`;
    const known = this.kept.get(key);
    if (known?.version === view.version && known.sections === view.sections) {
      this.kept.delete(key);
      this.kept.set(key, known);
      return known.json;
    }
    const json = this.spell(view, only);
    this.keep(key, { version: view.version, sections: view.sections, json });
    return json;
  }

  private keep(key: string, map: KeptMap): void {
    this.drop(key);
    if (map.json.length > MAP_BYTES_KEPT_MAX) return;
    this.kept.set(key, map);
    this.keptBytes += map.json.length;
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MAPS_KEPT_MAX && this.keptBytes <= MAP_BYTES_KEPT_MAX) return;
      this.drop(oldest);
    }
  }

  private drop(key: string): void {
    this.keptBytes -= this.kept.get(key)?.json.length ?? 0;
    this.kept.delete(key);
  }

  private spell(view: SeatsView, only: SeatStatus | null): Buffer {
    const { before, after } = this.textOf(view.sections);
    const mine = new Set(view.mine);
    const wanted = only === null ? -1 : SEAT_STATUSES.indexOf(only);
    const seats: string[] = [];
    for (let index = 0; index < view.statuses.length; index += 1) {
      const code = view.statuses[index] ?? 0;
      if (wanted >= 0 && code !== wanted) continue;
      const end = mine.has(index + 1) ? ',"mine":true}' : '}';
      seats.push(`${before[index] ?? ''}${SEAT_STATUSES[code] ?? ''}${after[index] ?? ''}${end}`);
    }
    return Buffer.from(`{"scheduleId":${JSON.stringify(view.scheduleId)},"version":${view.version},"seats":[${seats.join(',')}]}`);
  }

  private textOf(sections: readonly SectionSpec[]): SeatText {
    const known = this.texts.get(sections);
    if (known !== undefined) return known;
    const before: string[] = [];
    const after: string[] = [];
    let seat = 0;
    for (const section of sections) {
      const end = `","price":${section.price}`;
      for (const row of section.rows) {
        const place = `"section":${JSON.stringify(section.name)},"row":${JSON.stringify(row.name)},"status":"`;
        for (let left = row.seats; left > 0; left -= 1) {
          seat += 1;
          before.push(`{"seat":${seat},${place}`);
          after.push(end);
        }
      }
    }
    const text = { before, after };
    this.texts.set(sections, text);
    return text;
  }
}
