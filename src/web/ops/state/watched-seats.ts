/** A hall that is looked at every second: what each seat is, and when it was last seen to change. */
import { useRef, useState } from 'preact/hooks';
import { watchSeats } from '../../api/operators.js';
import type { Problem } from '../../api/problems.js';
import { unpackStatuses } from '../../api/seat-statuses.js';
import { GLOW_MS } from '../plots/heat-paint.js';
import { changedSeats } from './seats.js';
import type { Section } from './seats.js';
import { usePoll } from './use-poll.js';

const SEATS_EVERY_MS = 1_000;

export interface SeatsNow {
  readonly version: number;
  readonly sections: readonly Section[];
  readonly statuses: Uint8Array;
  /** Seat to when it was seen to change (performance.now); what has faded is gone. */
  readonly changes: ReadonlyMap<number, number>;
}

interface Heard {
  readonly key: string;
  readonly seats: SeatsNow | null;
  readonly problem: Problem | null;
}

export function useWatchedSeats(scheduleId: string): {
  readonly seats: SeatsNow | null;
  readonly problem: Problem | null;
  readonly now: () => void;
} {
  const nothing: Heard = { key: scheduleId, seats: null, problem: null };
  const heard = useRef(nothing);
  const [, redraw] = useState(0);
  if (heard.current.key !== scheduleId) heard.current = nothing;
  const { now } = usePoll(scheduleId, SEATS_EVERY_MS, async (signal) => {
    const answer = await watchSeats(scheduleId, signal);
    const before = heard.current;
    if (before.key !== scheduleId) return null;
    if (!answer.ok) {
      heard.current = { ...before, problem: answer.problem };
    } else {
      const { version, totalSeats, sections, statuses } = answer.value;
      if (before.seats?.version === version && before.problem === null) return null;
      heard.current = {
        key: scheduleId,
        seats: nextSeats(before.seats, version, sections, unpackStatuses(statuses, totalSeats)),
        problem: null,
      };
    }
    redraw((count) => count + 1);
    return answer.ok ? null : answer.problem;
  });
  return { seats: heard.current.seats, problem: heard.current.problem, now };
}

/** Sections never change, so they stay the same object: what is laid out from them stays too. */
function nextSeats(before: SeatsNow | null, version: number, sections: readonly Section[], statuses: Uint8Array): SeatsNow {
  if (before === null) return { version, sections, statuses, changes: new Map() };
  const now = performance.now();
  const changes = new Map([...before.changes].filter(([, at]) => now - at < GLOW_MS));
  for (const seat of changedSeats(before.statuses, statuses)) changes.set(seat, now);
  return { version, sections: before.sections, statuses, changes };
}
