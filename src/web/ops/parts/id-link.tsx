/** From an id to what is known of it. */
import type { VNode } from 'preact';
import { t } from '../../i18n/i18n.js';
import { shortId } from '../format.js';

interface IdLinkProps {
  readonly kind: 'user' | 'reservation' | 'payment';
  readonly id: string | null | undefined;
}

export function IdLink({ kind, id }: IdLinkProps): VNode | null {
  if (id === null || id === undefined) return null;
  return (
    <a class="id-link" href={`/ops/lookup?id=${encodeURIComponent(id)}`} title={id}>
      {t(`lookup.${kind}`)} <code>{shortId(id)}</code>
    </a>
  );
}
