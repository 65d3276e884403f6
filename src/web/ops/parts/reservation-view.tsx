/** A reservation and its payment, whoever's they are, with the way to everything they touch. */
import type { VNode } from 'preact';
import type { ReservationFile } from '../../api/operators-types.js';
import type { Payment } from '../../api/types.js';
import { formatMoney, t } from '../../i18n/i18n.js';
import { formatExactly } from '../format.js';
import { Facts } from './facts.js';
import { IdLink } from './id-link.js';
import { ScheduleLink } from './schedule-link.js';
import { SeatLinks } from './seat-links.js';

interface ReservationViewProps {
  readonly file: ReservationFile;
  /** It was found by its payment, which then comes first. */
  readonly paid: boolean;
}

export function ReservationView({ file: { reservation, payment }, paid }: ReservationViewProps): VNode {
  const { scheduleId, seats } = reservation;
  const first = (
    <section class="card stack">
      <div class="spread">
        <h2>{t('lookup.reservation')}</h2>
        <span class="badge">{t(`reservation.${reservation.status}`)}</span>
      </div>
      <Facts
        facts={[
          { name: t('lookup.id'), value: <code>{reservation.reservationId}</code> },
          { name: t('lookup.user'), value: <IdLink kind="user" id={reservation.userId} /> },
          { name: t('lookup.show'), value: <ScheduleLink scheduleId={scheduleId} /> },
          { name: t('lookup.seats'), value: <SeatLinks scheduleId={scheduleId} seats={seats} /> },
          { name: t('lookup.amount'), value: formatMoney(reservation.amount) },
          { name: t('lookup.heldAt'), value: formatExactly(reservation.heldAt) },
          { name: t('lookup.expiresAt'), value: formatExactly(reservation.expiresAt) },
        ]}
      />
    </section>
  );
  const second = payment === null ? <p class="muted">{t('lookup.noPayment')}</p> : <PaymentView payment={payment} />;
  return (
    <div class="stack">
      {paid ? second : first}
      {paid ? first : second}
    </div>
  );
}

function PaymentView({ payment }: { readonly payment: Payment }): VNode {
  return (
    <section class="card stack">
      <div class="spread">
        <h2>{t('lookup.payment')}</h2>
        <span class="badge">{t(`payment.${payment.status}`)}</span>
      </div>
      <Facts
        facts={[
          { name: t('lookup.id'), value: <code>{payment.paymentId}</code> },
          { name: t('lookup.reservation'), value: <IdLink kind="reservation" id={payment.reservationId} /> },
          { name: t('lookup.amount'), value: formatMoney(payment.amount) },
          { name: t('lookup.balanceAfter'), value: payment.balance === null ? '–' : formatMoney(payment.balance) },
          { name: t('lookup.paidAt'), value: payment.paidAt === null ? '–' : formatExactly(payment.paidAt) },
        ]}
      />
    </section>
  );
}
