/** What the colours and marks of the heat map mean, with how many seats of each there are. */
import type { VNode } from 'preact';
import { t } from '../../i18n/i18n.js';
import { formatCount } from '../format.js';
import { STATUS_NAMES } from '../state/seats.js';

const CLASSES = ['seat-mark-free', 'seat-mark-held', 'seat-mark-sold', 'seat-mark-blocked'];

export function HeatLegend({ statuses }: { readonly statuses: Uint8Array }): VNode {
  const counts = [0, 0, 0, 0];
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return (
    <ul class="legend heat-legend">
      {STATUS_NAMES.map((name, status) => (
        <li key={name}>
          <span class={`seat-mark ${CLASSES[status] ?? ''}`} aria-hidden="true" />
          {t(`seat.${name}`)} <b class="numbers">{formatCount(counts[status] ?? 0)}</b>
        </li>
      ))}
    </ul>
  );
}
