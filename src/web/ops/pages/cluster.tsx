/** The cluster: which nodes there are, who owns what, and every hand-off and fence as it happens. */
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Cluster } from '../../api/operators-types.js';
import { t } from '../../i18n/i18n.js';
import { Notice, ProblemNotice } from '../../ui/notice.js';
import { Page } from '../../ui/page.js';
import { Skeleton } from '../../ui/skeleton.js';
import { formatCount } from '../format.js';
import { NewsList } from '../parts/news-list.js';
import { NodeTable } from '../parts/node-table.js';
import { Tile, Tiles } from '../parts/tiles.js';
import { ShardGrid, nodeMark } from '../plots/shard-grid.js';
import { useNodeStats } from '../state/sale.js';
import { useWatchedCluster } from '../state/watched-cluster.js';
import type { WatchedCluster } from '../state/watched-cluster.js';

export function ClusterPage(): VNode {
  const watched = useWatchedCluster();
  const { cluster, problem } = watched;
  return (
    <Page title={t('cluster.title')}>
      {cluster === null ? problem === null ? <Skeleton blocks={3} /> : <ProblemNotice problem={problem} /> : null}
      {cluster === null ? null : cluster.mode === 'one-node' ? (
        <OneNode cluster={cluster} />
      ) : (
        <Nodes watched={watched} cluster={cluster} />
      )}
    </Page>
  );
}

function OneNode({ cluster: { nodeId } }: { readonly cluster: Cluster }): VNode {
  return (
    <Notice kind="info" live={false}>
      <p>{t('cluster.oneNode', { node: nodeId })}</p>
      <p>{t('cluster.howTo')}</p>
    </Notice>
  );
}

function Nodes({ watched, cluster }: { readonly watched: WatchedCluster; readonly cluster: Cluster }): VNode {
  const { names, news, changed } = watched;
  const marks = useMemo(() => new Map(names.map((name, index) => [name, nodeMark(index)])), [names]);
  const orphans = cluster.shards.filter(({ owner }) => owner === null).length;
  return (
    <>
      <ClusterTiles cluster={cluster} orphans={orphans} />
      <section class="card stack">
        <h2>{t('cluster.nodes')}</h2>
        <NodeTable cluster={cluster} marks={marks} />
      </section>
      <div class="cluster-columns">
        <section class="card stack">
          <h2>{t('cluster.shards')}</h2>
          <ShardGrid shards={cluster.shards} marks={marks} changed={changed} />
        </section>
        <section class="card stack">
          <h2>{t('cluster.news')}</h2>
          <NewsList news={news} marks={marks} />
        </section>
      </div>
    </>
  );
}

/** Counts of the node that answers: a fence of another node shows in the list only. */
function ClusterTiles({ cluster, orphans }: { readonly cluster: Cluster; readonly orphans: number }): VNode {
  const last = useNodeStats().all.at(-1)?.item;
  const up = cluster.nodes.filter(({ state }) => state === 'up').length;
  return (
    <section class="card">
      <Tiles label={t('cluster.now')}>
        <Tile label={t('cluster.up')} value={formatCount(up)} note={t('cluster.ofNodes', { count: cluster.nodes.length })} />
        <Tile
          label={t('cluster.state')}
          value={cluster.settled ? t('cluster.settled') : t('cluster.moving')}
          note={t('cluster.asSeenBy', { node: cluster.nodeId })}
          alarming={!cluster.settled}
        />
        <Tile label={t('cluster.orphans')} value={formatCount(orphans)} note={t('cluster.orphansNote')} alarming={orphans > 0} />
        <Tile
          label={t('cluster.handOffs')}
          value={last === undefined ? '–' : formatCount(last.handOffs)}
          note={t('cluster.fencesNote', { fences: last === undefined ? '–' : formatCount(last.fences), node: cluster.nodeId })}
        />
      </Tiles>
    </section>
  );
}
