/**
 * The waiting room: the place, live; how long it may take; what the fan may do meanwhile without losing the place. When it is the fan's turn the page moves on
 * by itself. When the place is gone it says why, and how to begin again.
 */
import { useLocation, useRoute } from 'preact-iso/router';
import { useEffect, useState } from 'preact/hooks';
import { concert as concertDetail } from '../../api/fans.js';
import { queueTokenOf } from '../../api/queue-tokens.js';
import type { ConcertDetail } from '../../api/types.js';
import { formatDuration, formatNumber, t } from '../../i18n/i18n.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { Page } from '../../ui/page.js';
import { Skeleton } from '../../ui/skeleton.js';
import { useAction } from '../hooks/use-action.js';
import { useLoad } from '../hooks/use-load.js';
import { BackLink } from '../parts/back-link.js';
import { PlaceInLineView } from '../parts/place-in-line.js';
import { Refusal } from '../parts/refusal.js';
import { TurnEnded } from '../parts/turn-ended.js';
import { CONCERTS, concertPath, reservationPath } from '../paths.js';
import { getInLine, leaveLine, turnOf } from '../state/turns.js';
import type { Turn } from '../state/turns.js';
import { wayIn } from '../state/way-in.js';

export function LinePage({ concertId }: { readonly concertId: string }) {
  const { query } = useRoute();
  const { route } = useLocation();
  const detail = useLoad(concertId, () => concertDetail(concertId));
  const turn = turnOf(concertId);
  const isInside = turn?.status === 'ACTIVE';
  const reservationId = query['reservation'];
  // Without the dates the concert's page knows the way.
  const target = reservationId === undefined ? targetOf(concertId, detail.value, detail.problem !== null) : reservationPath(reservationId);
  useEffect(() => {
    if (isInside && target !== null) route(target, true);
  }, [isInside, target]);
  const position = turn?.status === 'WAITING' ? turn.place.position : 0;
  useEffect(() => {
    if (position > 0) document.title = `${formatNumber(position)} · ${t('line.title')}`;
  }, [position]);
  const concertTitle = detail.value?.title ?? '';
  return (
    <Page title={t('line.title')} narrow above={<BackLink href={concertPath(concertId)}>{concertTitle || t('concert.title')}</BackLink>}>
      {/* Without a place there may be no such concert either, and no line to get into. */}
      {turn === null && detail.problem?.status === 404 ? null : <LineView turn={turn} concertId={concertId} concert={detail.value} />}
      {turn === null && detail.problem !== null ? (
        <Refusal problem={detail.problem}>
          <ButtonLink href={CONCERTS}>{t('notFound.home')}</ButtonLink>
        </Refusal>
      ) : null}
    </Page>
  );
}

function targetOf(concertId: string, concert: ConcertDetail | null, failed: boolean): string | null {
  if (concert !== null) return wayIn(concert);
  return failed ? concertPath(concertId) : null;
}

interface LineViewProps {
  readonly turn: Turn | null;
  readonly concertId: string;
  readonly concert: ConcertDetail | null;
}

function LineView({ turn, concertId, concert }: LineViewProps) {
  if (turn === null)
    return queueTokenOf(concertId) === null ? <NotInLine concertId={concertId} concert={concert} /> : <Skeleton blocks={2} />;
  switch (turn.status) {
    case 'WAITING':
      return (
        <>
          <PlaceInLineView turn={turn} />
          <WhileYouWait concert={concert} />
          <Leave concertId={concertId} />
        </>
      );
    case 'ACTIVE':
      return (
        <Notice kind="ok">
          <p>{t('line.admitted')}</p>
        </Notice>
      );
    case 'EXPIRED':
      return <TurnEnded turn={turn} />;
  }
}

function NotInLine({ concertId, concert }: Omit<LineViewProps, 'turn'>) {
  const joining = useAction(
    () => `join ${concertId}`,
    () => getInLine(concertId),
    () => undefined,
  );
  return (
    <div class="card stack">
      <p>{t('line.notInLine')}</p>
      {concert?.onSale === false ? (
        // When sales open, if they do, is said there.
        <ButtonLink kind="primary" wide icon="calendar" href={concertPath(concertId)}>
          {t('concert.dates')}
        </ButtonLink>
      ) : (
        <Button kind="primary" wide busy={joining.busy} onPress={() => void joining.start()}>
          {t('concert.getInLine')}
        </Button>
      )}
      {joining.problem === null ? null : <Refusal problem={joining.problem} />}
    </div>
  );
}

/** What one may do without losing the place, and what comes after. */
function WhileYouWait({ concert }: { readonly concert: ConcertDetail | null }) {
  if (concert === null) return null;
  const { waitingTimeoutSeconds, activeTimeoutSeconds } = concert.waitingRoom;
  return (
    <section class="card stack" aria-labelledby="meanwhile">
      <h2 id="meanwhile">{t('line.meanwhile.title')}</h2>
      <ul class="facts">
        <li>
          <Icon name="check" />
          <span>{t('line.meanwhile.reload')}</span>
        </li>
        <li>
          <Icon name="clock" />
          <span>{t('line.meanwhile.sleep', { time: formatDuration(waitingTimeoutSeconds) })}</span>
        </li>
        <li>
          <Icon name="ticket" />
          <span>{t('line.meanwhile.inside', { time: formatDuration(activeTimeoutSeconds) })}</span>
        </li>
      </ul>
    </section>
  );
}

function Leave({ concertId }: { readonly concertId: string }) {
  const { route } = useLocation();
  const [isAsking, setAsking] = useState(false);
  const leaving = useAction(
    () => `leave ${concertId}`,
    () => leaveLine(concertId),
    () => route(concertPath(concertId)),
  );
  return (
    <div>
      <Button kind="plain" icon="leave" onPress={() => setAsking(true)}>
        {t('line.leave')}
      </Button>
      {isAsking ? (
        <Dialog title={t('line.leaveAsk.title')} onClose={() => setAsking(false)}>
          <p>{t('line.leaveAsk.text')}</p>
          {leaving.problem === null ? null : <Refusal problem={leaving.problem} />}
          <div class="cluster">
            <Button kind="primary" onPress={() => setAsking(false)}>
              {t('line.leaveAsk.stay')}
            </Button>
            <Button kind="danger" busy={leaving.busy} onPress={() => void leaving.start()}>
              {t('line.leaveAsk.leave')}
            </Button>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}
