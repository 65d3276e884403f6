/** What is selected, what it costs, and the button that holds it: at the foot of the screen, wherever one is on the page. */
import type { Problem } from '../../api/problems.js';
import { formatMoney, t } from '../../i18n/i18n.js';
import { seatNames } from '../../map/words.js';
import { Button } from '../../ui/button.js';
import { Refusal } from '../parts/refusal.js';
import { LostSeats } from './lost-seats.js';
import type { SeatsVisit } from './seats-visit.js';

interface ChoiceBarProps {
  readonly visit: SeatsVisit;
  readonly busy: boolean;
  readonly problem: Problem | null;
  readonly onHold: () => void;
  readonly onClear: () => void;
}

export function ChoiceBar({ visit, busy, problem, onHold, onClear }: ChoiceBarProps) {
  const { value: loss } = visit.loss;
  return (
    <section class="choice-bar" aria-label={t('seats:choice.title')}>
      <div class="choice-inner">
        {loss === null ? null : (
          <LostSeats hall={visit.hall} loss={loss} onTake={(seats) => visit.select(seats)} onDismiss={() => visit.forgetLoss()} />
        )}
        {problem === null || (problem.code === 'SEAT_UNAVAILABLE' && loss !== null) ? null : <Refusal problem={problem} />}
        <Choice visit={visit} busy={busy} onHold={onHold} onClear={onClear} />
      </div>
    </section>
  );
}

function Choice({ visit, busy, onHold, onClear }: Omit<ChoiceBarProps, 'problem'>) {
  const { value: seats } = visit.selected;
  const count = seats.length;
  return (
    <div class="choice-row">
      <div class="choice-words" role="status">
        {count === 0 ? (
          <p>{visit.seatsMax === 0 ? t('seats:choice.noMore') : t('seats:choice.hint', { count: visit.seatsMax })}</p>
        ) : (
          <>
            <p class="choice-amount">
              <strong class="numbers">{formatMoney(visit.amount)}</strong> {t('seats:choice.count', { count })}
            </p>
            <p class="choice-names">{seatNames(visit.hall, seats)}</p>
          </>
        )}
      </div>
      <div class="choice-buttons">
        {count === 0 ? null : <Button kind="plain" icon="close" label={t('seats:choice.clear')} class="icon-only" onPress={onClear} />}
        <Button kind="primary" icon="check" busy={busy} disabled={count === 0} onPress={onHold}>
          {t('seats:choice.hold', { count })}
        </Button>
      </div>
    </div>
  );
}
