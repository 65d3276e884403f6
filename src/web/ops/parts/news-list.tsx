/** What happened in the cluster, as it happens, the newest first. */
import type { VNode } from 'preact';
import { t } from '../../i18n/i18n.js';
import { formatClock } from '../format.js';
import type { NodeMark } from '../plots/shard-grid.js';
import { rangesOf } from '../state/cluster-news.js';
import type { NewsKind } from '../state/cluster-news.js';
import type { TimedNews } from '../state/watched-cluster.js';
import { Mark } from './node-mark.js';

const RANGES_LENGTH_MAX = 90;
const ALARMING: ReadonlySet<NewsKind> = new Set<NewsKind>(['left', 'fenced', 'givenUp']);
/** About the cluster as a whole. */
const OF_NOBODY: ReadonlySet<NewsKind> = new Set<NewsKind>(['settled', 'unsettled']);

interface NewsListProps {
  readonly news: readonly TimedNews[];
  readonly marks: ReadonlyMap<string, NodeMark>;
}

export function NewsList({ news, marks }: NewsListProps): VNode {
  if (news.length === 0) return <p class="muted">{t('cluster.noNews')}</p>;
  return (
    <div class="news" role="log" aria-label={t('cluster.news')} tabIndex={0}>
      <ol>
        {news.map((one) => (
          <li key={one.id} class={ALARMING.has(one.kind) ? 'news-one news-alarming' : 'news-one'}>
            <time class="numbers muted">{formatClock(one.atMs / 1000)}</time>
            <span>
              <Mark mark={OF_NOBODY.has(one.kind) ? undefined : marks.get(one.to === '' ? one.from : one.to)} /> {wordsOf(one)}
              {one.shards.length === 0 ? null : <span class="muted numbers news-shards">{shortened(rangesOf(one.shards))}</span>}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function wordsOf({ kind, from, to, shards }: TimedNews): string {
  return t(`cluster.happened.${kind}`, { from, to, count: shards.length });
}

function shortened(text: string): string {
  return text.length <= RANGES_LENGTH_MAX ? text : `${text.slice(0, text.lastIndexOf(',', RANGES_LENGTH_MAX))}, …`;
}
