/**
 * Which steps the kills really interrupted, told from the journal: a step was interrupted when what comes before it was recorded in an earlier life of the node
 * than what comes after it. Requests of clients count as well: sent in one life and recorded in a later one, or recorded in one and answered in a later one.
 */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDataDir } from '../../bench/support/node-process.js';
import { concertOfSchedule, parsePaymentId } from '../../src/domain/ids.js';
import type { RecordBody, StoredRecord } from '../../src/journal/port.js';
import { openSqliteJournal } from '../../src/journal/sqlite/sqlite-journal.js';
import type { Life } from './crash-run.js';

/** Something a client asked for until it was answered. */
export interface Wish {
  readonly of: 'hold' | 'charge' | 'payment' | 'release';
  /** The reservation, transaction or payment that the answer names. */
  readonly id: string;
  /** The node's life in which it was asked for first, and the one in which it was answered. */
  readonly sentIn: number;
  readonly answeredIn: number;
}

const INTERRUPTIONS = {
  'a hold was asked for, and not recorded': 'hold',
  'a hold was recorded, and not answered': 'hold',
  'a release was asked for, and not recorded': 'hold',
  'a release was recorded, and not answered': 'hold',
  'a charge was asked for, and not recorded': 'hold',
  'a charge was recorded, and not answered': 'hold',
  'a payment was asked for, and not started': 'checkout',
  'a payment was started, its points not taken': 'checkout',
  'points were taken, the payment not confirmed': 'checkout',
  'a payment was confirmed, and not answered': 'checkout',
  'a payment was confirmed, its token not ended': 'checkout',
  'a token was ended, which its schedule had not heard': 'checkout',
  'a payment was started, and not declined': 'checkout',
  'points were declined, the payment not aborted': 'checkout',
} as const;

export type Interruption = keyof typeof INTERRUPTIONS;

interface Started {
  readonly paymentId: string;
  readonly token: string;
}

const PAGE_RECORDS = 5_000;

/** How often each step was interrupted. The node must be down. */
export async function countInterruptions(
  dataDir: string,
  lives: readonly Life[],
  wishes: readonly Wish[],
): Promise<ReadonlyMap<Interruption, number>> {
  const { marks, payments } = await readMarks(dataDir);
  const counts = new Map<Interruption, number>();
  const count = (interruption: Interruption, before: number | null, after: number | null): void => {
    if (before !== null && after !== null && before < after) counts.set(interruption, (counts.get(interruption) ?? 0) + 1);
  };
  const lifeOf = (mark: string): number | null => {
    const position = marks.get(mark);
    if (position === undefined) return null;
    const index = lives.findIndex(({ records }) => position <= records);
    return index === -1 ? lives.length : index;
  };
  for (const { of, id, sentIn, answeredIn } of wishes) {
    const isPayment = of === 'payment';
    const begun = lifeOf(isPayment ? `PaymentStarted ${id}` : `${of} ${id}`);
    const done = lifeOf(isPayment ? `PaymentCompleted ${id}` : `${of} ${id}`);
    count(isPayment ? 'a payment was asked for, and not started' : `a ${of} was asked for, and not recorded`, sentIn, begun);
    // Whoever asks again for what was done before is told so at once: nothing was interrupted.
    if (done === null || done < sentIn) continue;
    count(isPayment ? 'a payment was confirmed, and not answered' : `a ${of} was recorded, and not answered`, done, answeredIn);
  }
  for (const { paymentId, token } of payments) {
    const life = (type: string): number | null => lifeOf(`${type} ${paymentId}`);
    const [started, used, completed] = [life('PaymentStarted'), life('PointsUsed'), life('PaymentCompleted')];
    const [declined, aborted, settled] = [life('UseDeclined'), life('PaymentAborted'), life('settled')];
    const ended = lifeOf(`ended ${token}`);
    count('a payment was started, its points not taken', started, used);
    count('points were taken, the payment not confirmed', used, completed);
    count('a payment was confirmed, its token not ended', completed, ended);
    count('a token was ended, which its schedule had not heard', ended, settled);
    count('a payment was started, and not declined', started, declined);
    count('points were declined, the payment not aborted', declined, aborted);
  }
  return counts;
}

/** The same in the middle of a run: reading the node's own files would tidy them up, which the next start must do by itself. */
export async function countInterruptionsInCopy(
  dataDir: string,
  lives: readonly Life[],
  wishes: readonly Wish[],
): Promise<ReadonlyMap<Interruption, number>> {
  const copy = await temporaryDataDir();
  try {
    for (const file of ['journal.db', 'journal.db-wal']) await copyFile(join(dataDir, file), join(copy.path, file));
    return await countInterruptions(copy.path, lives, wishes);
  } finally {
    await copy.remove();
  }
}

/** The steps of one part of a purchase. */
export function stepsOf(part: 'hold' | 'checkout'): Interruption[] {
  return (Object.keys(INTERRUPTIONS) as Interruption[]).filter((step) => INTERRUPTIONS[step] === part);
}

/** Where in commit order each thing happened first. */
async function readMarks(dataDir: string): Promise<{ readonly marks: ReadonlyMap<string, number>; readonly payments: readonly Started[] }> {
  const marks = new Map<string, number>();
  const payments: Started[] = [];
  const journal = await openSqliteJournal({ directory: dataDir });
  try {
    for (let after = 0; ;) {
      const records = await journal.events([after], PAGE_RECORDS);
      if (records.length === 0) return { marks, payments };
      for (const record of records) markAll(record, marks, payments);
      after = records.at(-1)?.position ?? after;
    }
  } finally {
    await journal.close();
  }
}

function markAll(record: StoredRecord, marks: Map<string, number>, payments: Started[]): void {
  const key = record.entity.slice(record.entity.indexOf('/') + 1);
  for (const event of (JSON.parse(record.body) as RecordBody).events) {
    const { type, ...members } = event as { readonly type: string } & Readonly<Record<string, unknown>>;
    const mark = markOf(type, members, key);
    if (mark !== null && !marks.has(mark)) marks.set(mark, record.position);
    if (type === 'PaymentStarted') {
      payments.push({ paymentId: String(members['paymentId']), token: `${concertOfSchedule(key) ?? ''}/${String(members['tokenSeq'])}` });
    }
  }
}

function markOf(type: string, members: Readonly<Record<string, unknown>>, key: string): string | null {
  switch (type) {
    case 'SeatHeld':
      return `hold ${String(members['reservationId'])}`;
    case 'HoldReleased':
      return members['reason'] === 'OWNER' ? `release ${String(members['reservationId'])}` : null;
    case 'PointsCharged':
      return `charge ${String(members['transactionId'])}`;
    case 'PaymentStarted':
    case 'PaymentCompleted':
    case 'PaymentAborted':
    case 'PointsUsed':
    case 'UseDeclined':
      return `${type} ${String(members['paymentId'])}`;
    case 'TokenExpired':
      return members['reason'] === 'PAID' ? `ended ${key}/${String(members['seq'])}` : null;
    case 'EffectSettled':
      return settledMark(key, String(members['key']));
    default:
      return null;
  }
}

/** The effect `finish-<suffix>` of the schedule is its payment's last step. */
function settledMark(scheduleId: string, effectKey: string): string | null {
  const paymentId = effectKey.replace(/^finish-/, `${scheduleId}-p-`);
  return parsePaymentId(paymentId) === null ? null : `settled ${paymentId}`;
}
