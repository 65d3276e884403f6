/** The members of the cluster: name, session, state, and how many shards each owns; which ones, for whoever opens it. */
import type { VNode } from 'preact';
import type { Cluster, ClusterNode } from '../../api/operators-types.js';
import { formatMoment, t } from '../../i18n/i18n.js';
import { formatCount } from '../format.js';
import type { NodeMark } from '../plots/shard-grid.js';
import { rangesOf } from '../state/cluster-news.js';
import { Mark } from './node-mark.js';

interface NodeTableProps {
  readonly cluster: Cluster;
  readonly marks: ReadonlyMap<string, NodeMark>;
}

export function NodeTable({ cluster, marks }: NodeTableProps): VNode {
  return (
    <div class="scroll-x" tabIndex={0}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t('cluster.node')}</th>
            <th scope="col">{t('cluster.nodeState')}</th>
            <th scope="col" class="amount">
              {t('cluster.shards')}
            </th>
            <th scope="col">{t('cluster.address')}</th>
            <th scope="col">{t('cluster.started')}</th>
            <th scope="col">{t('cluster.version')}</th>
          </tr>
        </thead>
        <tbody>
          {cluster.nodes.map((node) => (
            <NodeRow
              key={node.nodeId}
              node={node}
              mark={marks.get(node.nodeId)}
              shards={shardsOf(cluster, node.nodeId)}
              answers={node.nodeId === cluster.nodeId}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function shardsOf({ shards }: Cluster, nodeId: string): readonly number[] {
  return shards.filter(({ owner }) => owner === nodeId).map(({ shard }) => shard);
}

interface NodeRowProps {
  readonly node: ClusterNode;
  readonly mark: NodeMark | undefined;
  readonly shards: readonly number[];
  /** It is the one that this page talks to. */
  readonly answers: boolean;
}

function NodeRow({ node, mark, shards, answers }: NodeRowProps): VNode {
  return (
    <tr>
      <th scope="row">
        <Mark mark={mark} /> {node.nodeId}
        {answers ? <span class="muted"> · {t('cluster.answers')}</span> : null}
        <br />
        <code class="muted">{node.session}</code>
      </th>
      <td>
        <span class={node.state === 'up' ? 'badge badge-open' : 'badge badge-warn'}>{t(`cluster.states.${node.state}`)}</span>
      </td>
      <td class="amount numbers">
        {formatCount(node.shards)}
        <details class="shard-list">
          <summary>{t('cluster.which')}</summary>
          <p class="numbers">{shards.length === 0 ? '–' : rangesOf(shards)}</p>
        </details>
      </td>
      <td>
        <code>{node.address}</code>
      </td>
      <td class="numbers">{formatMoment(node.startedAt)}</td>
      <td>{node.version}</td>
    </tr>
  );
}
