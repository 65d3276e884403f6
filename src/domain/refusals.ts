/**
 * Every "no" the product can say, in one table.
 *
 * A refusal is a value, not an exception. Edges map `code` to HTTP and gRPC statuses; clients decide by `code`; people read `title` and `detail`.
 */

/** `retryable`: the same request may succeed later without the caller changing anything. */
interface RefusalKind {
  readonly title: string;
  readonly detail: string;
  readonly retryable: boolean;
}

const final = (title: string, detail: string): RefusalKind => ({ title, detail, retryable: false });
const retryable = (title: string, detail: string): RefusalKind => ({ title, detail, retryable: true });

export const REFUSALS = {
  ACCESS_TOKEN_INVALID: final(
    'Access token missing or invalid',
    'Send "Authorization: Bearer <access token>". Guests get one with POST /api/v1/users; where there are no guests, the sign-in of the service issues it.',
  ),
  ADMIN_KEY_INVALID: final(
    'Admin key missing or wrong',
    'Send "Authorization: Bearer <admin key>"; the node prints where its key is kept when it starts.',
  ),
  CONCERT_NOT_FOUND: final('No such concert', 'GET /api/v1/concerts lists the concerts.'),
  CONCERT_REQUIRED: final('Name the concert', 'Not exactly one concert is on sale: say which one with concertId.'),
  CSRF_TOKEN_INVALID: final(
    'CSRF token missing or wrong',
    'With the session cookie every change needs the header X-CSRF-Token; GET /api/v1/admin/session says which. A client with the admin key needs neither.',
  ),
  DEMO_DISABLED: final('No demo here', 'This node does not play demo sales; FRONTROW_DEMO switches them on.'),
  DEMO_RUNNING: final('A demo sale is running', 'This node plays one demo sale at a time. Wait until it is over, or stop it first.'),
  ENTITY_DAMAGED: final(
    'Record damaged',
    'The journal of what you asked for failed its integrity check, so it is not served. Operators find its name in the log.',
  ),
  GUESTS_DISABLED: final('No guest accounts here', 'Users of this service come from an external issuer of access tokens.'),
  HOLD_EXPIRED: final('The hold has run out', 'The seats went back on sale. Choose seats again.'),
  IDEMPOTENCY_IN_PROGRESS: retryable('Still working on it', 'A request with this Idempotency-Key is being processed. Ask again shortly.'),
  IDEMPOTENCY_KEY_REUSED: final(
    'Idempotency-Key used for something else',
    'This Idempotency-Key was used with another body. Use a new key for a new request.',
  ),
  INSUFFICIENT_POINTS: final('Not enough points', 'Charge the wallet, then pay again; the seats stay held until the hold runs out.'),
  INTERNAL: final('Something broke on our side', 'The request was not carried out because of an internal error; it was logged.'),
  INVALID_AMOUNT: final('Invalid amount', 'The amount must be a whole number of points, at least 1.'),
  INVALID_SCHEDULE: final('Not a valid schedule', 'GET /api/v1/reservation lists the dates one can reserve.'),
  MAX_POINTS_EXCEEDED: final('The wallet would be too full', 'The balance after this charge would exceed the maximum.'),
  METHOD_NOT_ALLOWED: final('Method not allowed', 'This path exists, but not with this method; see the Allow header.'),
  NOT_HELD: final('Not a held reservation', 'Only a reservation that is HELD can be released.'),
  NOT_YOURS: final("Somebody else's", 'This belongs to another user.'),
  OVERLOADED: retryable('Too busy', 'The node has more work than it can take on. Ask again after the time in Retry-After.'),
  ORIGIN_NOT_ALLOWED: final(
    'Origin not allowed',
    'Browsers may open this socket only from the origins that the service is configured for.',
  ),
  PAYLOAD_TOO_LARGE: final('Request too large', 'The request body is larger than this service accepts.'),
  PAYMENT_ABORTED: final(
    'The payment was not completed',
    'No points were taken, or they are being given back. Pay again while the hold lasts.',
  ),
  PAYMENT_NOT_FOUND: final('No such payment', 'There is no payment of yours with this id.'),
  QUEUE_TOKEN_EXPIRED: final('Your turn has ended', 'This queue token has ended. Get a new one with POST /api/v1/tokens.'),
  QUEUE_TOKEN_INVALID: final('Queue token invalid', 'This queue token was not issued here. Get one with POST /api/v1/tokens.'),
  QUEUE_TOKEN_MISMATCH: final('Queue token for somebody or something else', 'This queue token belongs to another user or another concert.'),
  QUEUE_TOKEN_NOT_ACTIVE: retryable('Not your turn yet', 'Wait in line: GET /api/v1/numbers says how many are ahead.'),
  QUEUE_TOKEN_REQUIRED: final('Queue token missing', 'Send the header Queue-Token; POST /api/v1/tokens issues one.'),
  RATE_LIMITED: retryable('Too fast', 'You sent too many requests. Ask again after the time in Retry-After.'),
  RESERVATION_NOT_FOUND: final('No such reservation', 'There is no reservation of yours with this id.'),
  RIGHT_MISSING: final(
    'Not allowed for this service',
    'The calling service lacks the right this call needs; the operator grants rights by name.',
  ),
  ROUTE_NOT_FOUND: final('No such path', 'GET /docs describes every path of this service.'),
  SALES_CLOSED: final('Not on sale', 'Sales for this schedule are not open.'),
  SCHEDULE_AMBIGUOUS: final('More than one schedule on that date', 'Name the schedule with scheduleId.'),
  SCHEDULE_NOT_FOUND: final('No such schedule', 'GET /api/v1/concerts lists the schedules.'),
  SEAT_NOT_BLOCKABLE: final('Seat held or booked', 'A held or booked seat cannot be blocked.'),
  SEAT_NOT_FOUND: final('No such seat', 'GET /api/v1/seats lists the seats, numbered from 1, and their sections.'),
  SEAT_UNAVAILABLE: final('Seat not available', 'Not all of the seats asked for are free; nothing was held.'),
  SELF_CHARGE_DISABLED: final('Charging is not for fans here', 'On this service wallets are charged by the operator.'),
  SERVICE_UNKNOWN: final(
    'Calling service not known',
    'Send metadata "authorization: Bearer <service key>", or a client certificate that the node is configured for.',
  ),
  TOKEN_NOT_WAITING: final('Not in line', 'This queue token is not waiting; tokenStatus says what it is.'),
  TOO_SLOW: retryable(
    'Reader too slow',
    'Updates were not read as fast as they came. Open the stream again from the last version or cursor seen.',
  ),
  TOO_MANY_SEATS: final('Too many seats', 'This would exceed the number of seats one person may have on this schedule.'),
  UNAVAILABLE: retryable(
    'Not available right now',
    'The outcome of the request is unknown or it was not started. Repeat it with the same identity.',
  ),
  UNSUPPORTED_MEDIA_TYPE: final('Content type not supported', 'Send the body as application/json.'),
  USER_NOT_FOUND: final('No such user', 'Nothing is recorded for this user.'),
  VALIDATION_FAILED: final('Request not valid', 'The request does not have the documented form; see errors.'),
} as const satisfies Record<string, RefusalKind>;

export type RefusalCode = keyof typeof REFUSALS;

/** A business "no": the code, and the members that the contract promises with it (conflicts, balance, required…). */
export interface Refusal {
  readonly refused: RefusalCode;
  readonly members?: Readonly<Record<string, unknown>>;
}

export function refuse(refused: RefusalCode, members?: Readonly<Record<string, unknown>>): Refusal {
  return members === undefined ? { refused } : { refused, members };
}

/** What is wrong where: an item of `errors` in VALIDATION_FAILED. */
export interface FieldError {
  /** A JSON pointer into the body, or to a query or path parameter; empty for the request as a whole. */
  readonly pointer: string;
  /** What is wanted; never repeats what was sent. */
  readonly message: string;
}

/** VALIDATION_FAILED with one thing that is wrong. */
export function invalid(pointer: string, message: string): Refusal {
  const error: FieldError = { pointer, message };
  return refuse('VALIDATION_FAILED', { errors: [error] });
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}

/** For the end of a use case: its view as it is shown, or its refusal. */
export function unlessRefused<View, Shown>(answer: View | Refusal, show: (view: View) => Shown): Shown | Refusal {
  return isRefusal(answer) ? answer : show(answer);
}
