/** Ready-made holds: each of a seat that nobody has, each by the next fan. Remembers which seats were granted, for the audit. */
import type { LoadUser } from './load.js';
import type { RawAnswer } from './open-loop-connections.js';
import { OUTCOME } from './open-loop-tally.js';

export interface HoldsOptions {
  readonly host: string;
  readonly visitors: readonly LoadUser[];
  readonly scheduleIds: readonly string[];
  readonly seatsPerSchedule: number;
}

export interface Hold {
  readonly schedule: number;
  readonly seat: number;
  readonly request: string;
}

/** Status codes with the problem codes that a busy node may refuse with. */
const REFUSALS: ReadonlyMap<number, string> = new Map([
  [503, 'OVERLOADED'],
  [429, 'RATE_LIMITED'],
]);
const RETRY_AFTER = /\r\nretry-after: *\d+/i;
const PROBLEM = /\r\ncontent-type: *application\/problem\+json/i;

/** @returns The outcome, or what is wrong with the answer. */
export function judge(answer: RawAnswer | string): typeof OUTCOME.good | typeof OUTCOME.refused | string {
  if (typeof answer === 'string') return answer;
  const { status, head, body } = answer;
  if (status === 201) return OUTCOME.good;
  const code = /"code":"(\w+)"/.exec(body)?.[1] ?? 'without a code';
  if (REFUSALS.get(status) !== code) return `${status} ${code}`;
  if (!RETRY_AFTER.test(head)) return `${status} without Retry-After`;
  return PROBLEM.test(head) ? OUTCOME.refused : `${status} that is no problem document`;
}

export class Holds {
  /** By schedule and seat: 1 for a seat that was granted. */
  readonly granted: readonly Uint8Array[];
  private readonly heads: readonly string[];
  private readonly givenBack: { readonly schedule: number; readonly seat: number }[] = [];
  private turn = 0;
  private schedule = 0;
  private seat = 0;

  constructor(private readonly options: HoldsOptions) {
    const { host, visitors, scheduleIds, seatsPerSchedule } = options;
    this.heads = visitors.map(
      ({ accessToken, queueToken }) =>
        `POST /api/v1/reservations HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${accessToken}\r\nQueue-Token: ${queueToken ?? ''}\r\n` +
        'Content-Type: application/json\r\nContent-Length: ',
    );
    this.granted = scheduleIds.map(() => new Uint8Array(seatsPerSchedule + 1));
  }

  /** Throws when all seats are gone. */
  next(): Hold {
    const { schedule, seat } = this.givenBack.pop() ?? this.newSeat();
    const body = `{"scheduleId":"${this.options.scheduleIds[schedule] ?? ''}","seats":[${seat}]}`;
    this.turn = (this.turn + 1) % this.heads.length;
    return { schedule, seat, request: `${this.heads[this.turn] ?? ''}${body.length}\r\n\r\n${body}` };
  }

  grant({ schedule, seat }: Hold): void {
    const seats = this.granted[schedule];
    if (seats !== undefined) seats[seat] = 1;
  }

  /** The hold was refused: the seat can be asked for again. */
  giveBack({ schedule, seat }: Hold): void {
    this.givenBack.push({ schedule, seat });
  }

  private newSeat(): { readonly schedule: number; readonly seat: number } {
    this.seat += 1;
    if (this.seat > this.options.seatsPerSchedule) {
      this.schedule += 1;
      this.seat = 1;
    }
    if (this.schedule >= this.options.scheduleIds.length) throw new Error('the load ran out of seats: create more schedules');
    return { schedule: this.schedule, seat: this.seat };
  }
}
