/** Halls of all kinds, for tests of the map. */
import type { Hall, HallSection } from '../../../src/web/map/hall.js';

export function section(name: string, price: number, rows: number, seats: number): HallSection {
  return { name, price, rows: Array.from({ length: rows }, (_, index) => ({ name: String(index + 1), seats })) };
}

/** As the demo has it: rows on the floor and the balcony, and people who stand. */
export const THEATRE: Hall = {
  sections: [section('Floor', 90_000, 4, 20), section('Balcony', 60_000, 6, 24), section('Standing', 30_000, 1, 56)],
};

export const CLUB: Hall = { sections: [section('A', 50_000, 1, 50)] };

export const STADIUM: Hall = {
  sections: Array.from({ length: 40 }, (_, index) => section(`Block ${index + 1}`, 150_000 - Math.floor(index / 8) * 20_000, 25, 50)),
};

/** From one seat to as many as a schedule may have. */
export const HALLS: ReadonlyMap<string, Hall> = new Map([
  ['one seat', { sections: [section('A', 1_000, 1, 1)] }],
  ['one row of two', { sections: [section('A', 1_000, 1, 2)] }],
  ['one row of thirty', { sections: [section('A', 1_000, 1, 30)] }],
  ['a club of fifty', CLUB],
  ['a theatre', THEATRE],
  [
    'rows of different lengths',
    { sections: [{ name: 'A', price: 1, rows: [8, 12, 15, 3, 90, 1].map((seats, index) => ({ name: String(index), seats })) }] },
  ],
  ['a tower of one seat a row', { sections: [section('A', 1, 300, 1)] }],
  ['many small sections', { sections: Array.from({ length: 500 }, (_, index) => section(`S${index}`, 1_000 + index, 2, 5)) }],
  ['a stadium of 50,000', STADIUM],
  ['5,000 rows', { sections: [section('A', 1, 5_000, 20)] }],
  ['a field of 100,000', { sections: [section('Field', 1, 1, 100_000)] }],
]);
