/** Somebody else was quicker: which seats are gone, said at once, and what is free nearby, in one tap. */
import { t } from '../../i18n/i18n.js';
import type { HallMap } from '../../map/hall-map.js';
import { seatNames } from '../../map/words.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import type { Loss } from './seats-visit.js';

interface LostSeatsProps {
  readonly hall: HallMap;
  readonly loss: Loss;
  /** A whole selection. */
  readonly onTake: (seats: readonly number[]) => void;
  readonly onDismiss: () => void;
}

export function LostSeats({ hall, loss: { lost, offers }, onTake, onDismiss }: LostSeatsProps) {
  return (
    <div class="lost-seats" data-lost={lost.join(' ')}>
      <div class="lost-head">
        <Notice kind="bad">
          <p>
            <strong>{t('seats:lost.gone', { count: lost.length, seats: seatNames(hall, lost) })}</strong>{' '}
            {t(offers.length === 0 ? 'seats:lost.nothing' : 'seats:lost.instead')}
          </p>
        </Notice>
        <Button kind="plain" icon="close" label={t('common:dismiss')} class="icon-only" onPress={onDismiss} />
      </div>
      <div class="lost-offers" role="group" aria-label={t('seats:lost.offers')}>
        {offers.map(({ seats, isAdjacent }) => (
          <Button key={seats.join()} icon="seat" onPress={() => onTake(seats)}>
            <span>
              {t('seats:lost.take', { seats: seatNames(hall, seats) })}
              {isAdjacent && seats.length > 1 ? <span class="lost-adjacent">{t('seats:lost.adjacent')}</span> : null}
            </span>
          </Button>
        ))}
      </div>
    </div>
  );
}
