/** The pace of the sale: how many fans may be inside at once. A larger number admits at once; a smaller one admits nobody until enough have left. */
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { configureQueue } from '../../api/operators.js';
import { t } from '../../i18n/i18n.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { ProblemNotice } from '../../ui/notice.js';
import { toast } from '../../ui/toast.js';
import { fieldErrorsOf } from '../forms/field-errors.js';
import { useAction } from '../state/use-action.js';

interface PaceProps {
  readonly concertId: string;
  readonly maxActive: number;
  readonly onChanged: () => void;
}

/** One press moves it by a tenth. */
function stepOf(value: number): number {
  return Math.max(1, Math.round(value / 10));
}

export function Pace({ concertId, maxActive, onChanged }: PaceProps): VNode {
  const [text, setText] = useState<string | null>(null);
  // What somebody else has set shows, unless something is being typed here.
  useEffect(() => setText((typed) => (typed === String(maxActive) ? null : typed)), [maxActive]);
  const change = useAction(
    (wanted: number, key) => configureQueue(concertId, { maxActive: wanted }, key),
    (_value, wanted) => {
      setText(null);
      onChanged();
      toast(t('pace.done', { count: wanted }));
    },
  );
  const shown = text ?? String(maxActive);
  const wanted = Number(shown);
  const move = (by: number): void => setText(String(Math.max(1, (Number.isFinite(wanted) ? wanted : maxActive) + by)));
  const errors = fieldErrorsOf(change.problem);
  return (
    <form
      class="pace"
      onSubmit={(event) => {
        event.preventDefault();
        change.start(wanted);
      }}
    >
      <Field
        label={t('pace.label')}
        type="number"
        inputMode="numeric"
        min={1}
        value={shown}
        onChange={setText}
        hint={t('pace.hint')}
        error={errors.at('/maxActive')}
      />
      <div class="pace-buttons">
        <Button icon="minus" label={t('pace.less', { count: stepOf(wanted) })} onPress={() => move(-stepOf(wanted))} />
        <Button icon="plus" label={t('pace.more', { count: stepOf(wanted) })} onPress={() => move(stepOf(wanted))} />
        <Button submit kind="primary" busy={change.isBusy} disabled={wanted === maxActive}>
          {t('pace.apply')}
        </Button>
      </div>
      {change.problem === null || change.problem.code === 'VALIDATION_FAILED' ? null : <ProblemNotice problem={change.problem} />}
    </form>
  );
}
