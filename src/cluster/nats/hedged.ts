/**
 * Asking again before the first answer has come. Whoever was asked may be no leader any more, or not yet, and then says nothing: without this, a stream that has a
 * new leader would be found only when the time for the old question is up.
 */
import { errors } from '@nats-io/transport-node';
import type { Timers } from '../../timers.js';

/** Many times what an answer takes. */
const AGAIN_MS = 300;

/** The first answer, or the first failure that is not a time-out; rejects when there is neither within `timeoutMs`. */
export function hedged<Answer>(timers: Timers, timeoutMs: number, ask: () => Promise<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let callOffAgain = (): void => undefined;
    const end = (): void => {
      callOffAgain();
      callOffEnd();
    };
    const fail = (error: unknown): void => {
      end();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const callOffEnd = timers.after(timeoutMs, () => fail(new Error(`no answer within ${timeoutMs} ms`)));
    const next = (): void => {
      callOffAgain = timers.after(AGAIN_MS, next);
      ask().then(
        (answer) => {
          end();
          resolve(answer);
        },
        (error: unknown) => {
          if (!(error instanceof errors.TimeoutError)) fail(error);
        },
      );
    };
    next();
  });
}
