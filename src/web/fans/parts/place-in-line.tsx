/** The place in line, as it is now. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Connection } from '../../api/live.js';
import { formatDuration, formatNumber, t } from '../../i18n/i18n.js';
import { Icon } from '../../ui/icon.js';
import { progressOf } from '../state/progress.js';
import type { Turn } from '../state/turns.js';

type Waiting = Extract<Turn, { status: 'WAITING' }>;

/** A screen reader is told of a new place this often at most. */
const SAID_EVERY_MS = 20_000;
const MINUTE = 60;
const HOUR = 3_600;

export function PlaceInLineView({ turn }: { readonly turn: Waiting }) {
  const { concertId, issuedAt, place, connection } = turn;
  const { position, ahead, estimatedWaitSeconds } = place;
  const percent = Math.round(progressOf(concertId, issuedAt, ahead) * 100);
  return (
    <section class="card place" aria-label={t('line.yourPlace')}>
      <p class="place-label">{t('line.yourPlace')}</p>
      <p class="place-number numbers" data-position={position}>
        {formatNumber(position)}
      </p>
      <div
        class="progress"
        role="progressbar"
        aria-label={t('line.progress')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <span class="progress-done" style={{ width: `${Math.max(2, percent)}%` }} />
      </div>
      <dl class="place-facts">
        <div>
          <dt>{t('line.ahead')}</dt>
          <dd class="numbers" data-ahead={ahead}>
            {ahead === 0 ? t('line.next') : t('line.people', { count: ahead })}
          </dd>
        </div>
        <div>
          <dt>{t('line.wait')}</dt>
          <dd>{waitText(estimatedWaitSeconds)}</dd>
        </div>
      </dl>
      <ConnectionLine connection={connection} />
      <Said text={`${t('line.said', { position, count: ahead })} ${t('line.wait')}: ${waitText(estimatedWaitSeconds)}`} />
    </section>
  );
}

/** A guess is not told to the second. */
function waitText(seconds: number): string {
  if (seconds < MINUTE) return t('line.lessThanMinute');
  const rounded = seconds < HOUR ? Math.ceil(seconds / MINUTE) * MINUTE : Math.ceil(seconds / (10 * MINUTE)) * 10 * MINUTE;
  return t('line.about', { time: formatDuration(rounded) });
}

const CONNECTION_ICONS = { connecting: 'refresh', live: 'check-circle', polling: 'check-circle', offline: 'offline' } as const;

function ConnectionLine({ connection }: { readonly connection: Connection }) {
  return (
    <p class={`connection connection-${connection}`} data-connection={connection} role="status">
      <Icon name={CONNECTION_ICONS[connection]} />
      <span>{t(`line.connection.${connection}`)}</span>
    </p>
  );
}

/** Says the newest text now and then, not each of them. */
function Said({ text }: { readonly text: string }) {
  const [said, setSaid] = useState(text);
  const newest = useRef(text);
  newest.current = text;
  useEffect(() => {
    const timer = setInterval(() => setSaid(newest.current), SAID_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p class="visually-hidden" aria-live="polite">
      {said}
    </p>
  );
}
