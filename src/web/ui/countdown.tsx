/**
 * Time that runs out, on the browser's steady clock. The digits tick for the eyes only; for screen readers it is said at a few moments, since every second would
 * drown all the rest.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { momentIn, secondsUntil } from '../api/server-time.js';
import { formatDuration, t } from '../i18n/i18n.js';

interface CountdownProps {
  /** From now on; a new number begins anew. */
  readonly seconds?: number | undefined;
  /** Or the moment of `performance.now()` at which it ends, for what was learnt some time ago. */
  readonly until?: number | undefined;
  readonly onEnd?: (() => void) | undefined;
}

/** Seconds left at which it is said aloud. */
const SAID_AT: ReadonlySet<number> = new Set([300, 120, 60, 30, 10]);
const SOON_SECONDS = 60;

export function Countdown({ seconds = 0, until, onEnd }: CountdownProps) {
  const end = useMemo(() => until ?? momentIn(seconds), [seconds, until]);
  const left = useSecondsUntil(end, onEnd);
  const said = useRef('');
  const begun = useRef(left);
  if (SAID_AT.has(left) && left !== begun.current) said.current = t('common:countdown', { time: formatDuration(left) });
  return (
    <span class={left <= SOON_SECONDS ? 'countdown countdown-soon' : 'countdown'}>
      <span aria-hidden="true">{digits(left)}</span>
      <span class="visually-hidden" role="timer">
        {t('common:countdown', { time: formatDuration(minutesOrSeconds(left)) })}
      </span>
      <span class="visually-hidden" aria-live="assertive">
        {said.current}
      </span>
    </span>
  );
}

/** Begun seconds until then, each as it passes; `onEnd` is called once, when it is 0. */
export function useSecondsUntil(moment: number, onEnd?: () => void): number {
  const [, tick] = useState(0);
  const ended = useRef(onEnd);
  ended.current = onEnd;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const next = (): void => {
      tick((count) => count + 1);
      const leftMs = moment - performance.now();
      if (leftMs <= 0) ended.current?.();
      else timer = setTimeout(next, leftMs % 1_000 || 1_000);
    };
    next();
    return () => clearTimeout(timer);
  }, [moment]);
  return secondsUntil(moment);
}

/** 4:59, 1:04:59. */
export function digits(seconds: number): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, pad(seconds % 60)];
  return hours > 0 ? `${hours}:${pad(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** What a screen reader finds there does not change each second. */
function minutesOrSeconds(left: number): number {
  return left > 60 ? Math.ceil(left / 60) * 60 : Math.ceil(left / 10) * 10;
}
