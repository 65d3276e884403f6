/**
 * One channel to the service, and the calls that are open on it. It connects when the first call needs it, and again whenever one does after it was lost.
 *
 * Every call has a scope: a signal that is raised when the caller's own signal is, or when the client is closed. Scopes hold nothing of a call that is over.
 */
import { Client, Metadata } from '@grpc/grpc-js';
import type { ClientReadableStream } from '@grpc/grpc-js';
import { cancelled } from './errors.js';
import type { Method } from './methods.js';
import { channelOptionsOf, credentialsOf } from './options.js';
import type { Settings } from './options.js';

const CLOSED = 'the client is closed';
const asIs = (bytes: Buffer): Buffer => bytes;

export class Scope {
  private readonly controller = new AbortController();
  private readonly onAbort = (): void => this.controller.abort(this.own?.reason);

  constructor(
    private readonly own: AbortSignal | undefined,
    private readonly open: Set<Scope>,
  ) {
    open.add(this);
    if (own?.aborted === true) this.onAbort();
    else own?.addEventListener('abort', this.onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  close(): void {
    this.controller.abort(new Error(CLOSED));
  }

  /** Throws a FrontrowError when the call was called off. */
  check(method: string): void {
    if (!this.signal.aborted) return;
    const reason: unknown = this.signal.reason;
    throw cancelled(method, reason instanceof Error ? reason.message : 'called off', reason);
  }

  /** The call is over. */
  end(): void {
    this.open.delete(this);
    this.own?.removeEventListener('abort', this.onAbort);
  }
}

export class Connection {
  private readonly client: Client;
  private readonly metadata = new Metadata();
  private readonly open = new Set<Scope>();
  private closed = false;

  constructor(settings: Settings) {
    this.client = new Client(settings.address, credentialsOf(settings), channelOptionsOf(settings));
    if (settings.serviceKey !== null) this.metadata.set('authorization', `Bearer ${settings.serviceKey}`);
  }

  begin(signal: AbortSignal | undefined): Scope {
    const scope = new Scope(signal, this.open);
    if (this.closed) scope.close();
    return scope;
  }

  /** One attempt. Rejects with what grpc-js says. @param timeoutMs how long it may take */
  unary(method: Method, request: Buffer, timeoutMs: number, signal: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const options = { deadline: Date.now() + timeoutMs };
      const cancel = (): void => call.cancel();
      const call = this.client.makeUnaryRequest(
        method.path,
        asIs,
        (bytes) => method.decode(bytes),
        request,
        this.metadata.clone(),
        options,
        (error, response) => {
          signal.removeEventListener('abort', cancel);
          if (error === null) resolve(response);
          else reject(error);
        },
      );
      signal.addEventListener('abort', cancel);
    });
  }

  /** Whoever opens a stream cancels it. */
  stream(method: Method, request: Buffer): ClientReadableStream<unknown> {
    return this.client.makeServerStreamRequest(method.path, asIs, (bytes) => method.decode(bytes), request, this.metadata.clone());
  }

  /** Calls off what is open. */
  close(): void {
    this.closed = true;
    for (const scope of this.open) scope.close();
    this.client.close();
  }
}
