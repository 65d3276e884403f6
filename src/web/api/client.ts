/** The one way to the API: typed by the OpenAPI document, same origin, every answer an `Outcome`. Operators' cookies travel by themselves. */
import { signal } from '@preact/signals';
import createClient from 'openapi-fetch';
import type { paths } from './openapi.js';
import { OFFLINE, failure, problemFrom, success } from './problems.js';
import type { Outcome } from './problems.js';
import { noteServerTime } from './server-time.js';

/** Where packets vanish without a word a request would wait for minutes. The node has answered, or given up, well before this. */
const ANSWER_MS_MAX = 20_000;

export const api = createClient<paths>({ credentials: 'same-origin', fetch: inTime });

/** How the last call fared: `offline`, nothing came back; `busy`, the node put it off. */
export type Reach = 'fine' | 'offline' | 'busy';
export const reach = signal<Reach>('fine');

const BUSY: ReadonlySet<string> = new Set(['UNAVAILABLE', 'OVERLOADED']);

interface Answered<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** Nothing but a lost connection makes a call throw, or an answer that was cut off on the way: both are OFFLINE. */
export async function outcome<T>(call: Promise<Answered<T>>): Promise<Outcome<T>> {
  let answered: Answered<T>;
  try {
    answered = await call;
  } catch {
    reach.value = 'offline';
    return failure(OFFLINE);
  }
  const { data, error, response } = answered;
  const isFresh = noteServerTime(response);
  if (response.ok) {
    if (isFresh) reach.value = 'fine';
    // An answer without content has no data, which is what its type says too.
    return success(data as T);
  }
  const problem = problemFrom(error, response);
  reach.value = BUSY.has(problem.code) ? 'busy' : 'fine';
  return failure(problem);
}

/** Throws, as without a connection, when the whole answer is not there in time. */
function inTime(request: Request): Promise<Response> {
  const ends = new AbortController();
  setTimeout(() => ends.abort(), ANSWER_MS_MAX);
  if (request.signal.aborted) ends.abort();
  request.signal.addEventListener('abort', () => ends.abort());
  return fetch(request, { signal: ends.signal });
}

/** Once per intention: repeated with the same key, a request has one effect. */
export function intentionKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
