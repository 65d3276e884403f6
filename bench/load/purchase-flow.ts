/**
 * A whole purchase as a load: get in line, hold a seat, charge the wallet, pay. What an answer says goes into the next request, so these requests are built
 * while it is measured; of the answers only what is needed is read.
 */
import type { Request } from 'autocannon';
import type { LoadUser } from './load.js';

/** Token, hold, charge, pay. */
export const REQUESTS_PER_PURCHASE = 4;
/** Of the four answers. */
export const PURCHASE_STATUSES: readonly number[] = [201, 200];

export interface PurchaseFlow {
  readonly name: 'purchase';
  readonly concertId: string;
  /** By user. */
  readonly userIds: readonly string[];
  /** What is charged before each payment: at least the price. */
  readonly amount: number;
  /** One after the other, dealt to the connections in turn; a multiple of their number. */
  readonly purchases: readonly Purchase[];
}

export interface Purchase {
  /** Index into the users; their queue tokens are not looked at. */
  readonly user: number;
  readonly scheduleId: string;
  readonly seat: number;
}

const QUEUE_TOKEN = /"token":"([^"]+)"/;
const RESERVATION_ID = /"reservationId":"([^"]+)"/;

/** What one connection sends: four requests, over and over, each round for the next of its purchases. */
export function purchaseRequests(flow: PurchaseFlow, users: readonly LoadUser[], purchases: readonly Purchase[]): Request[] {
  const buyer = new Buyer(flow, users, purchases);
  return [
    post(
      () => buyer.getInLine(),
      (body) => buyer.gotToken(body),
    ),
    post(
      () => buyer.hold(),
      (body) => buyer.gotHold(body),
    ),
    post(() => buyer.charge()),
    post(() => buyer.pay()),
  ];
}

interface Step {
  readonly path: string;
  readonly body: string;
  readonly accessToken: string;
  readonly queueToken?: string;
}

function post(step: () => Step, take?: (body: string) => void): Request {
  return {
    method: 'POST',
    setupRequest: (request) => {
      const { path, body, accessToken, queueToken } = step();
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer ${accessToken}`,
        ...(queueToken === undefined ? {} : { 'queue-token': queueToken }),
      };
      return { ...request, path, body, headers };
    },
    ...(take === undefined ? {} : { onResponse: (_status: number, body: string) => take(body) }),
  };
}

/** Where a connection is in its purchases. An answer that is none leaves empty ids behind; whoever looks at statuses has ended the load by then. */
class Buyer {
  private next = 0;
  private purchase: Purchase | null = null;
  private accessToken = '';
  private queueToken = '';
  private reservationId = '';

  constructor(
    private readonly flow: PurchaseFlow,
    private readonly users: readonly LoadUser[],
    private readonly purchases: readonly Purchase[],
  ) {}

  getInLine(): Step {
    const purchase = this.purchases[this.next];
    const user = this.users[purchase?.user ?? -1];
    if (purchase === undefined || user === undefined) throw new RangeError(`purchase ${this.next} is of nobody`);
    this.next += 1;
    this.purchase = purchase;
    this.accessToken = user.accessToken;
    return { path: '/api/v1/tokens', body: `{"concertId":"${this.flow.concertId}"}`, accessToken: this.accessToken };
  }

  gotToken(body: string): void {
    this.queueToken = QUEUE_TOKEN.exec(body)?.[1] ?? '';
  }

  hold(): Step {
    const { scheduleId = '', seat = 0 } = this.purchase ?? {};
    return this.guarded('/api/v1/reservations', `{"scheduleId":"${scheduleId}","seats":[${seat}]}`);
  }

  gotHold(body: string): void {
    this.reservationId = RESERVATION_ID.exec(body)?.[1] ?? '';
  }

  charge(): Step {
    const userId = this.flow.userIds[this.purchase?.user ?? -1] ?? '';
    const { accessToken } = this;
    return { path: `/api/v1/users/${userId}/transactions`, body: `{"amount":${this.flow.amount}}`, accessToken };
  }

  pay(): Step {
    return this.guarded('/api/v1/payments', `{"reservationId":"${this.reservationId}"}`);
  }

  private guarded(path: string, body: string): Step {
    const { accessToken, queueToken } = this;
    return { path, body, accessToken, queueToken };
  }
}
