/** Whether what is on the page is live, in one place for all that it asks for. */
import type { VNode } from 'preact';
import { problemText, t } from '../../i18n/i18n.js';
import { trouble } from '../state/troubles.js';

export function LiveState(): VNode {
  const current = trouble.value;
  const text = current === null ? t('live.yes') : t('live.no');
  return (
    <span
      class={current === null ? 'live live-yes' : 'live live-no'}
      role="status"
      title={current === null ? undefined : problemText(current)}
    >
      <span class="live-dot" aria-hidden="true" />
      {text}
      {current === null ? null : <span class="visually-hidden">: {problemText(current)}</span>}
    </span>
  );
}
