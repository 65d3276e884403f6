/** A new concert: its title and its waiting room. Its dates come next, on its own page. */
import type { VNode } from 'preact';
import { useLocation } from 'preact-iso';
import { createConcert } from '../../api/operators.js';
import { t } from '../../i18n/i18n.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { Page } from '../../ui/page.js';
import { fieldErrorsOf } from '../forms/field-errors.js';
import { FormProblem } from '../forms/form-problem.js';
import { QUEUE_DEFAULTS, QueueFields, queueSettingsOf } from '../forms/queue-fields.js';
import { useDraft } from '../state/drafts.js';
import { useAction } from '../state/use-action.js';

export function NewConcertPage(): VNode {
  const { route } = useLocation();
  const { value: draft, edit, forget } = useDraft('a concert', () => ({ title: '', queue: QUEUE_DEFAULTS }));
  const { title, queue } = draft;
  const create = useAction(createConcert, ({ concertId }) => {
    forget();
    route(`/ops/concerts/${concertId}?add=date`);
  });
  const errors = fieldErrorsOf(create.problem);
  return (
    <Page title={t('concerts.new')} narrow>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          create.start({ title: title.trim(), queue: queueSettingsOf(queue) });
        }}
      >
        <section class="card stack">
          <Field
            label={t('concerts.name')}
            value={title}
            onChange={(next) => edit((before) => ({ ...before, title: next }))}
            placeholder={t('concerts.namePlaceholder')}
            error={errors.at('/title')}
          />
        </section>
        <section class="card stack">
          <h2>{t('queue.title')}</h2>
          <p class="muted">{t('queue.text')}</p>
          <QueueFields texts={queue} errors={errors} pointer="/queue" onChange={(next) => edit((before) => ({ ...before, queue: next }))} />
        </section>
        <FormProblem problem={create.problem} errors={errors} />
        <div class="cluster">
          <Button submit kind="primary" busy={create.isBusy}>
            {t('concerts.create')}
          </Button>
          <ButtonLink href="/ops/concerts" kind="plain" onPress={forget}>
            {t('common:cancel')}
          </ButtonLink>
        </div>
      </form>
    </Page>
  );
}
