/** Takes seats off sale and puts them back. They are chosen on the map or written as numbers; all of a request is done, or nothing. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { setBlocked } from '../../api/operators.js';
import type { BlockChanges } from '../../api/operators.js';
import type { Problem } from '../../api/problems.js';
import { t } from '../../i18n/i18n.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { Notice, ProblemNotice } from '../../ui/notice.js';
import { toast } from '../../ui/toast.js';
import { fieldErrorsOf } from '../forms/field-errors.js';
import { rangesOf } from '../state/cluster-news.js';
import { parseSeats } from '../state/seats.js';
import { useAction } from '../state/use-action.js';
import type { SeatsNow } from '../state/watched-seats.js';

const AVAILABLE = 0;
const BLOCKED = 3;

interface BlockPanelProps {
  readonly scheduleId: string;
  readonly seats: SeatsNow;
  readonly chosen: ReadonlySet<number>;
  readonly onChosen: (seats: ReadonlySet<number>) => void;
  readonly onChanged: () => void;
}

export function BlockPanel({ scheduleId, seats: { statuses }, chosen, onChosen, onChanged }: BlockPanelProps): VNode {
  const seats = [...chosen].sort((one, other) => one - other);
  const free = seats.filter((seat) => statuses[seat - 1] === AVAILABLE);
  const blocked = seats.filter((seat) => statuses[seat - 1] === BLOCKED);
  const change = useAction(
    (changes: BlockChanges, key) => setBlocked(scheduleId, changes, key),
    (_value, { block = [], unblock = [] }) => {
      toast(block.length > 0 ? t('block.done', { count: block.length }) : t('block.undone', { count: unblock.length }));
      onChosen(new Set());
      onChanged();
    },
  );
  return (
    <section class="card stack" aria-label={t('block.title')}>
      <h2>{t('block.title')}</h2>
      <p class="muted">{t('block.text')}</p>
      <ChosenSeats seats={seats} total={statuses.length} onChosen={onChosen} />
      <p class="numbers" aria-live="polite">
        {seats.length === 0
          ? t('block.nothing')
          : t('block.chosen', {
              count: seats.length,
              free: free.length,
              blocked: blocked.length,
              taken: seats.length - free.length - blocked.length,
            })}
      </p>
      {change.problem === null ? null : <BlockProblem problem={change.problem} chosen={chosen} onChosen={onChosen} />}
      <div class="cluster">
        <Button kind="primary" busy={change.isBusy} disabled={free.length === 0} onPress={() => change.start({ block: free })}>
          {t('block.block', { count: free.length })}
        </Button>
        <Button busy={change.isBusy} disabled={blocked.length === 0} onPress={() => change.start({ unblock: blocked })}>
          {t('block.unblock', { count: blocked.length })}
        </Button>
        <Button kind="plain" disabled={seats.length === 0} onPress={() => onChosen(new Set())}>
          {t('block.clear')}
        </Button>
      </div>
    </section>
  );
}

function without(seats: readonly number[], others: readonly number[]): readonly number[] {
  const gone = new Set(others);
  return seats.filter((seat) => !gone.has(seat));
}

interface ChosenSeatsProps {
  readonly seats: readonly number[];
  readonly total: number;
  readonly onChosen: (seats: ReadonlySet<number>) => void;
}

/** The same seats as text: what is written chooses them, what is chosen on the map is written here. */
function ChosenSeats({ seats, total, onChosen }: ChosenSeatsProps): VNode {
  const [typed, setTyped] = useState<string | null>(null);
  const parsed = typed === null ? seats : parseSeats(typed);
  const isOurs = parsed !== null && parsed.length === seats.length && parsed.every((seat, index) => seat === seats[index]);
  // What was typed stays as it was typed for as long as it means the seats that are chosen.
  const text = typed !== null && (parsed === null || isOurs) ? typed : rangesOf(seats);
  const type = (next: string): void => {
    setTyped(next);
    const numbers = parseSeats(next);
    if (numbers !== null) onChosen(new Set(numbers.filter((seat) => seat <= total)));
  };
  return (
    <Field
      label={t('block.seats')}
      hint={t('block.seatsHint')}
      value={text}
      onChange={type}
      error={parsed === null ? t('block.seatsWrong') : undefined}
    />
  );
}

interface BlockProblemProps {
  readonly problem: Problem;
  readonly chosen: ReadonlySet<number>;
  readonly onChosen: (seats: ReadonlySet<number>) => void;
}

function BlockProblem({ problem, chosen, onChosen }: BlockProblemProps): VNode {
  const taken = takenSeats(problem);
  if (taken.length === 0) {
    const others = fieldErrorsOf(problem).others();
    return (
      <ProblemNotice problem={problem}>
        {others.map((text) => (
          <p key={text}>{text}</p>
        ))}
      </ProblemNotice>
    );
  }
  return (
    <Notice kind="bad">
      <p>{t('block.taken', { seats: rangesOf(taken) })}</p>
      <Button onPress={() => onChosen(new Set(without([...chosen], taken)))}>{t('block.withoutTaken')}</Button>
    </Notice>
  );
}

/** Of SEAT_NOT_BLOCKABLE: the seats that are held or sold. */
function takenSeats({ code, members }: Problem): readonly number[] {
  const conflicts: unknown = code === 'SEAT_NOT_BLOCKABLE' ? members['conflicts'] : [];
  if (!Array.isArray(conflicts)) return [];
  return conflicts.flatMap((conflict: unknown) => {
    const seat = typeof conflict === 'object' && conflict !== null && 'seat' in conflict ? conflict.seat : null;
    return typeof seat === 'number' ? [seat] : [];
  });
}
