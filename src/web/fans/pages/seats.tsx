/**
 * The seats of one date: a map and a list of the same seats, live; the best available in one tap; what is selected, and the button that holds it. Whoever is not
 * inside is told so and shown the way to the line.
 */
import { useLocation } from 'preact-iso/router';
import { useCallback, useEffect } from 'preact/hooks';
import { schedule } from '../../api/fans.js';
import type { Connection } from '../../api/live.js';
import type { ScheduleDetail, SeatsWanted } from '../../api/types.js';
import { t } from '../../i18n/i18n.js';
import { SeatList } from '../../map/seat-list.js';
import { SeatMap } from '../../map/seat-map.js';
import { seatLabel } from '../../map/words.js';
import { Icon } from '../../ui/icon.js';
import { Page } from '../../ui/page.js';
import { Skeleton } from '../../ui/skeleton.js';
import { toast } from '../../ui/toast.js';
import { useAction } from '../hooks/use-action.js';
import { useLoad } from '../hooks/use-load.js';
import { BackLink } from '../parts/back-link.js';
import { LoadedView } from '../parts/loaded.js';
import { ShowTime } from '../parts/show-time.js';
import { concertPath, reservationPath } from '../paths.js';
import { BestAvailable } from '../seats/best-available.js';
import { ChoiceBar } from '../seats/choice-bar.js';
import { Outside } from '../seats/outside.js';
import { OwnSeats } from '../seats/own-seats.js';
import { SectionFilter } from '../seats/section-filter.js';
import '../seats/seats.css';
import type { SeatsVisit } from '../seats/seats-visit.js';
import { useVisit } from '../seats/use-visit.js';
import { refreshTurn, turnOf } from '../state/turns.js';

export function SeatsPage({ scheduleId }: { readonly scheduleId: string }) {
  const detail = useLoad(scheduleId, () => schedule(scheduleId));
  const { value } = detail;
  return (
    <Page
      title={value?.concertTitle ?? t('seats:title')}
      above={value === null ? null : <BackLink href={concertPath(value.concertId)}>{t('seats:back')}</BackLink>}
    >
      <LoadedView of={detail} blocks={3}>
        {(loaded) => <Seats key={scheduleId} detail={loaded} />}
      </LoadedView>
    </Page>
  );
}

function Seats({ detail }: { readonly detail: ScheduleDetail }) {
  const { concertId, startsAt, timeZone } = detail;
  const visit = useVisit(detail);
  const turn = turnOf(concertId);
  const { value: refused } = visit.refused;
  const status = turn?.status ?? null;
  useEffect(() => {
    // The live connection says that it is not the fan's turn; the queue knows why.
    if (refused !== null) void refreshTurn(concertId);
  }, [refused, concertId]);
  useEffect(() => {
    if (status === 'ACTIVE' && visit.refused.value !== null) visit.watch();
  }, [status, visit]);
  const isOutside = refused !== null || status === 'EXPIRED' || status === 'WAITING';
  return (
    <>
      <ShowTime startsAt={startsAt} timeZone={timeZone} />
      <OwnSeats visit={visit} />
      {isOutside ? <Outside concertId={concertId} turn={turn} problem={refused} /> : <Inside visit={visit} />}
    </>
  );
}

function Inside({ visit }: { readonly visit: SeatsVisit }) {
  const { route } = useLocation();
  const { hall, detail } = visit;
  const holding = useAction(
    (want: SeatsWanted) => `hold ${detail.scheduleId} ${JSON.stringify(want)}`,
    (key, want) => visit.hold(want, key),
    ({ reservationId }) => route(reservationPath(reservationId)),
  );
  const press = useCallback((seat: number) => pressSeat(visit, seat), [visit]);
  const { value: selected } = visit.selected;
  useEffect(() => holding.clear(), [selected, holding.clear]);
  if (!visit.isThere.value) return <Skeleton blocks={3} />;
  const hold = (want: SeatsWanted): void => void holding.start(want);
  return (
    <>
      <ConnectionLine connection={visit.connection.value} />
      <div class="seats-layout">
        <div class="seats-best">
          <BestAvailable visit={visit} busy={holding.busy} onHold={hold} />
        </div>
        <section class="seats-map" aria-labelledby="seats-map-title">
          <h2 id="seats-map-title">{t('seats:map.title')}</h2>
          <SeatMap hall={hall} onSeat={press} />
          <p class="muted seats-hint">{t('seats:map.hint')}</p>
        </section>
        <section class="seats-list card" aria-labelledby="seats-list-title">
          <h2 id="seats-list-title">{t('seats:list.title')}</h2>
          <SectionFilter hall={hall} />
          <SeatList hall={hall} onSeat={press} />
        </section>
      </div>
      <ChoiceBar
        visit={visit}
        busy={holding.busy}
        problem={holding.problem}
        onHold={() => hold({ seats: selected })}
        onClear={() => visit.select([])}
      />
    </>
  );
}

function pressSeat(visit: SeatsVisit, seat: number): void {
  const done = visit.toggle(seat);
  if (done === 'full') toast(visit.seatsMax === 0 ? t('seats:choice.noMore') : t('seats:choice.full', { count: visit.seatsMax }));
  else if (done === 'taken' || done === 'mine') toast(seatLabel(visit.hall, seat));
}

/** Nothing while all is well. */
function ConnectionLine({ connection }: { readonly connection: Connection }) {
  return (
    <div role="status" data-connection={connection}>
      {connection === 'live' ? null : (
        <p class="seats-connection">
          <Icon name={connection === 'polling' ? 'clock' : 'refresh'} />
          {t(`seats:connection.${connection}`)}
        </p>
      )}
    </div>
  );
}
