/** One ticket: what it is for, which seats, and the code that is read at the door. */
import { useRoute } from 'preact-iso/router';
import { payment as askPayment, schedule as askSchedule } from '../../api/fans.js';
import { success } from '../../api/problems.js';
import type { Outcome } from '../../api/problems.js';
import type { Payment, ScheduleDetail } from '../../api/types.js';
import { formatMoment, t } from '../../i18n/i18n.js';
import { Icon } from '../../ui/icon.js';
import { Money } from '../../ui/money.js';
import { Notice } from '../../ui/notice.js';
import { Page } from '../../ui/page.js';
import { useLoad } from '../hooks/use-load.js';
import { BackLink } from '../parts/back-link.js';
import { LoadedView } from '../parts/loaded.js';
import { Poster } from '../parts/poster.js';
import { QrCode } from '../parts/qr-code.js';
import { groupSeats } from '../parts/seat-names.js';
import { ShowTime } from '../parts/show-time.js';
import { TicketKeep } from '../parts/ticket-keep.js';
import { TICKETS } from '../paths.js';

interface Bought {
  readonly payment: Payment;
  readonly schedule: ScheduleDetail;
}

export function TicketPage({ paymentId }: { readonly paymentId: string }) {
  const { query } = useRoute();
  const bought = useLoad(paymentId, () => loadBought(paymentId));
  const isNew = query['new'] === '1';
  return (
    <Page
      title={isNew ? t('ticket.thanks') : t('tickets.ticket')}
      narrow
      above={isNew ? null : <BackLink href={TICKETS}>{t('tickets.title')}</BackLink>}
    >
      {isNew ? (
        <p class="thanks">
          <Icon name="check-circle" />
          <span>{t('ticket.kept')}</span>
        </p>
      ) : null}
      <LoadedView of={bought} blocks={3}>
        {(value) => (
          <>
            <TicketView bought={value} />
            {value.payment.status === 'COMPLETED' ? <TicketKeep {...value} /> : null}
          </>
        )}
      </LoadedView>
    </Page>
  );
}

function TicketView({ bought: { payment, schedule } }: { readonly bought: Bought }) {
  if (payment.status !== 'COMPLETED') {
    return (
      <Notice kind={payment.status === 'PENDING' ? 'info' : 'warn'}>
        <p>{t(payment.status === 'PENDING' ? 'tickets.pending' : 'ticket.aborted')}</p>
      </Notice>
    );
  }
  return (
    <article class="ticket">
      <Poster concertId={payment.concertId} wide />
      <div class="ticket-body stack">
        <h2>{schedule.concertTitle}</h2>
        <ShowTime startsAt={schedule.startsAt} timeZone={schedule.timeZone} />
        <Seats payment={payment} schedule={schedule} />
      </div>
      <div class="ticket-stub">
        <QrCode text={payment.paymentId} label={t('ticket.qr')} />
        <p class="muted small">{t('ticket.atTheDoor', { count: payment.seats.length })}</p>
      </div>
      <dl class="ticket-facts small">
        <div>
          <dt>{t('ticket.paid')}</dt>
          <dd data-amount={payment.amount}>
            <Money points={payment.amount} />
          </dd>
        </div>
        <div>
          <dt>{t('ticket.paidAt')}</dt>
          <dd>{payment.paidAt === null ? '' : formatMoment(payment.paidAt)}</dd>
        </div>
        <div>
          <dt>{t('ticket.number')}</dt>
          <dd class="ticket-id">{payment.paymentId}</dd>
        </div>
      </dl>
    </article>
  );
}

function Seats({ payment, schedule }: Bought) {
  return (
    <ul class="ticket-seats">
      {groupSeats(schedule.sections, payment.seats).map(({ section, row, seats }) => (
        <li key={seats[0]}>
          <dl>
            <div>
              <dt>{t('seat.section')}</dt>
              <dd>{section}</dd>
            </div>
            <div>
              <dt>{t('seat.row')}</dt>
              <dd>{row}</dd>
            </div>
            <div>
              <dt>{t('seat.seats', { count: seats.length })}</dt>
              <dd class="numbers">{seats.join(', ')}</dd>
            </div>
          </dl>
        </li>
      ))}
    </ul>
  );
}

async function loadBought(paymentId: string): Promise<Outcome<Bought>> {
  const payment = await askPayment(paymentId);
  if (!payment.ok) return payment;
  const schedule = await askSchedule(payment.value.scheduleId);
  return schedule.ok ? success({ payment: payment.value, schedule: schedule.value }) : schedule;
}
