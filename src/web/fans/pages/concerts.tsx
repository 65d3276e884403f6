/** What is on: every concert with its dates, what is left and what it costs. */
import { useState } from 'preact/hooks';
import { concert as concertDetail, listConcerts } from '../../api/fans.js';
import { serverNow } from '../../api/server-time.js';
import type { Concert, ConcertDetail } from '../../api/types.js';
import { formatDay, formatMoney, formatMoment, t } from '../../i18n/i18n.js';
import { Page } from '../../ui/page.js';
import { Skeleton } from '../../ui/skeleton.js';
import { usePages } from '../hooks/use-pages.js';
import { useLoad } from '../hooks/use-load.js';
import { PagesEnd } from '../parts/pages-end.js';
import { Poster } from '../parts/poster.js';
import { concertPath } from '../paths.js';

/** Cards that ask what is left; the others say it on their own page. */
const DETAILS_MAX = 12;
const REFRESH_MS = 15_000;

export function ConcertsPage() {
  const [now] = useState(serverNow);
  const pages = usePages('concerts', listConcerts, ({ concertId }) => concertId);
  const { items, problem, isLoading } = pages;
  const upcoming = items.filter(
    (one) => one.schedules.some(({ salesCloseAt }) => Date.parse(salesCloseAt) > now) || one.schedules.length === 0,
  );
  const over = items.filter((one) => !upcoming.includes(one));
  return (
    <Page title={t('concerts.title')}>
      {items.length === 0 && isLoading ? <Skeleton blocks={2} /> : null}
      {items.length === 0 && !isLoading && problem === null ? <p class="muted">{t('concerts.none')}</p> : null}
      <ul class="concert-grid">
        {[...upcoming, ...over].map((one, index) => (
          <li key={one.concertId}>
            <ConcertCard concert={one} asks={one.onSale && index < DETAILS_MAX} isOver={over.includes(one)} />
          </li>
        ))}
      </ul>
      <PagesEnd of={pages} />
    </Page>
  );
}

interface CardProps {
  readonly concert: Concert;
  readonly asks: boolean;
  readonly isOver: boolean;
}

function ConcertCard({ concert, asks, isOver }: CardProps) {
  const first = concert.schedules[0];
  const last = concert.schedules.at(-1);
  return (
    <article class={isOver ? 'concert-card concert-card-over' : 'concert-card'}>
      <Poster concertId={concert.concertId} />
      <div class="concert-card-body">
        <h2>
          <a class="card-link" href={concertPath(concert.concertId)}>
            {concert.title}
          </a>
        </h2>
        {first === undefined || last === undefined ? (
          <p class="muted">{t('concerts.noDates')}</p>
        ) : (
          <p class="muted">
            {first === last
              ? formatDay(first.startsAt, first.timeZone)
              : t('concerts.dates', {
                  count: concert.schedules.length,
                  from: formatDay(first.startsAt, first.timeZone),
                  to: formatDay(last.startsAt, last.timeZone),
                })}
          </p>
        )}
        {asks ? <WhatIsLeft concertId={concert.concertId} /> : <SaleState concert={concert} isOver={isOver} />}
      </div>
    </article>
  );
}

function WhatIsLeft({ concertId }: { readonly concertId: string }) {
  const { value } = useLoad(concertId, () => concertDetail(concertId), { everyMs: REFRESH_MS });
  if (value === null) return <p class="concert-left">{t('concerts.onSale')}</p>;
  const { left, priceFrom } = offerOf(value);
  if (left === 0) return <p class="concert-left badge badge-muted">{t('concerts.soldOut')}</p>;
  return (
    <p class="concert-left">
      <span class="badge badge-ok">{t('concerts.left', { count: left })}</span> {t('concerts.from', { price: formatMoney(priceFrom) })}
    </p>
  );
}

function SaleState({ concert, isOver }: { readonly concert: Concert; readonly isOver: boolean }) {
  if (isOver) return <p class="concert-left badge badge-muted">{t('concerts.over')}</p>;
  const opens = concert.schedules.map(({ onSaleAt }) => onSaleAt).filter((at) => at !== null);
  const first = opens.sort()[0];
  if (concert.onSale) return <p class="concert-left badge badge-ok">{t('concerts.onSale')}</p>;
  return (
    <p class="concert-left badge badge-muted">
      {first === undefined ? t('concerts.notOnSale') : t('concerts.opens', { at: formatMoment(first) })}
    </p>
  );
}

/** Of the dates on sale. */
function offerOf({ schedules }: ConcertDetail): { readonly left: number; readonly priceFrom: number } {
  const open = schedules.filter(({ onSale }) => onSale);
  return {
    left: open.reduce((sum, { availableSeats }) => sum + availableSeats, 0),
    priceFrom: Math.min(...open.map(({ priceFrom }) => priceFrom)),
  };
}
