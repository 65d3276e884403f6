/** Gives held seats back, after asking. */
import { useLocation } from 'preact-iso/router';
import { useState } from 'preact/hooks';
import { release } from '../../api/fans.js';
import type { Reservation } from '../../api/types.js';
import { t } from '../../i18n/i18n.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { useAction } from '../hooks/use-action.js';
import { seatsPath } from '../paths.js';
import { forgetHold } from '../state/holds.js';
import { Refusal } from './refusal.js';

interface ReleaseButtonProps {
  readonly reservation: Reservation;
  readonly onChanged: () => void;
}

export function ReleaseButton({ reservation, onChanged }: ReleaseButtonProps) {
  const { reservationId, scheduleId, seats } = reservation;
  const { route } = useLocation();
  const [isAsking, setAsking] = useState(false);
  const releasing = useAction(
    () => `release ${reservationId}`,
    (key) => release(reservationId, key),
    () => {
      forgetHold(reservationId);
      toast(t('release.done', { count: seats.length }));
      route(seatsPath(scheduleId), true);
    },
  );
  const close = (): void => {
    setAsking(false);
    if (releasing.problem !== null) onChanged();
    releasing.clear();
  };
  return (
    <div>
      <Button kind="plain" onPress={() => setAsking(true)}>
        {t('release.do', { count: seats.length })}
      </Button>
      {isAsking ? (
        <Dialog title={t('release.ask.title', { count: seats.length })} onClose={close}>
          <p>{t('release.ask.text')}</p>
          {releasing.problem === null ? null : <Refusal problem={releasing.problem} />}
          <div class="cluster">
            <Button kind="primary" onPress={close}>
              {t('release.ask.keep')}
            </Button>
            <Button kind="danger" busy={releasing.busy} onPress={() => void releasing.start()}>
              {t('release.ask.release')}
            </Button>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}
