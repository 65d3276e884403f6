/** What the fan has on this schedule already: holds that wait to be paid, and tickets. */
import type { Reservation } from '../../api/types.js';
import { t } from '../../i18n/i18n.js';
import { ButtonLink } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import { SeatNames } from '../parts/seat-names.js';
import { reservationPath, ticketPath } from '../paths.js';
import type { SeatsVisit } from './seats-visit.js';

export function OwnSeats({ visit }: { readonly visit: SeatsVisit }) {
  return (
    <>
      {visit.reservations.value.map((reservation) => (
        <OwnReservation key={reservation.reservationId} visit={visit} reservation={reservation} />
      ))}
    </>
  );
}

function OwnReservation({ visit, reservation }: { readonly visit: SeatsVisit; readonly reservation: Reservation }) {
  const { reservationId, seats, status, paymentId } = reservation;
  const isPaid = status === 'CONFIRMED';
  return (
    <Notice kind={isPaid ? 'ok' : 'info'} live={false}>
      <div class="own-seats">
        <div>
          <p>
            <strong>{t(isPaid ? 'seats:own.paid' : 'seats:own.held')}</strong>
          </p>
          <SeatNames sections={visit.detail.sections} seats={seats} />
        </div>
        {isPaid && paymentId !== null ? (
          <ButtonLink icon="ticket" href={ticketPath(paymentId)}>
            {t('seats:own.ticket')}
          </ButtonLink>
        ) : null}
        {isPaid ? null : (
          <ButtonLink kind="primary" icon="forward" href={reservationPath(reservationId)}>
            {t('seats:own.pay')}
          </ButtonLink>
        )}
      </div>
    </Notice>
  );
}
