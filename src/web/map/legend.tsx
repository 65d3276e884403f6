/** What the shapes on the map mean, and the colours: prices. */
import { t } from '../i18n/i18n.js';
import type { HallMap } from './hall-map.js';
import { AVAILABLE, BLOCKED, BOOKED, HELD, MINE, SELECTED, lookName } from './looks.js';
import { SeatIcon } from './seat-shape.js';
import { tierLabel } from './words.js';

/** Each price says that its seats are free; the others have a shape of their own. */
const OTHERS = [SELECTED, MINE, HELD, BOOKED, BLOCKED] as const;

export function Legend({ hall }: { readonly hall: HallMap }) {
  return (
    <ul class="map-legend" aria-label={t('seats:legend.title')}>
      {hall.tiers.tiers.map((tier) => (
        <li key={tier.index}>
          <SeatIcon look={AVAILABLE} tier={tier.index} />
          {tierLabel(tier)}
        </li>
      ))}
      {OTHERS.map((look) => (
        <li key={look}>
          <SeatIcon look={look} tier={0} />
          {t(`seats:states.${lookName(look)}`)}
        </li>
      ))}
    </ul>
  );
}
