/** Puts points into the wallet. Where only the operator may do that, it says so instead. */
import { useState } from 'preact/hooks';
import { charge } from '../../api/fans.js';
import { service } from '../../api/service.js';
import type { Transaction } from '../../api/types.js';
import { formatMoney, t } from '../../i18n/i18n.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { Notice } from '../../ui/notice.js';
import { useAction } from '../hooks/use-action.js';
import { Refusal } from './refusal.js';

/** Points, beside which one may write any other amount. */
const USUAL = [50_000, 100_000, 300_000];

interface ChargeFormProps {
  readonly onCharged: (transaction: Transaction) => void;
  /** What is missing for a payment: then this is offered first. */
  readonly missing?: number | undefined;
}

export function ChargeForm({ onCharged, missing }: ChargeFormProps) {
  const [text, setText] = useState('');
  const [error, setError] = useState<string | undefined>(undefined);
  const [isOpen, setOpen] = useState(missing === undefined);
  const charging = useAction(
    (amount: number) => `charge ${amount}`,
    (key, amount) => charge(amount, key),
    (transaction) => {
      setText('');
      onCharged(transaction);
    },
  );
  if (service.value?.selfCharge === false) {
    return (
      <Notice kind="info" live={false}>
        <p>{t('wallet.byOperator')}</p>
      </Notice>
    );
  }
  const begin = (event: Event): void => {
    event.preventDefault();
    const amount = amountIn(text);
    setError(amount === null ? t('wallet.amountWrong') : undefined);
    if (amount !== null) void charging.start(amount);
  };
  return (
    <form class="stack" onSubmit={begin} noValidate>
      {missing === undefined ? null : (
        <Button kind="primary" wide busy={charging.busy} onPress={() => void charging.start(missing)}>
          {t('wallet.chargeMissing', { amount: formatMoney(missing) })}
        </Button>
      )}
      {isOpen ? (
        <>
          <Chips chosen={amountIn(text)} disabled={charging.busy} choose={(amount) => setText(String(amount))} />
          <Field label={t('wallet.amount')} value={text} onChange={setText} error={error} inputMode="numeric" autoComplete="off" />
          <Button submit kind={missing === undefined ? 'primary' : 'secondary'} wide={missing === undefined} busy={charging.busy}>
            {t('wallet.doCharge')}
          </Button>
        </>
      ) : (
        <Button kind="plain" expanded={false} onPress={() => setOpen(true)}>
          {t('wallet.otherAmount')}
        </Button>
      )}
      {charging.problem === null ? null : <Refusal problem={charging.problem} />}
    </form>
  );
}

interface ChipsProps {
  readonly chosen: number | null;
  readonly disabled: boolean;
  readonly choose: (amount: number) => void;
}

function Chips({ chosen, disabled, choose }: ChipsProps) {
  return (
    <div class="chips" role="group" aria-label={t('wallet.usual')}>
      {USUAL.map((amount) => (
        <Button key={amount} disabled={disabled} pressed={chosen === amount} onPress={() => choose(amount)}>
          {formatMoney(amount)}
        </Button>
      ))}
    </div>
  );
}

/** Whole points, however they are grouped: "100,000", "１００". null when it is none. */
function amountIn(text: string): number | null {
  const digits = text.normalize('NFKC').replace(/[\s,]/g, '');
  const amount = Number(digits);
  return /^\d+$/.test(digits) && Number.isSafeInteger(amount) && amount > 0 ? amount : null;
}
