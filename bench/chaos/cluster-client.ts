/**
 * A client of a whole cluster: each try goes to some node, repeats under the same identity may go to another one, and everything is written into the history.
 * What comes back is an answer to rely on, with the time between the first try and the answer: whatever it says was true at some moment in between.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Random } from '../onsale/random.js';
import { backOffMs, headersOf, isRetryable, NodeUnreachable, outcomeOf } from '../support/api-client.js';
import type { Answer, ApiRequest, ApiRequester, Outcome } from '../support/api-client.js';
import type { History } from './history.js';

/** Between asking and being told, ms on this process's steady clock. */
export interface Window {
  readonly askedAt: number;
  readonly answeredAt: number;
}

export interface ClusterClientOptions {
  readonly process: number;
  readonly pools: readonly Pool[];
  readonly random: Random;
  readonly history: History;
  /** Told of every answer to rely on. */
  readonly onAnswer: (request: ApiRequest, answer: Answer, node: number) => void;
  readonly signal?: AbortSignal;
}

/** Of one try. Longer than a hand-over takes, shorter than a fan's patience. */
const ANSWER_MS_MAX = 6_000;
const GIVE_UP_MS = 120_000;

/** One pool for each node, shared by all clients. */
export function poolsOf(urls: readonly string[], connections: number): readonly Pool[] {
  return urls.map(
    (url) =>
      new Pool(url, {
        connections,
        pipelining: 1,
        headersTimeout: ANSWER_MS_MAX,
        bodyTimeout: ANSWER_MS_MAX,
        connect: { timeout: ANSWER_MS_MAX / 2 },
      }),
  );
}

export class ClusterClient implements ApiRequester {
  /** Of the last request that was answered. */
  window: Window = { askedAt: 0, answeredAt: 0 };

  constructor(private readonly options: ClusterClientOptions) {}

  get signal(): AbortSignal | undefined {
    return this.options.signal;
  }

  /** Throws `NodeUnreachable` when no node gives an answer to rely on for long. */
  async request(request: ApiRequest): Promise<Answer> {
    const { random, history, pools, onAnswer } = this.options;
    const wish = history.nextWish();
    const askedAt = performance.now();
    for (let attempt = 0; ; attempt += 1) {
      this.signal?.throwIfAborted();
      const node = random.below(pools.length);
      const outcome = await this.attempt(request, wish, node);
      if (typeof outcome !== 'string' && !isRetryable(outcome)) {
        this.window = { askedAt, answeredAt: performance.now() };
        onAnswer(request, outcome, node);
        return outcome;
      }
      if (performance.now() - askedAt > GIVE_UP_MS) {
        const last = typeof outcome === 'string' ? outcome : `${outcome.status} ${outcome.code}`;
        throw new NodeUnreachable(`${request.method} ${request.path} got no answer to rely on from any node (last: ${last})`);
      }
      // Another node may know better, so what this one asks for is not waited out.
      await sleep(backOffMs(attempt, null, random.next()), undefined, this.signal ? { signal: this.signal } : {});
    }
  }

  private async attempt(request: ApiRequest, wish: number, node: number): Promise<Outcome | string> {
    const { history, process } = this.options;
    const line = { process, wish, op: history.nextOp(), f: request.step, node };
    history.add({
      ...line,
      at: performance.now(),
      type: 'invoke',
      request: `${request.method} ${request.path} ${JSON.stringify(request.body ?? null)}`,
    });
    const outcome = await this.send(request, node);
    const at = performance.now();
    if (typeof outcome === 'string') history.add({ ...line, at, type: 'info', value: outcome });
    else if (outcome.ok) history.add({ ...line, at, type: 'ok', value: shown(request, outcome.body) });
    // Whoever is told "later" knows nothing of what became of the wish: an earlier try may still be carried out.
    else history.add({ ...line, at, type: isRetryable(outcome) ? 'info' : 'fail', value: outcome.code });
    return outcome;
  }

  /** A text is what went wrong with the connection: the outcome is unknown. */
  private async send(request: ApiRequest, node: number): Promise<Outcome | string> {
    const { method, path, body } = request;
    const headers = headersOf(request);
    try {
      const pool = this.options.pools[node];
      if (pool === undefined) throw new Error(`there is no node ${node}`);
      const answer = await pool.request({
        method,
        path,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.any([AbortSignal.timeout(ANSWER_MS_MAX), ...(this.signal ? [this.signal] : [])]),
      });
      return outcomeOf(answer.statusCode, answer.headers, await answer.body.text());
    } catch (error) {
      this.signal?.throwIfAborted();
      return error instanceof Error && 'code' in error ? String(error.code) : String(error);
    }
  }
}

/** A hall's seats are many, and not of interest to whoever reads a history: what they said is kept by the checker. */
function shown({ step }: ApiRequest, body: Answer['body']): unknown {
  return step === 'seats' ? undefined : body;
}
