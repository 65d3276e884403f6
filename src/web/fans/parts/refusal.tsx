/** A refusal, with the way on where there is one: to the sign-in, where nobody can do anything without it. */
import type { ComponentChildren } from 'preact';
import { service } from '../../api/service.js';
import type { Problem } from '../../api/problems.js';
import { noteSigningIn, signInLink } from '../../api/sign-in.js';
import { t } from '../../i18n/i18n.js';
import { ButtonLink } from '../../ui/button.js';
import { Notice, ProblemNotice } from '../../ui/notice.js';

export function Refusal({ problem, children }: { readonly problem: Problem; readonly children?: ComponentChildren }) {
  if (problem.code === 'SIGN_IN_REQUIRED') return <SignIn />;
  // Trying again does not make an account known; what does is said above every page.
  const hasWayOn = children !== undefined && problem.code !== 'ACCESS_TOKEN_INVALID';
  return <ProblemNotice problem={problem}>{hasWayOn ? <div class="cluster">{children}</div> : null}</ProblemNotice>;
}

function SignIn() {
  const signInUrl = service.value?.signInUrl ?? null;
  return (
    <Notice kind="info">
      <p>{signInUrl === null ? t('signIn.elsewhere') : t('signIn.needed')}</p>
      {signInUrl === null ? null : (
        <div class="cluster">
          <ButtonLink kind="primary" icon="user" leavesApp href={signInLink(signInUrl)} onPress={noteSigningIn}>
            {t('signIn.do')}
          </ButtonLink>
        </div>
      )}
    </Notice>
  );
}
