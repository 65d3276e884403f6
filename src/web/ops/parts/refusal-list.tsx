/** What was refused within the last minute, by code, in words: whether the sale is merely popular or something is wrong. */
import type { VNode } from 'preact';
import { problemOf } from '../../api/problems.js';
import { problemText, t } from '../../i18n/i18n.js';
import { formatCount } from '../format.js';
import { refusalsOf } from '../state/sale-numbers.js';
import type { StatsHistory } from '../state/sale.js';

const CODES_MAX = 12;

export function RefusalList({ stats: { all, intervalMs } }: { readonly stats: StatsHistory }): VNode {
  const refusals = refusalsOf(all, intervalMs).slice(0, CODES_MAX);
  if (refusals.length === 0) return <p class="muted">{t('refusals.none')}</p>;
  return (
    <div class="scroll-x" tabIndex={0}>
      <table class="table compact">
        <caption>{t('refusals.title')}</caption>
        <thead>
          <tr>
            <th scope="col" class="amount">
              {t('refusals.count')}
            </th>
            <th scope="col">{t('refusals.code')}</th>
          </tr>
        </thead>
        <tbody>
          {refusals.map(({ code, count }) => (
            <tr key={code}>
              <td class="amount numbers">{formatCount(count)}</td>
              <th scope="row">
                <code>{code}</code>
                <span class="muted refusal-words">{problemText(problemOf(code))}</span>
              </th>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
