/** One field for every id: it tells by itself whether it is a user, a reservation or a payment. The address names it, so that it can be sent to somebody else. */
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { lookUpPayment, lookUpReservation, lookUpUser } from '../../api/operators.js';
import type { ReservationFile, UserFile } from '../../api/operators-types.js';
import { success } from '../../api/problems.js';
import type { Outcome } from '../../api/problems.js';
import { t } from '../../i18n/i18n.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { Notice, ProblemNotice } from '../../ui/notice.js';
import { Page } from '../../ui/page.js';
import { Skeleton } from '../../ui/skeleton.js';
import { ReservationView } from '../parts/reservation-view.js';
import { UserView } from '../parts/user-view.js';
import { kindOfId, tidyId } from '../state/lookup.js';

export function LookupPage(): VNode {
  const { query } = useLocation();
  const id = tidyId(query['id'] ?? '');
  return (
    <Page title={t('lookup.title')}>
      <Search key={id} id={id} />
      {id === '' ? null : <Found key={id} id={id} />}
    </Page>
  );
}

function Search({ id }: { readonly id: string }): VNode {
  const { route } = useLocation();
  const [text, setText] = useState(id);
  return (
    <form
      class="card search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        route(`/ops/lookup?id=${encodeURIComponent(tidyId(text))}`);
      }}
    >
      <Field label={t('lookup.label')} type="search" autoComplete="off" value={text} onChange={setText} hint={t('lookup.hint')} />
      <Button submit kind="primary" icon="search">
        {t('lookup.go')}
      </Button>
    </form>
  );
}

type FoundFile =
  { readonly kind: 'user'; readonly file: UserFile } | { readonly kind: 'reservation' | 'payment'; readonly file: ReservationFile };

async function find(id: string): Promise<Outcome<FoundFile> | null> {
  const kind = kindOfId(id);
  if (kind === 'user') {
    const answer = await lookUpUser(id);
    return answer.ok ? success({ kind, file: answer.value }) : answer;
  }
  if (kind !== 'reservation' && kind !== 'payment') return null;
  const answer = await (kind === 'reservation' ? lookUpReservation(id) : lookUpPayment(id));
  return answer.ok ? success({ kind, file: answer.value }) : answer;
}

function Found({ id }: { readonly id: string }): VNode | null {
  const { route } = useLocation();
  const [answer, setAnswer] = useState<Outcome<FoundFile> | 'nothing' | null>(null);
  const kind = kindOfId(id);
  useEffect(() => {
    let isCurrent = true;
    // These have pages of their own.
    if (kind === 'schedule') route(`/ops/schedules/${id}`, true);
    if (kind === 'concert') route(`/ops/concerts/${id}`, true);
    void find(id).then((found) => {
      if (isCurrent) setAnswer(found ?? 'nothing');
    });
    return () => {
      isCurrent = false;
    };
  }, [id, kind]);
  if (answer === null) return <Skeleton blocks={2} />;
  if (answer === 'nothing') return <Notice kind="warn">{t('lookup.unknown')}</Notice>;
  if (!answer.ok) return <ProblemNotice problem={answer.problem} />;
  const found = answer.value;
  return found.kind === 'user' ? <UserView file={found.file} /> : <ReservationView file={found.file} paid={found.kind === 'payment'} />;
}
