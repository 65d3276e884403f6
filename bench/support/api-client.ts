/**
 * An HTTP client that behaves as clients of Frontrow should: whatever may succeed later (503, 429, a lost connection, an unknown outcome) is repeated
 * under the same identity, with back-off, jitter and respect for Retry-After. What comes back is an answer to rely on: 2xx, or a refusal that is final.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';

export interface ApiRequest {
  /** What the request is for; latencies and counts are kept under this name. */
  readonly step: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With its query. */
  readonly path: string;
  readonly body?: object;
  /** An access token or an admin key. */
  readonly bearer?: string;
  readonly queueToken?: string;
  readonly idempotencyKey?: string;
}

export interface Answer {
  readonly status: number;
  /** True for 2xx. */
  readonly ok: boolean;
  /** The parsed body; empty when there was none. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The refusal's code; empty for 2xx. */
  readonly code: string;
  /** The node's clock by its Date header, whole seconds as ms since 1970; null when it sent none. */
  readonly servedAt: number | null;
}

/** One try of a request: for measurements. `status` 0: no answer came. */
export interface Attempt {
  readonly step: string;
  readonly ms: number;
  readonly status: number;
  /** The refusal's code, or what went wrong with the connection; empty for 2xx. */
  readonly code: string;
}

/** Whoever gets answers to rely on: from one node, or from any node of a cluster. */
export interface ApiRequester {
  /** Ends all requests and waits. */
  readonly signal: AbortSignal | undefined;
  request(request: ApiRequest): Promise<Answer>;
}

export interface ApiClientOptions {
  readonly url: string;
  /** Connections kept open at most. */
  readonly connections: number;
  /** How long a request is repeated before the node counts as gone. */
  readonly giveUpMs: number;
  readonly onAttempt?: (attempt: Attempt) => void;
  /** Longest wait between two tries, unless the node asks for a longer one. @default 2,000 */
  readonly backOffMsMax?: number;
  /** From 0 to 1, to spread repeats. @default Math.random */
  readonly jitter?: () => number;
  /** Ends all requests and waits. */
  readonly signal?: AbortSignal;
}

/** No answer to rely on came in time. */
export class NodeUnreachable extends Error {
  override readonly name = 'NodeUnreachable';
}

const BACK_OFF_MS_MIN = 50;
export const BACK_OFF_MS_MAX = 2_000;
/** A rate limit may ask for a long wait; longer ones are asked for again. */
const RETRY_AFTER_SECONDS_MAX = 120;
const ANSWER_MS_MAX = 30_000;
const CONNECT_MS_MAX = 5_000;

const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const RETRYABLE_CODES: ReadonlySet<string> = new Set(['UNAVAILABLE', 'OVERLOADED', 'RATE_LIMITED', 'IDEMPOTENCY_IN_PROGRESS']);

export type Outcome = Answer & { readonly retryAfterSeconds: number | null };

export class ApiClient implements ApiRequester {
  private readonly pool: Pool;
  private readonly jitter: () => number;

  constructor(private readonly options: ApiClientOptions) {
    const { url, connections } = options;
    this.pool = new Pool(new URL(url).origin, {
      connections,
      pipelining: 1,
      headersTimeout: ANSWER_MS_MAX,
      bodyTimeout: ANSWER_MS_MAX,
      connect: { timeout: CONNECT_MS_MAX },
    });
    this.jitter = options.jitter ?? Math.random;
  }

  get signal(): AbortSignal | undefined {
    return this.options.signal;
  }

  /** Throws `NodeUnreachable` when no answer to rely on comes in time, and the signal's reason once it is aborted. */
  async request(request: ApiRequest): Promise<Answer> {
    let failingSince: number | null = null;
    for (let attempt = 0; ; attempt += 1) {
      this.signal?.throwIfAborted();
      const outcome = await this.attempt(request);
      if (typeof outcome !== 'string' && !isRetryable(outcome)) return outcome;
      const isPaced = typeof outcome !== 'string' && outcome.status === 429;
      // Being told to slow down proves that the node is there.
      failingSince = isPaced ? null : (failingSince ?? performance.now());
      if (failingSince !== null && performance.now() - failingSince > this.options.giveUpMs) {
        const last = typeof outcome === 'string' ? outcome : `${outcome.status} ${outcome.code}`;
        throw new NodeUnreachable(`${request.method} ${request.path} got no answer to rely on (last: ${last})`);
      }
      const retryAfterSeconds = typeof outcome === 'string' ? null : outcome.retryAfterSeconds;
      await sleep(
        backOffMs(attempt, retryAfterSeconds, this.jitter(), this.options.backOffMsMax),
        undefined,
        this.signal ? { signal: this.signal } : {},
      );
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  /** One try. A text is what went wrong with the connection: the outcome is unknown. */
  private async attempt(request: ApiRequest): Promise<Outcome | string> {
    const { step, method, path, body } = request;
    const startedAt = performance.now();
    let outcome: Outcome | string;
    try {
      const {
        statusCode,
        headers: received,
        body: stream,
      } = await this.pool.request({
        method,
        path,
        headers: headersOf(request),
        body: body === undefined ? null : JSON.stringify(body),
        signal: this.signal ?? null,
      });
      outcome = outcomeOf(statusCode, received, await stream.text());
    } catch (error) {
      this.signal?.throwIfAborted();
      outcome = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    }
    const [status, code] = typeof outcome === 'string' ? [0, outcome] : [outcome.status, outcome.code];
    this.options.onAttempt?.({ step, ms: performance.now() - startedAt, status, code });
    return outcome;
  }
}

/** What a request says beside its body. */
export function headersOf({ body, bearer, queueToken, idempotencyKey }: ApiRequest): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (bearer !== undefined) headers['authorization'] = `Bearer ${bearer}`;
  if (queueToken !== undefined) headers['queue-token'] = queueToken;
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
  return headers;
}

/** Exponential with full jitter; at least what Retry-After asks for. `jitter` from 0 to 1. */
export function backOffMs(attempt: number, retryAfterSeconds: number | null, jitter: number, longestMs = BACK_OFF_MS_MAX): number {
  const ceiling = Math.min(longestMs, BACK_OFF_MS_MIN * 2 ** Math.min(attempt, 20));
  const asked = Math.min(retryAfterSeconds ?? 0, RETRY_AFTER_SECONDS_MAX) * 1000;
  return Math.round(asked + BACK_OFF_MS_MIN / 2 + ceiling * jitter);
}

/** Whether the same may be answered otherwise later. */
export function isRetryable({ status, code }: Answer): boolean {
  return RETRYABLE_STATUSES.has(status) || RETRYABLE_CODES.has(code);
}

/** An answer as it came. */
export function outcomeOf(status: number, headers: Readonly<Record<string, string | string[] | undefined>>, text: string): Outcome {
  const body = parse(text);
  const ok = status >= 200 && status < 300;
  const code = typeof body['code'] === 'string' ? body['code'] : '';
  const retryAfter = Number(headers['retry-after']);
  const date = Date.parse(String(headers['date']));
  return {
    status,
    ok,
    body,
    code: ok ? '' : code === '' ? `HTTP_${status}` : code,
    servedAt: Number.isNaN(date) ? null : date,
    retryAfterSeconds: headers['retry-after'] !== undefined && retryAfter >= 0 ? retryAfter : null,
  };
}

function parse(text: string): Readonly<Record<string, unknown>> {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
