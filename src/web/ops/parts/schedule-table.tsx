/** All dates of a concert with what is left of each, and the way to its heat map. */
import type { VNode } from 'preact';
import type { WatchedConcert, WatchedSchedule } from '../../api/operators-types.js';
import { serverNow } from '../../api/server-time.js';
import { t } from '../../i18n/i18n.js';
import { formatCount, formatShare, formatStart } from '../format.js';
import { ShareBar } from './share-bar.js';

export function ScheduleTable({ concert: { schedules } }: { readonly concert: WatchedConcert }): VNode {
  if (schedules.length === 0) return <p class="muted">{t('schedules.none')}</p>;
  return (
    <div class="card scroll-x" tabIndex={0}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t('schedules.date')}</th>
            <th scope="col">{t('schedules.state')}</th>
            <th scope="col" class="wide">
              {t('schedules.seats')}
            </th>
            <th scope="col" class="amount">
              {t('seat.BOOKED')}
            </th>
            <th scope="col" class="amount">
              {t('seat.HELD')}
            </th>
            <th scope="col" class="amount">
              {t('seat.AVAILABLE')}
            </th>
          </tr>
        </thead>
        <tbody>
          {schedules.map((schedule) => (
            <ScheduleRow key={schedule.scheduleId} schedule={schedule} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ScheduleRow({ schedule }: { readonly schedule: WatchedSchedule }): VNode {
  const { scheduleId, startsAt, timeZone, seats, totalSeats } = schedule;
  return (
    <tr>
      <th scope="row">
        <a href={`/ops/schedules/${scheduleId}`}>{formatStart(startsAt, timeZone)}</a>
      </th>
      <td>{stateText(schedule)}</td>
      <td class="wide">
        <ShareBar shares={seats} />
      </td>
      <td class="amount numbers">
        {formatCount(seats.booked)} <span class="muted">{formatShare(seats.booked, totalSeats - seats.blocked)}</span>
      </td>
      <td class="amount numbers">{formatCount(seats.held)}</td>
      <td class="amount numbers">{formatCount(seats.available)}</td>
    </tr>
  );
}

function stateText({ onSale, onSaleAt, timeZone, seats }: WatchedSchedule): string {
  if (onSale) return seats.available + seats.held === 0 ? t('schedules.soldOut') : t('schedules.onSale');
  if (onSaleAt !== null && Date.parse(onSaleAt) > serverNow()) return t('schedules.opens', { time: formatStart(onSaleAt, timeZone) });
  return t('schedules.closed');
}
