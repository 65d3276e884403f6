/** Keeping a ticket for the door, where there may be no connection: as a picture among the phone's files, or on paper. */
import { useState } from 'preact/hooks';
import type { Payment, ScheduleDetail } from '../../api/types.js';
import { service } from '../../api/service.js';
import { formatDate, language, t } from '../../i18n/i18n.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import { toast } from '../../ui/toast.js';
import { drawQr } from './qr-drawing.js';
import { groupSeats } from './seat-names.js';
import { fileNameOf, saveFile, ticketPicture } from './ticket-picture.js';
import type { TicketWords } from './ticket-picture.js';

interface TicketKeepProps {
  readonly payment: Payment;
  readonly schedule: ScheduleDetail;
}

export function TicketKeep({ payment, schedule }: TicketKeepProps) {
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const save = async (): Promise<void> => {
    setState('busy');
    try {
      const picture = await ticketPicture(wordsOf(payment, schedule), await drawQr(payment.paymentId));
      saveFile(picture, fileNameOf(`${t('tickets.ticket')} ${schedule.concertTitle}`));
      setState('idle');
      toast(t('ticket.saved'));
    } catch {
      setState('failed');
    }
  };
  return (
    <section class="ticket-keep stack-small" aria-label={t('ticket.keep')}>
      <div class="ticket-keep-buttons">
        <Button icon="download" busy={state === 'busy'} onPress={() => void save()}>
          {t('ticket.save')}
        </Button>
        <Button icon="print" onPress={() => print()}>
          {t('ticket.print')}
        </Button>
      </div>
      <p class="muted small">{t('ticket.keepHint')}</p>
      {state === 'failed' ? (
        <Notice kind="bad">
          <p>{t('ticket.notSaved')}</p>
        </Notice>
      ) : null}
    </section>
  );
}

function wordsOf(payment: Payment, schedule: ScheduleDetail): TicketWords {
  return {
    seller: service.value?.name ?? '',
    concert: schedule.concertTitle,
    when: formatDate(schedule.startsAt, schedule.timeZone),
    seats: groupSeats(schedule.sections, payment.seats).map(
      ({ section, row, seats }) =>
        `${t('seat.place', { section, row })} · ${t('seat.numbers', { count: seats.length, seats: seats.join(', ') })}`,
    ),
    note: t('ticket.atTheDoor', { count: payment.seats.length }),
    numberLabel: t('ticket.number'),
    number: payment.paymentId,
    language: language.value,
  };
}
