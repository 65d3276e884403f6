/** To a seat by its number, for whoever has it on the phone and for whoever does not see the map. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../i18n/i18n.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { formatCount } from '../format.js';

interface SeatFinderProps {
  readonly total: number;
  readonly onSeat: (seat: number) => void;
}

export function SeatFinder({ total, onSeat }: SeatFinderProps): VNode {
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  const find = (): void => {
    const seat = Number(text);
    const isSeat = Number.isInteger(seat) && seat >= 1 && seat <= total;
    setWrong(!isSeat);
    if (isSeat) onSeat(seat);
  };
  return (
    <form
      class="card seat-finder"
      onSubmit={(event) => {
        event.preventDefault();
        find();
      }}
    >
      <Field
        label={t('finder.label')}
        hint={t('finder.hint')}
        inputMode="numeric"
        value={text}
        onChange={setText}
        error={isWrong ? t('finder.wrong', { total: formatCount(total) }) : undefined}
      />
      <Button submit icon="search">
        {t('finder.go')}
      </Button>
    </form>
  );
}
