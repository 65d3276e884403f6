/** Seats in one tap: how many, where, and the schedule chooses the best there are, and holds them. */
import { useId, useState } from 'preact/hooks';
import type { SeatsWanted } from '../../api/types.js';
import { formatMoney, t } from '../../i18n/i18n.js';
import { Button } from '../../ui/button.js';
import type { SeatsVisit } from './seats-visit.js';
import { useCounts } from './use-visit.js';

/** More than this nobody picks from a list. */
const COUNT_MAX = 20;
const COUNT_USUAL = 2;

interface BestAvailableProps {
  readonly visit: SeatsVisit;
  readonly busy: boolean;
  readonly onHold: (want: SeatsWanted) => void;
}

export function BestAvailable({ visit, busy, onHold }: BestAvailableProps) {
  const { board, plan } = visit.hall;
  const { sections } = plan.rows;
  useCounts(board);
  const most = Math.min(visit.seatsMax, plan.rows.totalSeats, COUNT_MAX);
  const [wanted, setWanted] = useState(COUNT_USUAL);
  const [section, setSection] = useState('');
  const count = Math.min(wanted, most);
  const id = useId();
  if (most === 0) return null;
  const free = section === '' ? board.free : board.freeInSection(sections.findIndex(({ name }) => name === section));
  const take = (): void => onHold({ bestAvailable: section === '' ? { count } : { count, section } });
  return (
    <section class="card best" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('seats:best.title')}</h2>
      <div class="best-fields">
        <div class="field">
          <label class="field-label" for={`${id}-count`}>
            {t('seats:best.count')}
          </label>
          <select
            id={`${id}-count`}
            class="field-input"
            value={String(count)}
            onChange={(event) => setWanted(Number(event.currentTarget.value))}
          >
            {Array.from({ length: most }, (_, index) => (
              <option key={index} value={String(index + 1)}>
                {index + 1}
              </option>
            ))}
          </select>
        </div>
        {sections.length === 1 ? null : (
          <div class="field">
            <label class="field-label" for={`${id}-section`}>
              {t('seats:best.where')}
            </label>
            <select id={`${id}-section`} class="field-input" value={section} onChange={(event) => setSection(event.currentTarget.value)}>
              <option value="">{t('seats:best.anywhere')}</option>
              {sections.map(({ name, price }, index) => (
                <option key={name} value={name}>
                  {t('seats:best.section', { section: name, price: formatMoney(price), count: board.freeInSection(index) })}
                </option>
              ))}
            </select>
          </div>
        )}
      </div>
      <Button kind="primary" wide icon="seat" busy={busy} disabled={free < count} onPress={take}>
        {t('seats:best.take', { count })}
      </Button>
      <p class="muted best-note">{free < count ? t('seats:best.notEnough', { count: free }) : t('seats:best.note')}</p>
    </section>
  );
}
