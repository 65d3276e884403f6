/** How seats are told: snapshots in chunks, and deltas. Each is encoded once, however many read it. */
import type { SeatsDelta, SeatsSnapshot } from '../../ticketing/live-seats.js';
import { chunksOf } from '../../ticketing/seat-chunks.js';
import { sectionsMessage } from '../messages.js';
import { encodeSeatsUpdate, onceFor } from './encoding.js';

export const STILL_THERE = encodeSeatsUpdate({ stillThere: {} });

/** In the order in which they are sent. */
export const encodeSnapshot: (snapshot: SeatsSnapshot) => readonly Buffer[] = onceFor((snapshot) => {
  const { scheduleId, version, statuses: all } = snapshot;
  return chunksOf(snapshot).map(({ sections, firstSeat, statuses, isLast: last }) =>
    encodeSeatsUpdate({
      snapshot: { scheduleId, version, totalSeats: all.length, sections: sectionsMessage(sections), firstSeat, statuses, last },
    }),
  );
});

export const encodeDelta: (delta: SeatsDelta) => Buffer = onceFor(({ fromVersion, version, seats, statuses }) => {
  const [available, held, booked, blocked]: [number[], number[], number[], number[]] = [[], [], [], []];
  const byCode = [available, held, booked, blocked];
  seats.forEach((seat, index) => byCode[statuses[index] ?? -1]?.push(seat));
  return encodeSeatsUpdate({ delta: { fromVersion, version, available, held, booked, blocked } });
});
