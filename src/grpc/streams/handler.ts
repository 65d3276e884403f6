/**
 * What happens around every stream: who may open it is decided as for every call, one service has so many of them at most, and each is observed once, when
 * it is over, with the time that opening it took.
 */
import { status } from '@grpc/grpc-js';
import type { handleServerStreamingCall, ServerWritableStream } from '@grpc/grpc-js';
import { isRefusal, refuse } from '../../domain/refusals.js';
import type { Refusal } from '../../domain/refusals.js';
import { admitCall } from '../call.js';
import type { GrpcDeps } from '../deps.js';
import type { StreamMethod } from '../methods.js';
import { STATUS_OF } from '../status.js';
import type { OpenStreams } from './open-streams.js';
import { EncodedOutgoing } from './outgoing.js';
import type { Ending } from './outgoing.js';

const UNAVAILABLE = refuse('UNAVAILABLE');
const INTERNAL = refuse('INTERNAL');
const TOO_MANY_STREAMS = refuse('RATE_LIMITED');

export function streamHandler<Request>(
  deps: GrpcDeps,
  openStreams: OpenStreams,
  name: string,
  method: StreamMethod<Request, Buffer>,
): handleServerStreamingCall<Request, Buffer> {
  return (incoming) => {
    new RunningStream(deps, openStreams, name, incoming)
      .serve(method)
      .catch((error: unknown) => deps.log.error({ err: error, method: name }, 'stream could not be refused'));
  };
}

class RunningStream<Request> {
  private readonly begunAt = performance.now();
  private openedAfterMs: number | null = null;
  /** Set while the stream counts as one of its service. */
  private service: string | null = null;
  private readonly outgoing: EncodedOutgoing;

  constructor(
    private readonly deps: GrpcDeps,
    private readonly openStreams: OpenStreams,
    private readonly name: string,
    private readonly incoming: ServerWritableStream<Request, Buffer>,
  ) {
    this.outgoing = new EncodedOutgoing(
      incoming,
      deps,
      (ending) => this.observe(ending),
      () => this.closed(),
    );
  }

  async serve(method: StreamMethod<Request, Buffer>): Promise<void> {
    const { callTimeoutMs, timers } = this.deps;
    const stopWaiting = timers.after(callTimeoutMs, () => this.outgoing.abandon(UNAVAILABLE));
    const refusal = await this.open(method);
    stopWaiting();
    this.openedAfterMs = performance.now() - this.begunAt;
    if (refusal !== undefined) this.outgoing.refuse(refusal);
  }

  private async open(method: StreamMethod<Request, Buffer>): Promise<Refusal | undefined> {
    try {
      const call = admitCall(this.deps, method.right, this.incoming);
      if (isRefusal(call)) return call;
      if (!this.outgoing.isOpen) return undefined;
      const { name } = call.caller;
      if (!this.openStreams.take(name)) return TOO_MANY_STREAMS;
      this.service = name;
      return await method.open({ ...call, isWanted: () => this.outgoing.isOpen && call.isWanted() }, this.outgoing);
    } catch (error) {
      this.deps.log.error({ err: error, method: this.name }, 'stream could not be opened');
      return INTERNAL;
    }
  }

  private closed(): void {
    if (this.service !== null) this.openStreams.giveBack(this.service);
  }

  private observe(ending: Ending): void {
    const { refusal } = ending ?? { refusal: null };
    const code = ending === null ? this.whyGone() : refusal === null ? status.OK : STATUS_OF[refusal.refused];
    const ms = this.openedAfterMs ?? performance.now() - this.begunAt;
    this.deps.observe.call({ method: this.name, status: status[code], code: refusal?.refused ?? null, seconds: ms / 1000 });
  }

  private whyGone(): status {
    return Number(this.incoming.getDeadline()) <= Date.now() ? status.DEADLINE_EXCEEDED : status.CANCELLED;
  }
}
