/** Everything known about a user, for somebody who answers the phone. */
import type { ComponentChildren, VNode } from 'preact';
import type { UserFile } from '../../api/operators-types.js';
import type { Payment, Reservation, TokenState, Transaction } from '../../api/types.js';
import { formatMoney, t } from '../../i18n/i18n.js';
import { formatCount, formatExactly, shortId } from '../format.js';
import { Facts } from './facts.js';
import { IdLink } from './id-link.js';
import { ScheduleLink } from './schedule-link.js';
import { SeatLinks } from './seat-links.js';

export function UserView({ file }: { readonly file: UserFile }): VNode {
  return (
    <div class="stack">
      <section class="card stack">
        <h2>{t('lookup.user')}</h2>
        <Facts
          facts={[
            { name: t('lookup.id'), value: <code>{file.userId}</code> },
            { name: t('lookup.balance'), value: <b>{formatMoney(file.balance)}</b> },
          ]}
        />
      </section>
      <List
        title={t('lookup.tokens')}
        heads={['token.state', 'token.place', 'token.since', 'token.until', 'token.concert']}
        rows={file.tokens.map(tokenRow)}
      />
      <List
        title={t('lookup.reservations')}
        heads={['lookup.reservation', 'lookup.state', 'lookup.show', 'lookup.seats', 'lookup.amount', 'lookup.heldAt']}
        rows={file.reservations.map(reservationRow)}
      />
      <List
        title={t('lookup.payments')}
        heads={['lookup.payment', 'lookup.state', 'lookup.seats', 'lookup.amount', 'lookup.paidAt']}
        rows={file.payments.map(paymentRow)}
      />
      <List
        title={t('lookup.transactions')}
        heads={['lookup.at', 'lookup.what', 'lookup.amount', 'lookup.balanceAfter', 'lookup.payment']}
        rows={file.transactions.map(transactionRow)}
      />
    </div>
  );
}

interface Row {
  readonly key: string;
  readonly cells: readonly ComponentChildren[];
}

interface ListProps {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly Row[];
}

function List({ title, heads, rows }: ListProps): VNode {
  return (
    <section class="card stack-small scroll-x" tabIndex={0} aria-label={title}>
      <h2>
        {title} <span class="muted numbers">{formatCount(rows.length)}</span>
      </h2>
      {rows.length === 0 ? (
        <p class="muted">{t('lookup.none')}</p>
      ) : (
        <table class="table">
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {t(head)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, cells }) => (
              <tr key={key}>
                {cells.map((cell, index) => (
                  <td key={heads[index]} class="numbers">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function tokenRow({ concertId, status, position, issuedAt, expiresAt }: TokenState): Row {
  const cells = [
    t(`token.${status}`),
    status === 'WAITING' ? formatCount(position) : '–',
    formatExactly(issuedAt),
    expiresAt === null ? '–' : formatExactly(expiresAt),
    <a href={`/ops/concerts/${concertId}`}>
      <code>{shortId(concertId)}</code>
    </a>,
  ];
  return { key: concertId, cells };
}

function reservationRow({ reservationId, scheduleId, status, seats, amount, heldAt }: Reservation): Row {
  const cells = [
    <IdLink kind="reservation" id={reservationId} />,
    t(`reservation.${status}`),
    <ScheduleLink scheduleId={scheduleId} />,
    <SeatLinks scheduleId={scheduleId} seats={seats} />,
    formatMoney(amount),
    formatExactly(heldAt),
  ];
  return { key: reservationId, cells };
}

function paymentRow({ paymentId, scheduleId, status, seats, amount, paidAt }: Payment): Row {
  const cells = [
    <IdLink kind="payment" id={paymentId} />,
    t(`payment.${status}`),
    <SeatLinks scheduleId={scheduleId} seats={seats} />,
    formatMoney(amount),
    paidAt === null ? '–' : formatExactly(paidAt),
  ];
  return { key: paymentId, cells };
}

function transactionRow({ transactionId, type, amount, balance, at, paymentId }: Transaction): Row {
  const signed = type === 'USE' ? `−${formatMoney(amount)}` : `+${formatMoney(amount)}`;
  const cells = [formatExactly(at), t(`transaction.${type}`), signed, formatMoney(balance), <IdLink kind="payment" id={paymentId} />];
  return { key: transactionId, cells };
}
