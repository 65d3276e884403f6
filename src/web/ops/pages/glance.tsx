/** The sale at a glance: what an operator watches while it runs. The address names the concert, so that it can be sent to somebody else. */
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { watchConcert } from '../../api/operators.js';
import type { WatchedConcert } from '../../api/operators-types.js';
import { service } from '../../api/service.js';
import type { Concert } from '../../api/types.js';
import { t } from '../../i18n/i18n.js';
import { ButtonLink } from '../../ui/button.js';
import { Notice, ProblemNotice } from '../../ui/notice.js';
import { Page } from '../../ui/page.js';
import { Skeleton } from '../../ui/skeleton.js';
import { Choice, Select } from '../forms/inputs.js';
import { formatStart, zoneName } from '../format.js';
import { DemoPanel } from '../parts/demo-panel.js';
import { Pace } from '../parts/pace.js';
import { RefusalList } from '../parts/refusal-list.js';
import { SaleHead } from '../parts/sale-head.js';
import { ScheduleTable } from '../parts/schedule-table.js';
import { NodePlots } from '../plots/node-plots.js';
import { SalePlots } from '../plots/sale-plots.js';
import { likeliestConcert, useConcerts } from '../state/concerts.js';
import { useNodeStats, useSaleHistory } from '../state/sale.js';
import { useLive } from '../state/use-poll.js';

const CONCERT_EVERY_MS = 1_000;
const WINDOWS_SECONDS = [120, 300, 1_800] as const;

export function GlancePage(): VNode {
  const { query, route } = useLocation();
  const concerts = useConcerts();
  const all = concerts.value;
  // Chosen once: a page that turned to another concert because somebody opened one would have its operator change the pace of the wrong sale.
  const likeliest = useRef<string | null>(null);
  if (all !== null) likeliest.current ??= likeliestConcert(all)?.concertId ?? null;
  const concertId = query['concert'] ?? likeliest.current;
  const watch = (chosen: string): void => {
    concerts.now();
    route(`/ops?concert=${encodeURIComponent(chosen)}`);
  };
  return (
    <Page
      title={t('glance.title')}
      aside={all === null || all.length === 0 ? null : <Chooser concerts={all} chosen={concertId} onChoose={watch} />}
    >
      {service.value?.demo === true ? <DemoPanel watched={concertId} onWatch={watch} /> : null}
      {concertId === null ? <NothingYet isKnown={all !== null} /> : <Sale key={concertId} concertId={concertId} />}
    </Page>
  );
}

function NothingYet({ isKnown }: { readonly isKnown: boolean }): VNode {
  if (!isKnown) return <Skeleton blocks={3} />;
  return (
    <Notice kind="info" live={false}>
      <p>{t('glance.nothing')}</p>
      <ButtonLink href="/ops/concerts/new" kind="primary" icon="plus">
        {t('concerts.new')}
      </ButtonLink>
    </Notice>
  );
}

interface ChooserProps {
  readonly concerts: readonly Concert[];
  readonly chosen: string | null;
  readonly onChoose: (concertId: string) => void;
}

/** The newest first: that is the one being talked about. */
function Chooser({ concerts, chosen, onChoose }: ChooserProps): VNode {
  const options = concerts.map((concert) => ({ value: concert.concertId, text: concertText(concert) }));
  const known = options.some(({ value }) => value === chosen) || chosen === null ? [] : [{ value: chosen, text: chosen }];
  return (
    <div class="chooser">
      <Select label={t('glance.concert')} value={chosen ?? ''} options={[...known, ...options.reverse()]} onChange={onChoose} />
    </div>
  );
}

/** Concerts may have the same title, so their first date belongs to it. */
function concertText({ title, onSale, schedules: [first] }: Concert): string {
  const text = first === undefined ? title : `${title} · ${formatStart(first.startsAt, first.timeZone)}`;
  return onSale ? text : t('glance.notOnSale', { title: text });
}

function Sale({ concertId }: { readonly concertId: string }): VNode {
  const [windowSeconds, setWindow] = useState<number>(WINDOWS_SECONDS[1]);
  const concert = useLive(concertId, CONCERT_EVERY_MS, (signal) => watchConcert(concertId, signal));
  const sale = useSaleHistory(concertId);
  const stats = useNodeStats();
  if (concert.value === null) return concert.problem === null ? <Skeleton blocks={3} /> : <ProblemNotice problem={concert.problem} />;
  return (
    <>
      <SaleHead concert={concert.value} sale={sale} stats={stats} />
      <div class="spread section-head">
        <h2>
          {t('glance.overTime')} <span class="plot-note">{t('glance.zone', { zone: zoneName() })}</span>
        </h2>
        <Choice
          quiet
          label={t('glance.window')}
          value={String(windowSeconds)}
          options={WINDOWS_SECONDS.map((seconds) => ({ value: String(seconds), text: t('glance.minutes', { count: seconds / 60 }) }))}
          onChange={(value) => setWindow(Number(value))}
        />
      </div>
      <SalePlots history={sale} windowSeconds={windowSeconds} pace={<PaceOf concert={concert.value} onChanged={concert.now} />} />
      <h2 class="section-head">{t('glance.dates')}</h2>
      <ScheduleTable concert={concert.value} />
      <h2 class="section-head">{stats.nodeId === null ? t('glance.node') : t('glance.nodeNamed', { node: stats.nodeId })}</h2>
      <NodePlots stats={stats} windowSeconds={windowSeconds} refusals={<RefusalList stats={stats} />} />
    </>
  );
}

function PaceOf({ concert, onChanged }: { readonly concert: WatchedConcert; readonly onChanged: () => void }): VNode {
  return <Pace concertId={concert.concertId} maxActive={concert.queue.maxActive} onChanged={onChanged} />;
}
