/** For whoever may not choose seats now: why, and the way to the line or back into it. */
import type { Problem } from '../../api/problems.js';
import { t } from '../../i18n/i18n.js';
import { ButtonLink } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import { Refusal } from '../parts/refusal.js';
import { TurnEnded } from '../parts/turn-ended.js';
import { concertPath, linePath } from '../paths.js';
import type { Turn } from '../state/turns.js';

interface OutsideProps {
  readonly concertId: string;
  readonly turn: Turn | null;
  readonly problem: Problem | null;
}

export function Outside({ concertId, turn, problem }: OutsideProps) {
  if (turn?.status === 'EXPIRED') return <TurnEnded turn={turn} />;
  if (turn?.status === 'WAITING') return <StillWaiting concertId={concertId} ahead={turn.place.ahead} />;
  if (problem !== null && !problem.code.startsWith('QUEUE_TOKEN_')) {
    return (
      <Refusal problem={problem}>
        <ButtonLink icon="back" href={concertPath(concertId)}>
          {t('seats:outside.dates')}
        </ButtonLink>
      </Refusal>
    );
  }
  return (
    <div class="card stack">
      <Notice kind="info">
        <p>
          <strong>{t('seats:outside.title')}</strong>
        </p>
        <p>{t('seats:outside.text')}</p>
      </Notice>
      <ButtonLink kind="primary" wide icon="people" href={linePath(concertId)}>
        {t('seats:outside.toLine')}
      </ButtonLink>
    </div>
  );
}

function StillWaiting({ concertId, ahead }: { readonly concertId: string; readonly ahead: number }) {
  return (
    <div class="card stack">
      <Notice kind="info">
        <p>
          <strong>{t('seats:outside.waiting')}</strong>
        </p>
        <p>{t('seats:outside.ahead', { count: ahead })}</p>
      </Notice>
      <ButtonLink kind="primary" wide icon="people" href={linePath(concertId)}>
        {t('seats:outside.line')}
      </ButtonLink>
    </div>
  );
}
