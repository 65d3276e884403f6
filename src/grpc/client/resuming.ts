/**
 * A server stream as an async iterable that survives its connection: when the stream breaks, or says nothing for too long, it is opened again, with back-off,
 * from where it stood. What the service refuses for good ends the iteration with a FrontrowError, and so does calling it off. Leaving the loop cancels the
 * call.
 *
 * Nothing is read ahead of the loop but what is on its way: a loop that takes its time holds the service back, which may end the stream as too slow; then it
 * is opened again like one that broke.
 */
import type { ClientReadableStream } from '@grpc/grpc-js';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { failureOf, FrontrowError } from './errors.js';
import type { Method } from './methods.js';
import { mayTryAgain, waitMs } from './retry.js';
import type { Caller } from './unary.js';

/** What is particular to one stream. */
export interface Feed<Message, Item> {
  readonly method: Method;
  /** Asks for what comes after all that was taken. */
  request(): object;
  /** What a message means to the caller. Throws when it does not go on from the one before. */
  take(message: Message): Iterable<Item>;
  /** Nothing more comes after what was taken. */
  done(): boolean;
}

export async function* resuming<Message, Item>(
  { connection, settings }: Caller,
  feed: Feed<Message, Item>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Item, void, undefined> {
  const { name } = feed.method;
  const scope = connection.begin(signal);
  let failures = 0;
  try {
    for (;;) {
      scope.check(name);
      const openedAt = performance.now();
      const stream = connection.stream(feed.method, feed.method.encode(feed.request()));
      let failure: FrontrowError;
      try {
        for await (const message of messagesOf(stream, settings.silenceMs, scope.signal)) {
          yield* feed.take(message as Message);
          if (feed.done()) return;
        }
        failure = new FrontrowError({ method: name, status: 'UNAVAILABLE', text: 'the stream ended' });
      } catch (error) {
        scope.check(name);
        failure = failureOf(name, error, null);
        if (!mayOpenAgain(failure)) throw failure;
      }
      settings.onBroken(failure);
      // Only a stream that held for a while shows that all is well again.
      failures = performance.now() - openedAt > settings.reopen.maxMs ? 1 : failures + 1;
      const pauseMs = waitMs(failures, settings.reopen, failure.retryAfterMs);
      await wait(pauseMs, undefined, { signal: scope.signal }).catch(() => undefined);
    }
  } finally {
    scope.end();
  }
}

/** What the service has not said itself is a stream that broke; what it has said counts as for any call, and a slow reader may come back. */
function mayOpenAgain(error: FrontrowError): boolean {
  if (error.code === 'TOO_SLOW' || mayTryAgain(error)) return true;
  return !error.refused && BROKEN.has(error.status);
}

/** A connection that is cut in the middle of a message or by something in between comes as one of these. */
const BROKEN: ReadonlySet<string> = new Set(['CANCELLED', 'UNKNOWN', 'INTERNAL']);

async function* messagesOf(stream: ClientReadableStream<unknown>, silenceMs: number, signal: AbortSignal): AsyncGenerator {
  let waiting = false;
  const cancel = (): void => stream.cancel();
  const watchdog = setTimeout(() => {
    if (waiting) cancel();
  }, silenceMs);
  signal.addEventListener('abort', cancel);
  // What grpc-js says after the stream was left is nobody's business any more, but unheard it would end the process.
  stream.on('error', () => undefined);
  try {
    const messages = stream[Symbol.asyncIterator]();
    for (;;) {
      waiting = true;
      watchdog.refresh();
      const { done, value } = (await messages.next()) as IteratorResult<unknown, undefined>;
      waiting = false;
      if (done === true) return;
      yield value;
    }
  } finally {
    clearTimeout(watchdog);
    signal.removeEventListener('abort', cancel);
    cancel();
  }
}
