/** The wallet: what is in it, putting more in, and everything that went in and out. */
import { balance as askBalance, transactions } from '../../api/fans.js';
import { identity } from '../../api/identity.js';
import type { Transaction } from '../../api/types.js';
import { formatMoment, formatMoney, t } from '../../i18n/i18n.js';
import { Icon } from '../../ui/icon.js';
import { Money } from '../../ui/money.js';
import { Page } from '../../ui/page.js';
import { Skeleton } from '../../ui/skeleton.js';
import { toast } from '../../ui/toast.js';
import { useLoad } from '../hooks/use-load.js';
import { usePages } from '../hooks/use-pages.js';
import type { Pages } from '../hooks/use-pages.js';
import { ChargeForm } from '../parts/charge-form.js';
import { LoadedView } from '../parts/loaded.js';
import { PagesEnd } from '../parts/pages-end.js';
import { ticketPath } from '../paths.js';

export function WalletPage() {
  const userId = identity.value?.userId ?? '';
  const balance = useLoad(`balance ${userId}`, askBalance);
  const history = usePages(`transactions ${userId}`, transactions, ({ transactionId }) => transactionId);
  const charged = (transaction: Transaction): void => {
    balance.put({ userId: transaction.userId, balance: transaction.balance });
    history.reload();
    toast(t('wallet.charged', { amount: formatMoney(transaction.amount) }));
  };
  return (
    <Page title={t('wallet.title')} narrow>
      <section class="card wallet-balance" aria-labelledby="balance">
        <h2 id="balance" class="wallet-label">
          {t('wallet.balance')}
        </h2>
        <LoadedView of={balance}>
          {(value) => (
            <p class="wallet-amount" data-balance={value.balance} role="status">
              <Money points={value.balance} />
            </p>
          )}
        </LoadedView>
      </section>
      <section class="card stack" aria-labelledby="charge">
        <h2 id="charge">{t('wallet.charge')}</h2>
        <ChargeForm onCharged={charged} />
      </section>
      <section class="stack-small" aria-labelledby="history">
        <h2 id="history">{t('wallet.history')}</h2>
        <History history={history} />
      </section>
    </Page>
  );
}

function History({ history }: { readonly history: Pages<Transaction> }) {
  const { items, problem, isLoading } = history;
  return (
    <>
      {items.length === 0 && isLoading ? <Skeleton /> : null}
      {items.length === 0 && !isLoading && problem === null ? <p class="muted">{t('wallet.empty')}</p> : null}
      <ul class="transactions">
        {items.map((transaction) => (
          <li key={transaction.transactionId} class="transaction">
            <TransactionRow transaction={transaction} />
          </li>
        ))}
      </ul>
      <PagesEnd of={history} />
    </>
  );
}

function TransactionRow({ transaction }: { readonly transaction: Transaction }) {
  const { type, amount, balance, at, paymentId } = transaction;
  const isOut = type === 'USE';
  return (
    <>
      <span class={isOut ? 'transaction-sign' : 'transaction-sign transaction-in'}>
        <Icon name={isOut ? 'minus' : 'plus'} />
      </span>
      <span class="transaction-what">
        <span>{t(`wallet.type.${type}`)}</span>
        <span class="transaction-when muted small">
          <time dateTime={at}>{formatMoment(at)}</time>
          {paymentId === undefined || !isOut ? null : <a href={ticketPath(paymentId)}>{t('wallet.toTicket')}</a>}
        </span>
      </span>
      <span class="transaction-amount numbers">
        <strong>{t(isOut ? 'wallet.minus' : 'wallet.plus', { amount: formatMoney(amount) })}</strong>
        <span class="muted small">{t('wallet.after', { balance: formatMoney(balance) })}</span>
      </span>
    </>
  );
}
