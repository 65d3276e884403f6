/** Where somebody goes whose turn it is: straight to the seats, or to the dates when there is a choice. */
import type { ConcertDetail } from '../../api/types.js';
import { concertPath, seatsPath } from '../paths.js';

export function wayIn({ concertId, schedules }: ConcertDetail): string {
  const open = schedules.filter(({ onSale }) => onSale);
  const [only] = open;
  return only !== undefined && open.length === 1 ? seatsPath(only.scheduleId) : concertPath(concertId);
}
