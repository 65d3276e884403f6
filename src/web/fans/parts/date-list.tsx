/** The dates of a concert, each with its price and what is left; for whoever may choose seats, they are links. */
import type { ComponentChildren } from 'preact';
import { serverNow } from '../../api/server-time.js';
import type { ScheduleOnOffer } from '../../api/types.js';
import { formatDay, formatMoment, formatMoney, formatTime, t } from '../../i18n/i18n.js';
import { Icon } from '../../ui/icon.js';
import { seatsPath } from '../paths.js';

export function DateList({ schedules, links }: { readonly schedules: readonly ScheduleOnOffer[]; readonly links: boolean }) {
  const sorted = [...schedules].sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
  return (
    <ul class="dates">
      {sorted.map((schedule) => (
        <li key={schedule.scheduleId}>
          <DateRow schedule={schedule} isLink={links && schedule.onSale} />
        </li>
      ))}
    </ul>
  );
}

function DateRow({ schedule, isLink }: { readonly schedule: ScheduleOnOffer; readonly isLink: boolean }) {
  const { scheduleId, startsAt, timeZone } = schedule;
  return (
    <DateFrame href={isLink ? seatsPath(scheduleId) : null}>
      <span class="date-when">
        <time class="date-day" dateTime={startsAt}>
          {formatDay(startsAt, timeZone)}
        </time>
        <span class="muted">{formatTime(startsAt, timeZone)}</span>
      </span>
      <span class="date-offer">
        <Left schedule={schedule} />
        <span class="muted numbers">{priceText(schedule)}</span>
      </span>
      {isLink ? <Icon name="forward" /> : null}
    </DateFrame>
  );
}

function DateFrame({ href, children }: { readonly href: string | null; readonly children: ComponentChildren }) {
  if (href === null) return <div class="date">{children}</div>;
  return (
    <a class="date date-link" href={href}>
      {children}
    </a>
  );
}

function Left({ schedule }: { readonly schedule: ScheduleOnOffer }) {
  const { onSale, onSaleAt, availableSeats, totalSeats } = schedule;
  if (!onSale) {
    const opens = onSaleAt !== null && Date.parse(onSaleAt) > serverNow();
    return <span class="badge badge-muted">{opens ? t('concerts.opens', { at: formatMoment(onSaleAt) }) : t('concerts.over')}</span>;
  }
  if (availableSeats === 0) return <span class="badge badge-muted">{t('concerts.soldOut')}</span>;
  const isFew = availableSeats <= Math.max(4, totalSeats / 10);
  return (
    <span class={isFew ? 'badge badge-warn' : 'badge badge-ok'}>
      {t(isFew ? 'concerts.fewLeft' : 'concerts.left', { count: availableSeats })}
    </span>
  );
}

function priceText({ priceFrom, priceTo }: ScheduleOnOffer): string {
  return priceFrom === priceTo ? formatMoney(priceFrom) : t('concerts.priceRange', { from: priceFrom, to: formatMoney(priceTo) });
}
