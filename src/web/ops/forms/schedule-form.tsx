/** The form for a new date, in the order in which one thinks of it: when, which hall, how it is sold. */
import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { addSchedule, scheduleDetail } from '../../api/operators.js';
import type { WatchedConcert } from '../../api/operators-types.js';
import type { Problem } from '../../api/problems.js';
import { serverNow } from '../../api/server-time.js';
import { formatDate, t } from '../../i18n/i18n.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { toast } from '../../ui/toast.js';
import { formatExactly, formatStart } from '../format.js';
import { useDraft } from '../state/drafts.js';
import { useAction } from '../state/use-action.js';
import { fieldErrorsOf, problemWith } from './field-errors.js';
import type { FieldErrors } from './field-errors.js';
import { FormProblem } from './form-problem.js';
import { HallPreview } from './hall-preview.js';
import { Choice, Select } from './inputs.js';
import { HALLS, faultsIn, freshDraft, likeSchedule, newSchedule, sectionDraft, sectionsOf } from './schedule-draft.js';
import type { HallName, ScheduleDraft } from './schedule-draft.js';
import { SectionFields } from './section-fields.js';
import { momentThere, timeZones } from './zoned-time.js';

interface ScheduleFormProps {
  readonly concert: WatchedConcert;
  readonly onAdded: () => void;
  readonly onCancel: () => void;
}

/** The name of what is being written for that concert. */
export function dateDraftOf(concertId: string): string {
  return `a date of ${concertId}`;
}

type Edit = (changes: Partial<ScheduleDraft>) => void;

export function ScheduleForm({ concert, onAdded, onCancel }: ScheduleFormProps): VNode {
  const {
    value: draft,
    edit: setDraft,
    forget,
  } = useDraft(dateDraftOf(concert.concertId), () => freshDraft(serverNow(), concert.schedules.at(-1)?.timeZone ?? zoneHere()));
  const [found, setFound] = useState<Problem | null>(null);
  const add = useAction(
    (body: ReturnType<typeof newSchedule>, key) => addSchedule(concert.concertId, body, key),
    () => {
      toast(t('schedules.added'));
      forget();
      onAdded();
    },
  );
  const problem = found ?? add.problem;
  const errors = fieldErrorsOf(problem);
  const edit: Edit = (changes) => setDraft((before) => ({ ...before, ...changes }));
  return (
    <form
      class="card stack schedule-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const body = newSchedule(draft);
        const fault = problemWith(faultsIn(body, serverNow()));
        setFound(fault);
        if (fault === null) add.start(body);
      }}
    >
      <h2>{t('schedules.add')}</h2>
      <WhenFields draft={draft} errors={errors} onEdit={edit} />
      <h3>{t('hall.title')}</h3>
      <HallStarts
        concert={concert}
        onDraft={(change) => {
          add.forget();
          setFound(null);
          setDraft(change);
        }}
      />
      <SectionFields sections={draft.sections} errors={errors} onChange={(sections) => edit({ sections })} />
      <HallPreview sections={sectionsOf(draft)} />
      <h3>{t('selling.title')}</h3>
      <SellingFields draft={draft} errors={errors} onEdit={edit} />
      <FormProblem problem={problem} errors={errors} />
      <div class="cluster">
        <Button submit kind="primary" busy={add.isBusy}>
          {t('schedules.create')}
        </Button>
        <Button
          kind="plain"
          onPress={() => {
            forget();
            onCancel();
          }}
        >
          {t('common:cancel')}
        </Button>
      </div>
    </form>
  );
}

function zoneHere(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

interface FieldsProps {
  readonly draft: ScheduleDraft;
  readonly errors: FieldErrors;
  readonly onEdit: Edit;
}

function WhenFields({ draft, errors, onEdit }: FieldsProps): VNode {
  const zones = useMemo(() => timeZones().map((zone) => ({ value: zone, text: zone.replaceAll('_', ' ') })), []);
  const moment = momentThere(draft.startsAt, draft.timeZone);
  return (
    <div class="fields">
      <Field
        label={t('when.startsAt')}
        type="datetime-local"
        value={draft.startsAt}
        onChange={(startsAt) => onEdit({ startsAt })}
        hint={moment === undefined ? t('when.startsAtHint') : hereText(moment, draft.timeZone)}
        error={errors.at('/startsAt', '/date')}
      />
      <Select
        label={t('when.timeZone')}
        value={draft.timeZone}
        options={zones}
        onChange={(timeZone) => onEdit({ timeZone })}
        error={errors.at('/timeZone')}
      />
    </div>
  );
}

/** The same moment on the reader's own clock, when that is another. */
function hereText(moment: string, timeZone: string): string {
  return timeZone === zoneHere() ? formatDate(moment, timeZone) : t('when.here', { time: formatDate(moment, zoneHere()) });
}

interface HallStartsProps {
  readonly concert: WatchedConcert;
  readonly onDraft: (change: (before: ScheduleDraft) => ScheduleDraft) => void;
}

/** A hall to begin with: one of ours, or the one of another date. */
function HallStarts({ concert, onDraft }: HallStartsProps): VNode {
  const copy = useAction(
    (scheduleId: string) => scheduleDetail(scheduleId),
    (detail) => onDraft((before) => likeSchedule(before, detail)),
  );
  const names = Object.keys(HALLS) as readonly HallName[];
  return (
    <div class="cluster">
      <span class="muted">{t('hall.beginWith')}</span>
      {names.map((name) => (
        <Button
          key={name}
          onPress={() => onDraft((before) => ({ ...before, sections: HALLS[name].map((section) => sectionDraft(section)) }))}
        >
          {t(`hall.${name}`)}
        </Button>
      ))}
      {concert.schedules.slice(-3).map(({ scheduleId, startsAt, timeZone }) => (
        <Button key={scheduleId} busy={copy.isBusy} onPress={() => copy.start(scheduleId)}>
          {t('hall.asOn', { date: formatStart(startsAt, timeZone) })}
        </Button>
      ))}
    </div>
  );
}

function SellingFields({ draft, errors, onEdit }: FieldsProps): VNode {
  return (
    <>
      <div class="fields">
        <OpensFields draft={draft} errors={errors} onEdit={onEdit} />
        <ClosesFields draft={draft} errors={errors} onEdit={onEdit} />
      </div>
      <div class="fields">
        <Field
          label={t('selling.hold')}
          hint={t('selling.holdHint')}
          type="number"
          inputMode="numeric"
          min={1}
          value={draft.holdSeconds}
          onChange={(holdSeconds) => onEdit({ holdSeconds })}
          error={errors.at('/holdSeconds', '/holdMs')}
        />
        <Field
          label={t('selling.seatsPerUser')}
          hint={t('selling.seatsPerUserHint')}
          type="number"
          inputMode="numeric"
          min={0}
          value={draft.maxSeatsPerUser}
          onChange={(maxSeatsPerUser) => onEdit({ maxSeatsPerUser })}
          error={errors.at('/maxSeatsPerUser')}
        />
      </div>
    </>
  );
}

function OpensFields({ draft, errors, onEdit }: FieldsProps): VNode {
  const options = [
    { value: 'now', text: t('selling.now') },
    { value: 'at', text: t('selling.at') },
  ];
  return (
    <div class="stack-small">
      <Choice
        label={t('selling.opens')}
        value={draft.opens}
        options={options}
        onChange={(value) => onEdit({ opens: value === 'at' ? 'at' : 'now' })}
      />
      {draft.opens === 'now' ? null : (
        <Field
          label={t('selling.opensAt')}
          type="datetime-local"
          value={draft.onSaleAt}
          onChange={(onSaleAt) => onEdit({ onSaleAt })}
          hint={clockHint(draft.onSaleAt, draft.timeZone)}
          error={errors.at('/onSaleAt')}
        />
      )}
    </div>
  );
}

function ClosesFields({ draft, errors, onEdit }: FieldsProps): VNode {
  const options = [
    { value: 'start', text: t('selling.withTheShow') },
    { value: 'at', text: t('selling.at') },
  ];
  const error = errors.at('/salesCloseAt');
  return (
    <div class="stack-small">
      <Choice
        label={t('selling.closes')}
        value={draft.closes}
        options={options}
        onChange={(value) => onEdit({ closes: value === 'at' ? 'at' : 'start' })}
      />
      {draft.closes === 'start' ? (
        error === undefined ? null : (
          <p class="field-error" role="alert">
            {error}
          </p>
        )
      ) : (
        <Field
          label={t('selling.closesAt')}
          type="datetime-local"
          value={draft.salesCloseAt}
          onChange={(salesCloseAt) => onEdit({ salesCloseAt })}
          hint={clockHint(draft.salesCloseAt, draft.timeZone)}
          error={error}
        />
      )}
    </div>
  );
}

function clockHint(local: string, timeZone: string): string {
  const moment = momentThere(local, timeZone);
  return moment === undefined
    ? t('selling.onTheClockThere')
    : t('selling.thatIs', { time: formatExactly(moment).replace(/[.,]\d{3}/, '') });
}
