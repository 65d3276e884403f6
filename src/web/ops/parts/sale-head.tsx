/** The top of the sale at a glance: how it stands in one sentence, one bar, and a few large numbers. */
import type { VNode } from 'preact';
import type { NodeSample, SaleSample, WatchedConcert } from '../../api/operators-types.js';
import { momentOf, serverNow } from '../../api/server-time.js';
import { formatDuration, t } from '../../i18n/i18n.js';
import { Countdown } from '../../ui/countdown.js';
import { formatCount, formatMs, formatRate, formatShare, formatShortly } from '../format.js';
import { numbersOf } from '../state/sale-numbers.js';
import type { SaleNumbers } from '../state/sale-numbers.js';
import type { History, StatsHistory } from '../state/sale.js';
import { ShareBar } from './share-bar.js';
import type { Shares } from './share-bar.js';
import { Tile, Tiles } from './tiles.js';

interface SaleHeadProps {
  readonly concert: WatchedConcert;
  readonly sale: History<SaleSample>;
  readonly stats: StatsHistory;
}

export function SaleHead({ concert, sale, stats }: SaleHeadProps): VNode {
  const numbers = numbersOf(sale.all);
  const shares =
    numbers === null ? sharesOf(concert) : { booked: numbers.sold, held: numbers.held, available: numbers.free, blocked: numbers.blocked };
  return (
    <section class="card sale-head" aria-label={t('glance.now')}>
      <div class="sale-title">
        <h2>{concert.title}</h2>
        <p class="sale-state">
          <SaleState concert={concert} numbers={numbers} />
        </p>
      </div>
      <ShareBar shares={shares} large />
      <div class="tile-groups">
        <SeatTiles shares={shares} numbers={numbers} />
        <TurnTiles concert={concert} numbers={numbers} node={stats.all.at(-1)?.item ?? null} />
      </div>
    </section>
  );
}

function sharesOf({ schedules }: WatchedConcert): Shares {
  const sum = (name: keyof Shares): number => schedules.reduce((total, { seats }) => total + seats[name], 0);
  return { booked: sum('booked'), held: sum('held'), available: sum('available'), blocked: sum('blocked') };
}

/** What the whole room wants to know. */
function SaleState({ concert, numbers }: { readonly concert: WatchedConcert; readonly numbers: SaleNumbers | null }): VNode {
  const { schedules } = concert;
  if (schedules.length === 0) return <a href={`/ops/concerts/${concert.concertId}`}>{t('glance.noDates')}</a>;
  const next = nextOpening(concert);
  if (!concert.onSale && next !== null) {
    return (
      <span class="sale-opens">
        {t('glance.opensIn')} <Countdown key={next} until={momentOf(next)} />
      </span>
    );
  }
  if (!concert.onSale) return <>{t('glance.closed')}</>;
  if (numbers !== null && numbers.total > 0 && numbers.free === 0) {
    return <b class="badge badge-sold">{numbers.held === 0 ? t('glance.soldOut') : t('glance.allTaken', { count: numbers.held })}</b>;
  }
  return (
    <>
      <b class="badge badge-open">{t('glance.onSale')}</b>{' '}
      {numbers?.secondsToSellOut === null || numbers === null
        ? null
        : t('glance.soldOutIn', { time: formatDuration(roughly(numbers.secondsToSellOut)) })}
    </>
  );
}

function nextOpening({ schedules }: WatchedConcert): string | null {
  const now = serverNow();
  const opening = schedules.flatMap(({ onSaleAt }) => (onSaleAt !== null && Date.parse(onSaleAt) > now ? [onSaleAt] : []));
  return opening.sort((one, other) => Date.parse(one) - Date.parse(other))[0] ?? null;
}

/** An estimate is not exact to the second. */
function roughly(seconds: number): number {
  const step = seconds < 60 ? 10 : seconds < 600 ? 30 : 300;
  return Math.ceil(seconds / step) * step;
}

function SeatTiles({ shares, numbers }: { readonly shares: Shares; readonly numbers: SaleNumbers | null }): VNode {
  const total = shares.booked + shares.held + shares.available + shares.blocked;
  const forSale = total - shares.blocked;
  return (
    <Tiles label={t('glance.seats')}>
      <Tile
        label={t('seat.BOOKED')}
        colour="--seat-sold"
        value={formatCount(shares.booked)}
        note={t('glance.soldNote', { share: formatShare(shares.booked, forSale), total: formatCount(forSale) })}
      />
      <Tile
        label={t('glance.soldPerMinute')}
        value={numbers === null ? '–' : formatCount(numbers.soldPerMinute)}
        note={t('glance.lastMinute')}
      />
      <Tile label={t('seat.HELD')} colour="--seat-held" value={formatCount(shares.held)} note={formatShare(shares.held, forSale)} />
      <Tile
        label={t('seat.AVAILABLE')}
        colour="--seat-free"
        value={formatCount(shares.available)}
        note={shares.blocked === 0 ? formatShare(shares.available, forSale) : t('glance.blockedNote', { count: shares.blocked })}
      />
    </Tiles>
  );
}

/** When the last fan in line would be let in at the pace of the last minute. */
function clearsText(numbers: SaleNumbers | null): string | undefined {
  const seconds = numbers?.secondsToClear ?? null;
  return seconds === null ? undefined : t('glance.waitingNote', { time: formatShortly(seconds) });
}

function p99Text(node: NodeSample | null): string {
  return node?.p99Ms === null || node === null ? '–' : formatMs(node.p99Ms);
}

interface TurnTilesProps {
  readonly concert: WatchedConcert;
  readonly numbers: SaleNumbers | null;
  readonly node: NodeSample | null;
}

function TurnTiles({ concert: { queue }, numbers, node }: TurnTilesProps): VNode {
  return (
    <Tiles label={t('glance.fans')}>
      <Tile
        label={t('glance.waiting')}
        colour="--plot-waiting"
        value={formatCount(numbers?.waiting ?? queue.waiting)}
        note={clearsText(numbers)}
      />
      <Tile
        label={t('glance.inside')}
        colour="--plot-inside"
        value={formatCount(numbers?.active ?? queue.active)}
        note={t('glance.ofMax', { max: formatCount(queue.maxActive) })}
      />
      <Tile
        label={t('glance.admitted')}
        colour="--plot-admitted"
        value={numbers === null ? '–' : formatCount(numbers.admittedPerMinute)}
        note={t('glance.admittedNote', { total: formatCount(queue.admitted) })}
      />
      <Tile
        label={t('glance.requests')}
        value={node === null ? '–' : formatRate(node.requestsPerSecond)}
        note={t('glance.requestsNote', { p99: p99Text(node) })}
      />
    </Tiles>
  );
}
