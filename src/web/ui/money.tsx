/** Points, as the language writes them, with digits of one width. */
import { formatMoney } from '../i18n/i18n.js';

export function Money({ points }: { readonly points: number }) {
  return <span class="numbers">{formatMoney(points)}</span>;
}
