/** The admin key, once: the node answers with a cookie that scripts cannot read, and the key is kept nowhere. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { signIn } from '../../api/operators.js';
import { problemOf } from '../../api/problems.js';
import type { Problem } from '../../api/problems.js';
import { problemText, t } from '../../i18n/i18n.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { Page } from '../../ui/page.js';

export function SignIn(): VNode {
  const [key, setKey] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (): Promise<void> => {
    if (isBusy) return;
    if (key.trim() === '') {
      setProblem(NO_KEY);
      return;
    }
    setBusy(true);
    const answer = await signIn(key.trim());
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) setKey('');
  };
  return (
    <Page title={t('signIn.title')} narrow>
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p class="muted">{t('signIn.text')}</p>
        <Field
          label={t('signIn.key')}
          type="password"
          autoComplete="off"
          value={key}
          onChange={setKey}
          hint={t('signIn.hint')}
          error={problem === null ? undefined : wordsOf(problem)}
        />
        <Button submit kind="primary" wide busy={isBusy}>
          {t('signIn.go')}
        </Button>
      </form>
    </Page>
  );
}

/** Found here: the node counts every attempt. */
const NO_KEY = problemOf('NO_KEY');

function wordsOf(problem: Problem): string {
  if (problem.code === 'NO_KEY') return t('faults.required');
  return problem.code === 'ADMIN_KEY_INVALID' ? t('signIn.wrong') : problemText(problem);
}
