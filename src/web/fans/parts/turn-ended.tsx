/** Why a place or a turn is gone, in plain words, and the way back. */
import { useLocation } from 'preact-iso/router';
import { problemText, t } from '../../i18n/i18n.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import { useAction } from '../hooks/use-action.js';
import { TICKETS, linePath } from '../paths.js';
import { getInLine } from '../state/turns.js';
import type { Turn } from '../state/turns.js';
import { Refusal } from './refusal.js';

type Ended = Extract<Turn, { status: 'EXPIRED' }>;

export function TurnEnded({ turn }: { readonly turn: Ended }) {
  const { concertId, reason, problem } = turn;
  const hasPaid = reason === 'PAID';
  return (
    <div class="card stack">
      <Notice kind={hasPaid ? 'ok' : 'warn'}>
        <p>
          <strong>{t(`ended.${reason}.title`)}</strong>
        </p>
        <p>{t(`ended.${reason}.text`)}</p>
        {problem === null || problem.status === 401 ? null : <p>{problemText(problem)}</p>}
      </Notice>
      {hasPaid ? (
        <ButtonLink kind="primary" wide icon="ticket" href={TICKETS}>
          {t('shell.tickets')}
        </ButtonLink>
      ) : null}
      <LineAgain concertId={concertId} isPrimary={!hasPaid} />
    </div>
  );
}

interface LineAgainProps {
  readonly concertId: string;
  readonly isPrimary?: boolean | undefined;
  /** What to go on with then. */
  readonly reservationId?: string | undefined;
}

/** Back into the line, at its end. */
export function LineAgain({ concertId, isPrimary = true, reservationId }: LineAgainProps) {
  const { route } = useLocation();
  const joining = useAction(
    () => `join ${concertId}`,
    () => getInLine(concertId),
    () => route(linePath(concertId, reservationId)),
  );
  return (
    <>
      <Button kind={isPrimary ? 'primary' : 'secondary'} wide busy={joining.busy} onPress={() => void joining.start()}>
        {t('ended.again')}
      </Button>
      {joining.problem === null ? null : <Refusal problem={joining.problem} />}
    </>
  );
}
