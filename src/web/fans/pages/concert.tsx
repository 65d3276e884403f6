/** A concert: its dates with what is left, and the way into the line. For whoever is inside, the dates lead to the seats. */
import { useLocation } from 'preact-iso/router';
import { useEffect } from 'preact/hooks';
import { concert as concertDetail } from '../../api/fans.js';
import { momentOf, serverNow } from '../../api/server-time.js';
import type { ConcertDetail } from '../../api/types.js';
import { formatDuration, formatMoment, t } from '../../i18n/i18n.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { Countdown } from '../../ui/countdown.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { Page } from '../../ui/page.js';
import { useAction } from '../hooks/use-action.js';
import { useLoad } from '../hooks/use-load.js';
import { BackLink } from '../parts/back-link.js';
import { DateList } from '../parts/date-list.js';
import { LoadedView } from '../parts/loaded.js';
import { Poster } from '../parts/poster.js';
import { Refusal } from '../parts/refusal.js';
import { CONCERTS, linePath } from '../paths.js';
import { getInLine, isInside, turnOf } from '../state/turns.js';
import { wayIn } from '../state/way-in.js';

const REFRESH_MS = 5_000;
/** A countdown for what is further away than this would only be restless. */
const COUNTDOWN_MS_MAX = 24 * 3_600_000;

export function ConcertPage({ concertId }: { readonly concertId: string }) {
  const detail = useLoad(concertId, () => concertDetail(concertId), { everyMs: REFRESH_MS });
  const title = detail.value?.title ?? t('concert.title');
  return (
    <Page title={title} above={<BackLink href={CONCERTS}>{t('concerts.title')}</BackLink>}>
      <LoadedView of={detail} blocks={2}>
        {(value) => <ConcertView concert={value} reload={() => void detail.reload()} />}
      </LoadedView>
    </Page>
  );
}

function ConcertView({ concert, reload }: { readonly concert: ConcertDetail; readonly reload: () => void }) {
  const inside = isInside(concert.concertId);
  return (
    <div class={inside ? 'concert concert-inside' : 'concert'}>
      <Poster concertId={concert.concertId} wide />
      <section class="concert-dates stack" aria-labelledby="dates">
        <h2 id="dates">{inside ? t('concert.chooseDate') : t('concert.dates')}</h2>
        <DateList schedules={concert.schedules} links={inside} />
      </section>
      {inside ? null : (
        <aside class="concert-door">
          <Door concert={concert} reload={reload} />
        </aside>
      )}
    </div>
  );
}

function Door({ concert, reload }: { readonly concert: ConcertDetail; readonly reload: () => void }) {
  const turn = turnOf(concert.concertId);
  if (turn?.status === 'WAITING') {
    return (
      <div class="card stack">
        <p>{t('concert.waiting', { position: turn.place.position })}</p>
        <ButtonLink kind="primary" wide icon="people" href={linePath(concert.concertId)}>
          {t('concert.toLine')}
        </ButtonLink>
      </div>
    );
  }
  if (!concert.onSale) return <NotOnSale concert={concert} reload={reload} />;
  return <GetInLine concert={concert} />;
}

function GetInLine({ concert }: { readonly concert: ConcertDetail }) {
  const { route } = useLocation();
  const { concertId, waitingRoom, schedules } = concert;
  const joining = useAction(
    () => `join ${concertId}`,
    () => getInLine(concertId),
    ({ status }) => route(status === 'ACTIVE' ? wayIn(concert) : linePath(concertId)),
  );
  const isSoldOut = schedules.filter(({ onSale }) => onSale).every(({ availableSeats }) => availableSeats === 0);
  return (
    <div class="card stack">
      {isSoldOut ? (
        <Notice kind="info" live={false}>
          <p>{t('concert.soldOut')}</p>
        </Notice>
      ) : null}
      <Crowd waiting={waitingRoom.waiting} isFull={waitingRoom.waiting > 0 || waitingRoom.active >= waitingRoom.maxActive} />
      <Button kind="primary" wide busy={joining.busy} onPress={() => void joining.start()}>
        {t('concert.getInLine')}
      </Button>
      {joining.problem === null ? null : <Refusal problem={joining.problem} />}
      <p class="muted small">{t('concert.howItWorks', { time: formatDuration(waitingRoom.activeTimeoutSeconds) })}</p>
    </div>
  );
}

function Crowd({ waiting, isFull }: { readonly waiting: number; readonly isFull: boolean }) {
  return (
    <p class="crowd" role="status">
      <Icon name={isFull ? 'people' : 'check-circle'} />
      <span>{isFull ? t('concert.crowd', { waiting }) : t('concert.noCrowd')}</span>
    </p>
  );
}

function NotOnSale({ concert, reload }: { readonly concert: ConcertDetail; readonly reload: () => void }) {
  const now = serverNow();
  const opens = concert.schedules.map(({ onSaleAt }) => onSaleAt).filter((at) => at !== null && Date.parse(at) > now);
  const next = opens.sort()[0] ?? null;
  // All pages reach this moment at once; the page asks now and then anyway, and a little chance spreads those that ask at the moment itself.
  useEffect(() => {
    if (next === null) return;
    const leftMs = Date.parse(next) - serverNow();
    if (leftMs > COUNTDOWN_MS_MAX) return;
    const timer = setTimeout(reload, Math.max(0, leftMs) + 1_000 + Math.random() * 1_500);
    return () => clearTimeout(timer);
  }, [next, reload]);
  if (next === null) {
    return (
      <Notice kind="info" live={false}>
        <p>{concert.schedules.length === 0 ? t('concerts.noDates') : t('concert.closed')}</p>
      </Notice>
    );
  }
  return (
    <div class="card stack door-soon">
      <p>{t('concert.opensAt', { at: formatMoment(next) })}</p>
      {Date.parse(next) - now <= COUNTDOWN_MS_MAX ? (
        <p class="door-countdown">
          <Countdown until={momentOf(next)} />
        </p>
      ) : null}
      <p class="muted small">{t('concert.opensHere')}</p>
    </div>
  );
}
