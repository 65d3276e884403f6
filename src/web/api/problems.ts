/**
 * What the node refused, as values: every call of the API comes back as an `Outcome`, never as an exception. What never reached the node, or whose answer never
 * came back, is the pseudo code OFFLINE. Pages decide by `code`; people read `problemText` (i18n), which falls back to `title` and `detail`.
 */
export interface Problem {
  readonly code: string;
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly retryAfterSeconds: number | null;
  /** All members of the problem document: conflicts, balance, required… */
  readonly members: Readonly<Record<string, unknown>>;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export function success<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function failure(problem: Problem): Outcome<never> {
  return { ok: false, problem };
}

/** A problem that the app finds by itself, or that came with nothing but its code. */
export function problemOf(code: string, status = 0): Problem {
  return { code, status, title: '', detail: '', retryAfterSeconds: null, members: {} };
}

export const OFFLINE = problemOf('OFFLINE');

/** What a problem document says; an answer that is none (of a proxy, say) gets its code from the status. */
export function problemFrom(error: unknown, response: Response): Problem {
  const members: Readonly<Record<string, unknown>> = isRecord(error) ? error : {};
  return {
    code: textOf(members['code']) || codeOf(response.status),
    status: response.status,
    title: textOf(members['title']),
    detail: textOf(members['detail']),
    retryAfterSeconds: retryAfterOf(response),
    members,
  };
}

const PASSING: ReadonlySet<string> = new Set(['OFFLINE', 'UNAVAILABLE', 'OVERLOADED', 'RATE_LIMITED', 'IDEMPOTENCY_IN_PROGRESS']);

/** The same request, with the same Idempotency-Key, may succeed in a moment. */
export function isPassing({ code }: Problem): boolean {
  return PASSING.has(code);
}

/** Of a member that should be a number; null when it is none. */
export function numberIn({ members }: Problem, name: string): number | null {
  const value = members[name];
  return typeof value === 'number' ? value : null;
}

function codeOf(status: number): string {
  if (status === 429) return 'RATE_LIMITED';
  return status === 502 || status === 503 || status === 504 ? 'UNAVAILABLE' : 'INTERNAL';
}

function retryAfterOf(response: Response): number | null {
  const text = response.headers.get('retry-after');
  const seconds = text === null ? NaN : Number(text);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
