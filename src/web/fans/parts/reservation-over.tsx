/** What has become of seats that are not held any more, and where to go from there. */
import type { ComponentChildren } from 'preact';
import type { Reservation } from '../../api/types.js';
import { t } from '../../i18n/i18n.js';
import { ButtonLink } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import { TICKETS, concertPath, seatsPath, ticketPath } from '../paths.js';
import { isInside } from '../state/turns.js';

export function ReservationOver({ reservation }: { readonly reservation: Reservation }) {
  const { status, paymentId } = reservation;
  switch (status) {
    case 'CONFIRMED':
      return (
        <Over kind="ok" text={t('reservation.over.CONFIRMED')}>
          <ButtonLink kind="primary" wide icon="ticket" href={paymentId === null ? TICKETS : ticketPath(paymentId)}>
            {t('reservation.toTicket')}
          </ButtonLink>
        </Over>
      );
    case 'HELD':
    case 'PAYING':
      return <Over kind="info" text={t('reservation.over.PAYING')} />;
    case 'EXPIRED':
    case 'RELEASED':
    case 'REFUNDED':
      return (
        <Over kind={status === 'EXPIRED' ? 'warn' : 'info'} text={t(`reservation.over.${status}`)}>
          <ChooseAgain reservation={reservation} />
        </Over>
      );
  }
}

interface OverProps {
  readonly kind: 'ok' | 'info' | 'warn';
  readonly text: string;
  readonly children?: ComponentChildren;
}

function Over({ kind, text, children }: OverProps) {
  return (
    <>
      <Notice kind={kind}>
        <p>{text}</p>
      </Notice>
      {children}
    </>
  );
}

function ChooseAgain({ reservation: { concertId, scheduleId } }: { readonly reservation: Reservation }) {
  const href = isInside(concertId) ? seatsPath(scheduleId) : concertPath(concertId);
  return (
    <ButtonLink kind="primary" wide href={href}>
      {t('reservation.chooseAgain')}
    </ButtonLink>
  );
}
