/** One concert: its dates, its waiting room, and the form for another date. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { configureQueue, watchConcert } from '../../api/operators.js';
import type { QueueSettings, WatchedConcert } from '../../api/operators-types.js';
import { t } from '../../i18n/i18n.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { ProblemNotice } from '../../ui/notice.js';
import { Page } from '../../ui/page.js';
import { Skeleton } from '../../ui/skeleton.js';
import { toast } from '../../ui/toast.js';
import { fieldErrorsOf } from '../forms/field-errors.js';
import { FormProblem } from '../forms/form-problem.js';
import { QUEUE_NAMES, QueueFields, queueSettingsOf, queueTexts } from '../forms/queue-fields.js';
import type { QueueTexts } from '../forms/queue-fields.js';
import { formatCount } from '../format.js';
import { ScheduleForm, dateDraftOf } from '../forms/schedule-form.js';
import { BackLink } from '../parts/back-link.js';
import { ScheduleTable } from '../parts/schedule-table.js';
import { isBegun, useDraft } from '../state/drafts.js';
import { useAction } from '../state/use-action.js';
import { useLive } from '../state/use-poll.js';

const CONCERT_EVERY_MS = 2_000;

export function ConcertPage(): VNode {
  const { params } = useRoute();
  const { query } = useLocation();
  const concertId = params['concertId'] ?? '';
  const [isAdding, setAdding] = useState(query['add'] === 'date' || isBegun(dateDraftOf(concertId)));
  const { value, problem, now } = useLive(concertId, CONCERT_EVERY_MS, (signal) => watchConcert(concertId, signal));
  const above = <BackLink href="/ops/concerts">{t('concerts.title')}</BackLink>;
  if (value === null) {
    return (
      <Page title={t('concerts.one')} above={above}>
        {problem === null ? <Skeleton blocks={3} /> : <ProblemNotice problem={problem} />}
      </Page>
    );
  }
  const added = (): void => {
    setAdding(false);
    now();
  };
  return (
    <Page
      title={value.title}
      above={above}
      aside={
        <ButtonLink href={`/ops?concert=${concertId}`} kind="secondary">
          {t('concerts.watch')}
        </ButtonLink>
      }
    >
      <div class="spread section-head">
        <h2>{t('glance.dates')}</h2>
        {isAdding ? null : (
          <Button kind={value.schedules.length === 0 ? 'primary' : 'secondary'} icon="plus" onPress={() => setAdding(true)}>
            {t('schedules.add')}
          </Button>
        )}
      </div>
      {isAdding ? <ScheduleForm concert={value} onAdded={added} onCancel={() => setAdding(false)} /> : null}
      <ScheduleTable concert={value} />
      <h2 class="section-head">{t('queue.title')}</h2>
      <QueueForm key={concertId} concert={value} onChanged={now} />
    </Page>
  );
}

/** Fields that were not touched follow what others set. */
function QueueForm({
  concert: { concertId, queue },
  onChanged,
}: {
  readonly concert: WatchedConcert;
  readonly onChanged: () => void;
}): VNode {
  const { value: typed, edit, forget } = useDraft<Partial<QueueTexts>>(`the waiting room of ${concertId}`, () => ({}));
  const undo = (): void => {
    edit(() => ({}));
    forget();
  };
  const current = queueTexts(queue);
  const texts = { ...current, ...typed };
  const changed = QUEUE_NAMES.filter((name) => texts[name] !== current[name]);
  const change = useAction(
    (settings: Partial<QueueSettings>, key) => configureQueue(concertId, settings, key),
    () => {
      undo();
      onChanged();
      toast(t('queue.saved'));
    },
  );
  const errors = fieldErrorsOf(change.problem);
  return (
    <form
      class="card stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const settings = queueSettingsOf(texts);
        change.start(Object.fromEntries(changed.map((name) => [name, settings[name] ?? null])));
      }}
    >
      <p class="numbers">
        {t('queue.now', { waiting: formatCount(queue.waiting), active: formatCount(queue.active), admitted: formatCount(queue.admitted) })}
      </p>
      <QueueFields
        texts={texts}
        errors={errors}
        pointer=""
        onChange={(next) =>
          edit(() => Object.fromEntries(QUEUE_NAMES.filter((name) => next[name] !== current[name]).map((name) => [name, next[name]])))
        }
      />
      <FormProblem problem={change.problem} errors={errors} />
      <div class="cluster">
        <Button submit kind="primary" busy={change.isBusy} disabled={changed.length === 0}>
          {t('queue.save')}
        </Button>
        {changed.length === 0 ? null : (
          <Button kind="plain" onPress={undo}>
            {t('queue.undo')}
          </Button>
        )}
        <p class="muted">{t('queue.atOnce')}</p>
      </div>
    </form>
  );
}
