/** When a show is, where it is. */
import { formatDate } from '../../i18n/i18n.js';
import { Icon } from '../../ui/icon.js';

export function ShowTime({ startsAt, timeZone }: { readonly startsAt: string; readonly timeZone: string }) {
  return (
    <p class="show-time">
      <Icon name="calendar" />
      <time dateTime={startsAt}>{formatDate(startsAt, timeZone)}</time>
    </p>
  );
}
