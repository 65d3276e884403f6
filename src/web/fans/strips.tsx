/** Below the name, on every page but the one it is about: the place in line, the time left inside, the hold that waits to be paid. */
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { Countdown, digits, useSecondsUntil } from '../ui/countdown.js';
import { Icon } from '../ui/icon.js';
import { toast } from '../ui/toast.js';
import { concertPath, linePath, reservationPath } from './paths.js';
import { currentHold, forgetHold } from './state/holds.js';
import { forgetTurn, refreshTurn, stayInside, turns } from './state/turns.js';
import type { Turn } from './state/turns.js';

/** With less than this left, one is asked whether one is still there. */
const ASK_SECONDS = 120;

export function Strips({ path }: { readonly path: string }) {
  useAdmissionWord(path);
  const shown = [...turns.value.values()].filter((turn) => isWorthShowing(turn, path));
  return (
    <div class="strips">
      {shown.map((turn) => (
        <TurnStrip key={turn.concertId} turn={turn} path={path} />
      ))}
      <HoldStrip path={path} />
    </div>
  );
}

function isWorthShowing(turn: Turn, path: string): boolean {
  switch (turn.status) {
    case 'WAITING':
      return path !== linePath(turn.concertId);
    case 'ACTIVE':
      return true;
    case 'EXPIRED':
      return (
        turn.isNews && turn.reason !== 'PAID' && turn.reason !== 'LEFT' && !path.startsWith('/concerts/') && !path.startsWith('/schedules/')
      );
  }
}

function TurnStrip({ turn, path }: { readonly turn: Turn; readonly path: string }) {
  switch (turn.status) {
    case 'WAITING':
      return (
        <a class="strip strip-waiting" href={linePath(turn.concertId)}>
          <Icon name="people" />
          <span class="strip-text">{t('strip.waiting', { position: turn.place.position })}</span>
          <Icon name="forward" />
        </a>
      );
    case 'ACTIVE':
      return <InsideStrip concertId={turn.concertId} until={turn.until} path={path} />;
    case 'EXPIRED':
      return (
        <div class="strip strip-ended" role="status">
          <Icon name="clock" />
          <a class="strip-text" href={linePath(turn.concertId)}>
            {t(`ended.${turn.reason}.title`)}
          </a>
          <Button kind="plain" icon="close" label={t('common:dismiss')} class="strip-button" onPress={() => forgetTurn(turn.concertId)} />
        </div>
      );
  }
}

interface InsideProps {
  readonly concertId: string;
  readonly until: number;
  readonly path: string;
}

function InsideStrip({ concertId, until, path }: InsideProps) {
  const left = useSecondsUntil(until, () => void refreshTurn(concertId));
  const toDates = concertPath(concertId);
  const isPaying = path.startsWith('/reservations/');
  const isElsewhere = path !== toDates && !path.startsWith('/schedules/') && !isPaying;
  // With seats held it is their clock that counts, and two clocks would confuse.
  const isHolding = currentHold.value?.concertId === concertId;
  if (left > ASK_SECONDS && (isPaying || (isHolding && isElsewhere))) return null;
  return (
    <div class={left <= ASK_SECONDS ? 'strip strip-inside strip-soon' : 'strip strip-inside'}>
      <Icon name="check-circle" />
      <span class="strip-text">
        {t('strip.inside')} <Countdown until={until} />
      </span>
      {left <= ASK_SECONDS ? <StayButton concertId={concertId} until={until} /> : null}
      {isElsewhere ? (
        <a class="strip-link" href={toDates}>
          {t('strip.toSeats')}
        </a>
      ) : null}
    </div>
  );
}

function StayButton({ concertId, until }: { readonly concertId: string; readonly until: number }) {
  const before = useRef(until);
  const stay = (): void => {
    before.current = until;
    void stayInside(concertId).then(() => {
      const turn = turns.value.get(concertId);
      if (turn?.status !== 'ACTIVE') return;
      const gained = turn.until - before.current > 1_000;
      const left = digits(Math.max(0, Math.ceil((turn.until - performance.now()) / 1_000)));
      toast(gained ? t('strip.stayed', { time: left }) : t('strip.noMoreTime'));
    });
  };
  return (
    <Button class="strip-button" onPress={stay}>
      {t('strip.stay')}
    </Button>
  );
}

function HoldStrip({ path }: { readonly path: string }) {
  const hold = currentHold.value;
  if (hold === null || path === reservationPath(hold.reservationId)) return null;
  return (
    <div class="strip strip-hold">
      <Icon name="ticket" />
      <span class="strip-text">
        {t('strip.hold', { count: hold.seats })} <Countdown until={hold.until} onEnd={() => forgetHold(hold.reservationId)} />
      </span>
      <a class="strip-link" href={reservationPath(hold.reservationId)}>
        {t('strip.toHold')}
      </a>
    </div>
  );
}

/** Whoever is elsewhere in the app, or has the phone on the table, is told that it is their turn. */
function useAdmissionWord(path: string): void {
  const waiting = useRef<ReadonlySet<string>>(new Set());
  const all = turns.value;
  useEffect(() => {
    for (const { concertId, status } of all.values()) {
      if (status !== 'ACTIVE' || !waiting.current.has(concertId)) continue;
      // Before anything on the page was touched, browsers refuse it with an error on the console.
      if ('vibrate' in navigator && navigator.userActivation.hasBeenActive) navigator.vibrate([200, 100, 200]);
      if (path !== linePath(concertId)) toast(t('strip.admitted'));
    }
    waiting.current = new Set([...all.values()].filter(({ status }) => status === 'WAITING').map(({ concertId }) => concertId));
  }, [all, path]);
}
