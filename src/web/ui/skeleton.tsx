/** Where something will be in a moment. */
import { t } from '../i18n/i18n.js';

export function Skeleton({ blocks = 1 }: { readonly blocks?: number | undefined }) {
  return (
    <div class="stack" role="status" aria-busy="true">
      <span class="visually-hidden">{t('common:loading')}</span>
      {Array.from({ length: blocks }, (_, index) => (
        <span key={index} class="skeleton skeleton-block" />
      ))}
    </div>
  );
}
