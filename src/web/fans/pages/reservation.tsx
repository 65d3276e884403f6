/** Seats that are held, being paid, or whatever has become of them. */
import { useEffect, useState } from 'preact/hooks';
import { reservation as askReservation, schedule as askSchedule } from '../../api/fans.js';
import { failure, success } from '../../api/problems.js';
import type { Outcome } from '../../api/problems.js';
import { momentIn } from '../../api/server-time.js';
import type { Reservation, ScheduleDetail } from '../../api/types.js';
import { t } from '../../i18n/i18n.js';
import { Countdown } from '../../ui/countdown.js';
import { Money } from '../../ui/money.js';
import { Page } from '../../ui/page.js';
import { useLoad } from '../hooks/use-load.js';
import { BackLink } from '../parts/back-link.js';
import { LoadedView } from '../parts/loaded.js';
import { PayBox } from '../parts/pay-box.js';
import { ReleaseButton } from '../parts/release-button.js';
import { ReservationOver } from '../parts/reservation-over.js';
import { SeatNames } from '../parts/seat-names.js';
import { ShowTime } from '../parts/show-time.js';
import { seatsPath } from '../paths.js';
import { noteReservation } from '../state/holds.js';

/** While a payment is under way. */
const PAYING_MS = 1_000;
/** A hold that another tab pays or releases. */
const HELD_MS = 10_000;

interface Booking {
  readonly reservation: Reservation;
  readonly schedule: ScheduleDetail;
  /** The moment at which the hold runs out, fixed when the answer came. */
  readonly until: number;
}

export function ReservationPage({ reservationId }: { readonly reservationId: string }) {
  const [everyMs, setEveryMs] = useState<number | undefined>(undefined);
  const booking = useLoad(reservationId, () => loadBooking(reservationId), { everyMs });
  const status = booking.value?.reservation.status;
  useEffect(() => setEveryMs(status === 'PAYING' ? PAYING_MS : status === 'HELD' ? HELD_MS : undefined), [status]);
  return (
    <Page
      title={titleOf(status, booking.problem !== null)}
      narrow
      above={
        booking.value === null ? null : (
          <BackLink href={seatsPath(booking.value.reservation.scheduleId)}>{t('reservation.toSeats')}</BackLink>
        )
      }
    >
      <LoadedView of={booking} blocks={2}>
        {(value) => <BookingView booking={value} reload={() => void booking.reload()} />}
      </LoadedView>
    </Page>
  );
}

function BookingView({ booking, reload }: { readonly booking: Booking; readonly reload: () => void }) {
  const { reservation, schedule, until } = booking;
  const isHeld = reservation.status === 'HELD';
  return (
    <>
      {isHeld ? (
        <p class="hold-clock">
          <span>{t('reservation.heldFor')}</span> <Countdown until={until} onEnd={reload} />
        </p>
      ) : null}
      <Summary reservation={reservation} schedule={schedule} />
      {isHeld ? (
        <>
          <PayBox reservation={reservation} onChanged={reload} />
          <ReleaseButton reservation={reservation} onChanged={reload} />
        </>
      ) : (
        <ReservationOver reservation={reservation} />
      )}
    </>
  );
}

function Summary({ reservation, schedule }: { readonly reservation: Reservation; readonly schedule: ScheduleDetail }) {
  return (
    <section class="card stack" aria-labelledby="what">
      <h2 id="what">{schedule.concertTitle}</h2>
      <ShowTime startsAt={schedule.startsAt} timeZone={schedule.timeZone} />
      <SeatNames sections={schedule.sections} seats={reservation.seats} />
      {reservation.seats.length > 1 && !reservation.adjacent ? <p class="muted small">{t('reservation.notAdjacent')}</p> : null}
      <p class="total">
        <span>{t('reservation.total', { count: reservation.seats.length })}</span>
        <strong data-amount={reservation.amount}>
          <Money points={reservation.amount} />
        </strong>
      </p>
    </section>
  );
}

async function loadBooking(reservationId: string): Promise<Outcome<Booking>> {
  const reservation = await askReservation(reservationId);
  if (!reservation.ok) return failure(reservation.problem);
  const until = momentIn(reservation.value.expiresInSeconds);
  noteReservation(reservation.value);
  const schedule = await askSchedule(reservation.value.scheduleId);
  return schedule.ok ? success({ reservation: reservation.value, schedule: schedule.value, until }) : schedule;
}

/** Whoever comes here holds seats, most likely. */
function titleOf(status: Reservation['status'] | undefined, isRefused: boolean): string {
  return t(`reservation.title.${status ?? (isRefused ? 'UNKNOWN' : 'HELD')}`);
}
