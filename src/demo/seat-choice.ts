/** Which seats a simulated fan wants: next to each other, and as far in front as everybody else wants them. That is what they fight for. */
import type { SeatsView } from '../domain/schedule/protocol.js';
import type { Random } from './random.js';

/** SEAT_STATUSES[0]. */
const AVAILABLE = 0;
/** How much the front is liked better: 1 is not at all. */
const FRONT_BIAS = 3;
/** Places to sit that a fan looks over. */
const PLACES_MAX = 400;

/** `count` free seats next to each other in a row, ascending; null when no row has so many. */
export function chooseSeats(
  { sections, statuses }: Pick<SeatsView, 'sections' | 'statuses'>,
  count: number,
  random: Random,
): number[] | null {
  const places: number[] = [];
  let first = 1;
  for (const { rows } of sections) {
    for (const { seats } of rows) {
      for (let seat = first; seat + count <= first + seats && places.length < PLACES_MAX; seat += 1) {
        if (isFree(statuses, seat, count)) places.push(seat);
      }
      first += seats;
    }
  }
  const from = places[Math.floor(random.next() ** FRONT_BIAS * places.length)];
  return from === undefined ? null : Array.from({ length: count }, (_, index) => from + index);
}

function isFree(statuses: Uint8Array, seat: number, count: number): boolean {
  for (let at = seat - 1; at < seat - 1 + count; at += 1) if (statuses[at] !== AVAILABLE) return false;
  return true;
}
