/** Everything that ever happened to a seat, in words, with the moment of each to the millisecond. Told again whenever the seat is seen to change. */
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { seatTimeline } from '../../api/operators.js';
import type { LoggedEvent } from '../../api/operators-types.js';
import type { Outcome } from '../../api/problems.js';
import { t } from '../../i18n/i18n.js';
import { Button } from '../../ui/button.js';
import { ProblemNotice } from '../../ui/notice.js';
import { Skeleton } from '../../ui/skeleton.js';
import { formatExactly } from '../format.js';
import { seatText } from '../plots/heat-map.js';
import type { SeatsNow } from '../state/watched-seats.js';
import { gapText, sentenceOf, textIn, toneOf } from '../words.js';
import { IdLink } from './id-link.js';

interface SeatStoryProps {
  readonly scheduleId: string;
  readonly seat: number;
  readonly seats: SeatsNow;
}

export function SeatStory({ scheduleId, seat, seats }: SeatStoryProps): VNode {
  const [answer, setAnswer] = useState<Outcome<readonly LoggedEvent[]> | null>(null);
  const [again, setAgain] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);
  const status = seats.statuses[seat - 1];
  useEffect(() => {
    let isCurrent = true;
    void seatTimeline(scheduleId, seat).then((heard) => {
      if (isCurrent) setAnswer(heard.ok ? { ok: true, value: heard.value.items } : heard);
    });
    return () => {
      isCurrent = false;
    };
  }, [scheduleId, seat, status, again]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <section class="card stack story-card" aria-label={t('story.title', { seat })}>
      <div class="spread">
        <h2 ref={heading} tabIndex={-1}>
          {t('story.title', { seat })}
        </h2>
        <Button kind="plain" icon="refresh" label={t('story.again')} onPress={() => setAgain((count) => count + 1)} />
      </div>
      <p class="muted">{seatText(seats.sections, seats.statuses, seat)}</p>
      <Story answer={answer} />
    </section>
  );
}

function Story({ answer }: { readonly answer: Outcome<readonly LoggedEvent[]> | null }): VNode {
  if (answer === null) return <Skeleton />;
  if (!answer.ok) return <ProblemNotice problem={answer.problem} />;
  const events = answer.value;
  if (events.length === 0) return <p class="muted">{t('story.nothing')}</p>;
  return (
    <ol class="story">
      {events.map((event, index) => (
        <Happening key={event.cursor} event={event} before={events[index - 1] ?? null} />
      ))}
    </ol>
  );
}

function Happening({ event, before }: { readonly event: LoggedEvent; readonly before: LoggedEvent | null }): VNode {
  const { data } = event;
  return (
    <li class={`happening happening-${toneOf(event)}`}>
      <p class="happening-time numbers">
        <time dateTime={event.at}>{formatExactly(event.at)}</time>
        {before === null ? null : <span class="muted"> · {gapText(before.at, event.at)}</span>}
      </p>
      <p>{sentenceOf(event)}</p>
      <p class="happening-links">
        <IdLink kind="user" id={textIn(data, 'userId')} />
        <IdLink kind="reservation" id={textIn(data, 'reservationId')} />
        <IdLink kind="payment" id={textIn(data, 'paymentId')} />
      </p>
    </li>
  );
}
