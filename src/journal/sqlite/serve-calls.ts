/** The worker's side of worker-calls.ts. */
import type { Transferable } from 'node:worker_threads';
import { parentPort } from 'node:worker_threads';
import type { CallReply, CallRequest } from './worker-calls.js';
import { callErrorOf } from './worker-calls.js';

export interface Answer {
  readonly value: unknown;
  /** Given away instead of copied. */
  readonly transfer?: readonly Transferable[];
}

/** Answers the calls of the parent thread one after the other, until one of them is answered by `null`: the end. */
export function serveCalls<Call>(answer: (call: Call) => Answer | null): void {
  const port = parentPort;
  if (port === null) throw new Error('calls are served in a worker thread only');
  const reply = (message: CallReply, transfer: readonly Transferable[] = []): void => port.postMessage(message, transfer);
  port.on('message', ({ id, call }: CallRequest<Call>) => {
    try {
      const answered = answer(call);
      reply({ id, value: answered?.value ?? null }, answered?.transfer);
      if (answered === null) port.close();
    } catch (error) {
      reply({ id, error: callErrorOf(error) });
    }
  });
}
