/** A new concert: its title and its waiting room. Its dates come next, on its own page. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { createConcert } from '../../api/operators.js';
import { t } from '../../i18n/i18n.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { Page } from '../../ui/page.js';
import { fieldErrorsOf } from '../forms/field-errors.js';
import { FormProblem } from '../forms/form-problem.js';
import { QUEUE_DEFAULTS, QueueFields, queueSettingsOf } from '../forms/queue-fields.js';
import { useAction } from '../state/use-action.js';

export function NewConcertPage(): VNode {
  const { route } = useLocation();
  const [title, setTitle] = useState('');
  const [queue, setQueue] = useState(QUEUE_DEFAULTS);
  const create = useAction(createConcert, ({ concertId }) => route(`/ops/concerts/${concertId}?add=date`));
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
            onChange={setTitle}
            placeholder={t('concerts.namePlaceholder')}
            error={errors.at('/title')}
          />
        </section>
        <section class="card stack">
          <h2>{t('queue.title')}</h2>
          <p class="muted">{t('queue.text')}</p>
          <QueueFields texts={queue} errors={errors} pointer="/queue" onChange={setQueue} />
        </section>
        <FormProblem problem={create.problem} errors={errors} />
        <div class="cluster">
          <Button submit kind="primary" busy={create.isBusy}>
            {t('concerts.create')}
          </Button>
          <ButtonLink href="/ops/concerts" kind="plain">
            {t('common:cancel')}
          </ButtonLink>
        </div>
      </form>
    </Page>
  );
}
