/** One date: its hall as it sells, and beside it the story of a seat, or the seats to take off sale. */
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { scheduleDetail } from '../../api/operators.js';
import type { ScheduleDetail } from '../../api/types.js';
import { t } from '../../i18n/i18n.js';
import { ProblemNotice } from '../../ui/notice.js';
import { Page } from '../../ui/page.js';
import { Skeleton } from '../../ui/skeleton.js';
import { Choice } from '../forms/inputs.js';
import { formatStart } from '../format.js';
import { BackLink } from '../parts/back-link.js';
import { BlockPanel } from '../parts/block-panel.js';
import { HeatLegend } from '../parts/heat-legend.js';
import { SeatFinder } from '../parts/seat-finder.js';
import { SectionTable } from '../parts/section-table.js';
import { SeatStory } from '../parts/seat-story.js';
import { HeatMap } from '../plots/heat-map.js';
import { useWatchedSeats } from '../state/watched-seats.js';
import type { SeatsNow } from '../state/watched-seats.js';

const ZOOMS = ['1', '2', '4'] as const;
const MAP_HEIGHT_PX = 560;

export function SchedulePage(): VNode {
  const { params } = useRoute();
  const scheduleId = params['scheduleId'] ?? '';
  const detail = useDetail(scheduleId);
  const { seats, problem, now } = useWatchedSeats(scheduleId);
  const title = detail === null ? t('schedules.one') : formatStart(detail.startsAt, detail.timeZone);
  const above = (
    <BackLink href={detail === null ? '/ops/concerts' : `/ops/concerts/${detail.concertId}`}>
      {detail === null ? t('concerts.title') : detail.concertTitle}
    </BackLink>
  );
  return (
    <Page title={title} above={above} aside={detail === null ? null : <p class="muted">{detail.timeZone}</p>}>
      {seats === null ? problem === null ? <Skeleton blocks={3} /> : <ProblemNotice problem={problem} /> : null}
      {seats === null ? null : <Hall key={scheduleId} scheduleId={scheduleId} seats={seats} onChanged={now} />}
    </Page>
  );
}

function useDetail(scheduleId: string): ScheduleDetail | null {
  const [detail, setDetail] = useState<ScheduleDetail | null>(null);
  useEffect(() => {
    let isCurrent = true;
    setDetail(null);
    void scheduleDetail(scheduleId).then((answer) => {
      if (isCurrent && answer.ok) setDetail(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [scheduleId]);
  return detail;
}

interface HallProps {
  readonly scheduleId: string;
  readonly seats: SeatsNow;
  readonly onChanged: () => void;
}

type Purpose = 'story' | 'block';

function Hall({ scheduleId, seats, onChanged }: HallProps): VNode {
  const { query, route } = useLocation();
  const [purpose, setPurpose] = useState<Purpose>('story');
  const [zoom, setZoom] = useState<string>('1');
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [last, setLast] = useState<number | null>(null);
  const shown = seatInQuery(query['seat'], seats.statuses.length);
  const tell = (seat: number): void => route(`/ops/schedules/${scheduleId}?seat=${seat}`, shown !== null);
  const press = (seat: number, isRange: boolean): void => {
    if (purpose === 'story') {
      tell(seat);
      return;
    }
    setChosen((before) => withSeat(before, seat, isRange ? last : null));
    setLast(seat);
  };
  return (
    <div class="hall">
      <section class="card hall-map">
        <div class="spread">
          <Choice
            label={t('heat.purpose')}
            quiet
            value={purpose}
            options={[
              { value: 'story', text: t('heat.toStory') },
              { value: 'block', text: t('heat.toBlock') },
            ]}
            onChange={(value) => setPurpose(value === 'block' ? 'block' : 'story')}
          />
          <Choice
            label={t('heat.zoom')}
            quiet
            value={zoom}
            options={ZOOMS.map((value) => ({ value, text: `${value}×` }))}
            onChange={setZoom}
          />
        </div>
        <HeatMap
          sections={seats.sections}
          statuses={seats.statuses}
          changes={seats.changes}
          chosen={purpose === 'block' ? chosen : NONE}
          shown={purpose === 'story' ? shown : null}
          zoom={Number(zoom)}
          height={MAP_HEIGHT_PX}
          help={purpose === 'block' ? t('heat.helpBlock') : t('heat.help')}
          onSeat={press}
        />
        <HeatLegend statuses={seats.statuses} />
      </section>
      <div class="hall-side stack">
        {purpose === 'block' ? (
          <BlockPanel scheduleId={scheduleId} seats={seats} chosen={chosen} onChosen={setChosen} onChanged={onChanged} />
        ) : (
          <>
            <SeatFinder total={seats.statuses.length} onSeat={tell} />
            {shown === null ? null : <SeatStory key={shown} scheduleId={scheduleId} seat={shown} seats={seats} />}
          </>
        )}
      </div>
      <section class="hall-sections">
        <h2 class="section-head">{t('sections.title')}</h2>
        <SectionTable seats={seats} />
      </section>
    </div>
  );
}

const NONE: ReadonlySet<number> = new Set();

function seatInQuery(text: string | undefined, total: number): number | null {
  const seat = Number(text);
  return Number.isInteger(seat) && seat >= 1 && seat <= total ? seat : null;
}

/** A seat that is chosen already is chosen no more; a range from another seat is all chosen. */
function withSeat(before: ReadonlySet<number>, seat: number, from: number | null): ReadonlySet<number> {
  const next = new Set(before);
  if (from !== null) {
    for (let other = Math.min(from, seat); other <= Math.max(from, seat); other += 1) next.add(other);
  } else if (!next.delete(seat)) {
    next.add(seat);
  }
  return next;
}
