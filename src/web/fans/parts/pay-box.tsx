/** Paying for held seats from the wallet; with too few points it says what is missing, and charges on the spot. */
import { useLocation } from 'preact-iso/router';
import { useEffect, useRef, useState } from 'preact/hooks';
import { balance as askBalance, pay } from '../../api/fans.js';
import { numberIn } from '../../api/problems.js';
import type { Problem } from '../../api/problems.js';
import type { Payment, Reservation } from '../../api/types.js';
import { formatMoney, t } from '../../i18n/i18n.js';
import { Button } from '../../ui/button.js';
import { Money } from '../../ui/money.js';
import { Notice } from '../../ui/notice.js';
import { useAction } from '../hooks/use-action.js';
import { useLoad } from '../hooks/use-load.js';
import { ticketPath } from '../paths.js';
import { forgetHold } from '../state/holds.js';
import { forgetTurn, isInside } from '../state/turns.js';
import { ChargeForm } from './charge-form.js';
import { LoadedView } from './loaded.js';
import { Refusal } from './refusal.js';
import { LineAgain } from './turn-ended.js';

interface PayBoxProps {
  readonly reservation: Reservation;
  /** The reservation is no longer what it was. */
  readonly onChanged: () => void;
}

/** Refusals after which the reservation is looked at again. */
const CHANGED: ReadonlySet<string> = new Set(['HOLD_EXPIRED', 'RESERVATION_NOT_FOUND', 'PAYMENT_ABORTED']);
/** Refusals that another turn helps against. */
const TURN_OVER: ReadonlySet<string> = new Set([
  'QUEUE_TOKEN_EXPIRED',
  'QUEUE_TOKEN_REQUIRED',
  'QUEUE_TOKEN_NOT_ACTIVE',
  'QUEUE_TOKEN_INVALID',
]);

export function PayBox({ reservation, onChanged }: PayBoxProps) {
  const { reservationId, concertId, amount } = reservation;
  const { route } = useLocation();
  const balance = useLoad(`balance ${reservationId}`, askBalance);
  const payButton = useRef<HTMLButtonElement>(null);
  const hasCharged = useRef(false);
  const points = balance.value?.balance ?? 0;
  // The form that had the focus is gone when there are enough points.
  useEffect(() => {
    if (hasCharged.current) payButton.current?.focus();
  }, [points]);
  const charged = (now: number): void => {
    hasCharged.current = true;
    balance.put({ userId: '', balance: now });
  };
  const paid = (payment: Payment): void => {
    forgetHold(reservationId);
    // The payment has ended the turn.
    forgetTurn(concertId);
    route(`${ticketPath(payment.paymentId)}?new=1`, true);
  };
  const paying = useAction(
    () => `pay ${reservationId}`,
    async (key) => {
      const payment = await pay(reservationId, key);
      if (!payment.ok) learn(payment.problem);
      return payment;
    },
    paid,
  );
  const learn = (problem: Problem): void => {
    const known = problem.code === 'INSUFFICIENT_POINTS' ? numberIn(problem, 'balance') : null;
    if (known !== null) balance.put({ userId: '', balance: known });
    if (CHANGED.has(problem.code)) onChanged();
  };
  return (
    <section class="card stack" aria-labelledby="pay">
      <h2 id="pay">{t('pay.title')}</h2>
      <LoadedView of={balance}>
        {() => (
          <>
            <Sums balance={points} amount={amount} />
            {points < amount ? (
              <Missing missing={amount - points} onCharged={charged} />
            ) : (
              <Button kind="primary" wide buttonRef={payButton} busy={paying.busy} onPress={() => void paying.start()}>
                {t('pay.do', { amount: formatMoney(amount) })}
              </Button>
            )}
          </>
        )}
      </LoadedView>
      <PayRefusal problem={paying.problem} reservation={reservation} />
    </section>
  );
}

function Sums({ balance, amount }: { readonly balance: number; readonly amount: number }) {
  return (
    <dl class="sums">
      <div>
        <dt>{t('wallet.balance')}</dt>
        <dd data-balance={balance}>
          <Money points={balance} />
        </dd>
      </div>
      {balance < amount ? (
        <div class="sums-missing">
          <dt>{t('pay.missing')}</dt>
          <dd data-missing={amount - balance}>
            <Money points={amount - balance} />
          </dd>
        </div>
      ) : (
        <div>
          <dt>{t('pay.after')}</dt>
          <dd>
            <Money points={balance - amount} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function Missing({ missing, onCharged }: { readonly missing: number; readonly onCharged: (balance: number) => void }) {
  // What is missing now and what was when the form opened differ after a partial charge; the form offers the present amount.
  const [word, setWord] = useState<string | null>(null);
  return (
    <>
      <Notice kind="warn">
        <p>{t('pay.tooFew', { missing: formatMoney(missing) })}</p>
      </Notice>
      {word === null ? null : <p role="status">{word}</p>}
      <ChargeForm
        missing={missing}
        onCharged={({ balance, amount }) => {
          setWord(t('wallet.charged', { amount: formatMoney(amount) }));
          onCharged(balance);
        }}
      />
    </>
  );
}

function PayRefusal({ problem, reservation }: { readonly problem: Problem | null; readonly reservation: Reservation }) {
  const { concertId, reservationId } = reservation;
  if (problem === null || problem.code === 'INSUFFICIENT_POINTS') return null;
  if (TURN_OVER.has(problem.code) && !isInside(concertId)) {
    return (
      <Notice kind="bad">
        <p data-code={problem.code}>{t('pay.turnOver')}</p>
        <LineAgain concertId={concertId} reservationId={reservationId} />
      </Notice>
    );
  }
  return <Refusal problem={problem} />;
}
