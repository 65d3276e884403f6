/** Seats of a date, each leading to its story. */
import type { VNode } from 'preact';

export function SeatLinks({ scheduleId, seats }: { readonly scheduleId: string; readonly seats: readonly number[] }): VNode {
  return (
    <span class="seat-links">
      {seats.map((seat) => (
        <a key={seat} href={`/ops/schedules/${scheduleId}?seat=${seat}`}>
          {seat}
        </a>
      ))}
    </span>
  );
}
