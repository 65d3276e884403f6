/**
 * Draws a component anew when one of its seats looks different, and only then. Its children are not drawn anew with it, as the board they get is the same: each
 * component that reads the board asks for this itself, or is given what it shows.
 */
import { useLayoutEffect, useState } from 'preact/hooks';
import type { SeatRange } from './hall.js';
import type { SeatBoard } from './seat-board.js';

export function useSeatsOf(board: SeatBoard, { first, last }: SeatRange): void {
  const [, drawAnew] = useState(0);
  useLayoutEffect(
    () =>
      board.subscribe((changed) => {
        if (changed === 'all' || changed.some((seat) => seat >= first && seat <= last)) drawAnew((count) => count + 1);
      }),
    [board, first, last],
  );
}
