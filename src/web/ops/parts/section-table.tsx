/** The hall in numbers, section by section: what the heat map shows, for eyes and ears. */
import type { VNode } from 'preact';
import { formatMoney, t } from '../../i18n/i18n.js';
import { formatCount, formatShare } from '../format.js';
import { countSections } from '../state/seats.js';
import type { SectionCounts } from '../state/seats.js';
import type { SeatsNow } from '../state/watched-seats.js';
import { ShareBar } from './share-bar.js';

export function SectionTable({ seats: { sections, statuses } }: { readonly seats: SeatsNow }): VNode {
  return (
    <div class="card scroll-x" tabIndex={0}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t('sections.name')}</th>
            <th scope="col" class="amount">
              {t('sections.price')}
            </th>
            <th scope="col" class="wide">
              {t('schedules.seats')}
            </th>
            {['BOOKED', 'HELD', 'AVAILABLE', 'BLOCKED'].map((name) => (
              <th key={name} scope="col" class="amount">
                {t(`seat.${name}`)}
              </th>
            ))}
            <th scope="col" class="amount">
              {t('sections.numbers')}
            </th>
          </tr>
        </thead>
        <tbody>
          {countSections(sections, statuses).map((section) => (
            <SectionRow key={section.firstSeat} section={section} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SectionRow({ section: { name, price, firstSeat, total, counts } }: { readonly section: SectionCounts }): VNode {
  const [available = 0, held = 0, booked = 0, blocked = 0] = counts;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="amount numbers">{formatMoney(price)}</td>
      <td class="wide">
        <ShareBar shares={{ booked, held, available, blocked }} />
      </td>
      <td class="amount numbers">
        {formatCount(booked)} <span class="muted">{formatShare(booked, total - blocked)}</span>
      </td>
      <td class="amount numbers">{formatCount(held)}</td>
      <td class="amount numbers">{formatCount(available)}</td>
      <td class="amount numbers">{formatCount(blocked)}</td>
      <td class="amount numbers muted">
        {firstSeat}–{firstSeat + total - 1}
      </td>
    </tr>
  );
}
