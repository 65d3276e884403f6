/** Everything the fan has bought, newest first. */
import { payments, schedule as askSchedule } from '../../api/fans.js';
import { identity } from '../../api/identity.js';
import type { Payment } from '../../api/types.js';
import { formatDate, formatMoney, t } from '../../i18n/i18n.js';
import { ButtonLink } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { Page } from '../../ui/page.js';
import { Skeleton } from '../../ui/skeleton.js';
import { useLoad } from '../hooks/use-load.js';
import { usePages } from '../hooks/use-pages.js';
import { PagesEnd } from '../parts/pages-end.js';
import { Poster } from '../parts/poster.js';
import { SeatNames } from '../parts/seat-names.js';
import { CONCERTS, ticketPath } from '../paths.js';

export function TicketsPage() {
  const userId = identity.value?.userId ?? '';
  const pages = usePages(`payments ${userId}`, payments, ({ paymentId }) => paymentId);
  const { items, problem, isLoading, hasMore } = pages;
  const bought = items.filter(({ status }) => status !== 'ABORTED');
  return (
    <Page title={t('tickets.title')} narrow>
      {bought.length === 0 && isLoading ? <Skeleton blocks={2} /> : null}
      {bought.length === 0 && !isLoading && problem === null && !hasMore ? <NoTickets /> : null}
      <ul class="stack">
        {bought.map((payment) => (
          <li key={payment.paymentId}>
            <TicketCard payment={payment} />
          </li>
        ))}
      </ul>
      <PagesEnd of={pages} />
    </Page>
  );
}

function NoTickets() {
  return (
    <div class="card stack empty">
      <p>{t('tickets.none')}</p>
      <div>
        <ButtonLink kind="primary" href={CONCERTS}>
          {t('tickets.find')}
        </ButtonLink>
      </div>
    </div>
  );
}

function TicketCard({ payment }: { readonly payment: Payment }) {
  const { paymentId, scheduleId, concertId, seats, amount, status } = payment;
  const { value } = useLoad(scheduleId, () => askSchedule(scheduleId));
  return (
    <article class="ticket-card">
      <Poster concertId={concertId} />
      <div class="ticket-card-body">
        <h2>
          <a class="card-link" href={ticketPath(paymentId)}>
            {value === null ? t('tickets.ticket') : value.concertTitle}
          </a>
        </h2>
        {value === null ? null : <p class="muted">{formatDate(value.startsAt, value.timeZone)}</p>}
        {value === null ? <p>{t('seat.count', { count: seats.length })}</p> : <SeatNames sections={value.sections} seats={seats} />}
        <p class="muted small">{status === 'PENDING' ? t('tickets.pending') : formatMoney(amount)}</p>
      </div>
      <Icon name="forward" />
    </article>
  );
}
