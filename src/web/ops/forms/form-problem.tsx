/** What is wrong with a form as a whole: a refusal of another kind, or faults that belong to none of its fields. Stands below the fields, which take theirs first. */
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Problem } from '../../api/problems.js';
import { t } from '../../i18n/i18n.js';
import { Notice, ProblemNotice } from '../../ui/notice.js';
import type { FieldErrors } from './field-errors.js';

export function FormProblem({ problem, errors }: { readonly problem: Problem | null; readonly errors: FieldErrors }): VNode {
  const place = useRef<HTMLDivElement>(null);
  // The first field that is wrong is where one goes on.
  useEffect(() => {
    if (problem !== null) place.current?.closest('form')?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problem]);
  return <div ref={place}>{problem === null ? null : <InWords problem={problem} errors={errors} />}</div>;
}

function InWords({ problem, errors }: { readonly problem: Problem; readonly errors: FieldErrors }): VNode {
  if (problem.code !== 'VALIDATION_FAILED') return <ProblemNotice problem={problem} />;
  const others = errors.others();
  return (
    <Notice kind="bad">
      <p>{t('faults.some')}</p>
      {others.length === 0 ? null : (
        <ul>
          {others.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
