/**
 * A service that calls Frontrow over gRPC and does not give up soon: whatever may succeed later is tried again with the same request id, for as long as a node
 * that was killed may take to come back. The client's own retries are off, so that each attempt is seen.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, FrontrowError } from '../../src/grpc/client/index.js';
import type { FrontrowClient, StatusName } from '../../src/grpc/client/index.js';
import { NodeUnreachable, backOffMs } from './api-client.js';

export interface ServiceDoor {
  /** host:port. */
  readonly address: string;
  /** null where the node asks for none. */
  readonly serviceKey: string | null;
}

/** One try of a call: for measurements. */
export interface CallAttempt {
  readonly step: string;
  readonly ms: number;
  readonly status: StatusName;
  /** The refusal's code; empty when the call was not refused by the node. */
  readonly code: string;
}

export interface PatientServiceOptions extends ServiceDoor {
  /** For unary calls; streams get further ones, as many as it takes. */
  readonly connections: number;
  /** How long a call is repeated before the node counts as gone. */
  readonly giveUpMs: number;
  readonly onAttempt?: (attempt: CallAttempt) => void;
  /** From 0 to 1, to spread repeats. @default Math.random */
  readonly jitter?: () => number;
  /** Ends all calls and waits. */
  readonly signal?: AbortSignal;
}

export interface SingleCall {
  readonly signal?: AbortSignal;
}

const ANSWER_MS_MAX = 30_000;
/** A node lets a connection have a thousand. */
const STREAMS_PER_CONNECTION_MAX = 500;
/** What gRPC itself says when a connection broke in the middle; the node's own words are judged by `retryable`. */
const BROKEN: ReadonlySet<StatusName> = new Set(['CANCELLED', 'UNKNOWN', 'INTERNAL']);

/** As every service of the player's connects. */
export function connectOnce({ address, serviceKey }: ServiceDoor, deadlineMs = ANSWER_MS_MAX): FrontrowClient {
  return connect({ address, ...(serviceKey === null ? {} : { serviceKey }), deadlineMs, retry: { attempts: 1 } });
}

export class PatientService {
  private readonly clients: readonly FrontrowClient[];
  private readonly forStreams: { readonly client: FrontrowClient; open: number }[] = [];
  private readonly jitter: () => number;
  private calls = 0;

  constructor(private readonly options: PatientServiceOptions) {
    this.clients = Array.from({ length: options.connections }, () => connectOnce(options));
    this.jitter = options.jitter ?? Math.random;
  }

  /**
   * @param call is made again and again, so a mutation must bring its request id along.
   * Throws the `FrontrowError` of a final refusal, `NodeUnreachable` when no answer to rely on comes in time, and the signal's reason once it is aborted.
   */
  async call<Response>(step: string, call: (client: FrontrowClient, options: SingleCall) => Promise<Response>): Promise<Response> {
    const { signal, giveUpMs } = this.options;
    let failingSince: number | null = null;
    for (let attempt = 0; ; attempt += 1) {
      signal?.throwIfAborted();
      const startedAt = performance.now();
      try {
        const response = await call(this.nextClient(), signal === undefined ? {} : { signal });
        this.options.onAttempt?.({ step, ms: performance.now() - startedAt, status: 'OK', code: '' });
        return response;
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof FrontrowError)) throw error;
        const { status, code, refused, retryAfterMs } = error;
        this.options.onAttempt?.({ step, ms: performance.now() - startedAt, status, code: refused ? code : '' });
        if (!isRetryable(error)) throw error;
        // Being told to slow down proves that the node is there.
        failingSince = code === 'RATE_LIMITED' ? null : (failingSince ?? startedAt);
        if (failingSince !== null && performance.now() - failingSince > giveUpMs) {
          throw new NodeUnreachable(`${step} over gRPC got no answer to rely on (last: ${error.message})`);
        }
        const asked = retryAfterMs === null ? null : retryAfterMs / 1000;
        await sleep(backOffMs(attempt, asked, this.jitter()), undefined, signal === undefined ? {} : { signal });
      }
    }
  }

  /** Lends a connection that has room for one stream more. */
  async stream<Result>(use: (client: FrontrowClient) => Promise<Result>): Promise<Result> {
    let lent = this.forStreams.find(({ open }) => open < STREAMS_PER_CONNECTION_MAX);
    if (lent === undefined) this.forStreams.push((lent = { client: connectOnce(this.options), open: 0 }));
    lent.open += 1;
    try {
      return await use(lent.client);
    } finally {
      lent.open -= 1;
    }
  }

  close(): void {
    for (const client of this.clients) client.close();
    for (const { client } of this.forStreams) client.close();
  }

  private nextClient(): FrontrowClient {
    this.calls += 1;
    const client = this.clients[this.calls % this.clients.length];
    if (client === undefined) throw new RangeError('a service needs a connection');
    return client;
  }
}

function isRetryable({ retryable, refused, status }: FrontrowError): boolean {
  return retryable || (!refused && BROKEN.has(status));
}
