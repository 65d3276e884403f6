/** The visit for as long as its page is shown, and how often a busy sale draws it anew. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ScheduleDetail } from '../../api/types.js';
import type { SeatBoard } from '../../map/seat-board.js';
import { SeatsVisit } from './seats-visit.js';

const COUNTS_EVERY_MS = 500;

export function useVisit(detail: ScheduleDetail): SeatsVisit {
  // A schedule keeps its hall: what is loaded again is the same.
  const visit = useMemo(() => new SeatsVisit(detail), [detail.scheduleId]);
  useEffect(() => {
    visit.start();
    return () => visit.stop();
  }, [visit]);
  return visit;
}

/** Draws a component anew when seats have changed, but not with every one of a hundred changes a second. */
export function useCounts(board: SeatBoard): void {
  const [, drawAnew] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = board.subscribe(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        drawAnew((count) => count + 1);
      }, COUNTS_EVERY_MS);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [board]);
}
