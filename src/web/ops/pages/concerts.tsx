/** All concerts, the newest first. */
import type { VNode } from 'preact';
import type { Concert } from '../../api/types.js';
import { t } from '../../i18n/i18n.js';
import { ButtonLink } from '../../ui/button.js';
import { Notice, ProblemNotice } from '../../ui/notice.js';
import { Page } from '../../ui/page.js';
import { Skeleton } from '../../ui/skeleton.js';
import { formatStart } from '../format.js';
import { useConcerts } from '../state/concerts.js';
import type { Live } from '../state/use-poll.js';

export function ConcertsPage(): VNode {
  const concerts = useConcerts();
  return (
    <Page
      title={t('concerts.title')}
      aside={
        <ButtonLink href="/ops/concerts/new" kind="primary" icon="plus">
          {t('concerts.new')}
        </ButtonLink>
      }
    >
      <ConcertList concerts={concerts} />
    </Page>
  );
}

function ConcertList({ concerts: { value, problem } }: { readonly concerts: Live<readonly Concert[]> }): VNode {
  if (value === null) return problem === null ? <Skeleton blocks={2} /> : <ProblemNotice problem={problem} />;
  if (value.length === 0) {
    return (
      <Notice kind="info" live={false}>
        {t('concerts.none')}
      </Notice>
    );
  }
  return (
    <ul class="concerts">
      {value.toReversed().map((concert) => (
        <li key={concert.concertId} class="card concert-card">
          <div class="spread">
            <h2>
              <a href={`/ops/concerts/${concert.concertId}`}>{concert.title}</a>
            </h2>
            <span class={concert.onSale ? 'badge badge-open' : 'badge'}>{concert.onSale ? t('glance.onSale') : t('concerts.closed')}</span>
          </div>
          <p class="muted">{datesText(concert)}</p>
          <p class="cluster">
            <a href={`/ops?concert=${concert.concertId}`}>{t('concerts.watch')}</a>
            <a href={`/ops/concerts/${concert.concertId}`}>{t('concerts.manage')}</a>
          </p>
        </li>
      ))}
    </ul>
  );
}

function datesText({ schedules }: Concert): string {
  const [first] = schedules;
  if (first === undefined) return t('schedules.none');
  const text = formatStart(first.startsAt, first.timeZone);
  return schedules.length === 1 ? text : t('concerts.moreDates', { first: text, count: schedules.length - 1 });
}
