/** Puts the client together: one connection, one method for each call of the service. */
import { Connection } from './connection.js';
import type { UnaryMethods } from './methods.js';
import { METHODS } from './methods.js';
import type { CallOptions } from './methods.js';
import { settingsOf } from './options.js';
import type { FrontrowClientOptions } from './options.js';
import { RetryBudget } from './retry.js';
import { streamsOf } from './streams.js';
import type { StreamMethods } from './streams.js';
import { callUnary } from './unary.js';
import type { Caller } from './unary.js';

export interface FrontrowClient extends UnaryMethods, StreamMethods {
  /** Calls off what is open, and ends the connection. */
  close(): void;
}

/**
 * A client of the service at `address`. It connects with the first call; when the service is away, calls are tried again until their deadline, and the
 * connection comes back by itself.
 *
 * Throws a TypeError or a RangeError for options that cannot be.
 */
export function connect(options: FrontrowClientOptions): FrontrowClient {
  const settings = settingsOf(options);
  const connection = new Connection(settings);
  const caller: Caller = { connection, settings, budget: new RetryBudget() };
  return { ...unaryOf(caller), ...streamsOf(caller), close: () => connection.close() };
}

/** The types say of every method what the protocol buffers say of it; here all are alike. */
function unaryOf(caller: Caller): UnaryMethods {
  const calls = METHODS.filter(({ streams }) => !streams).map((method) => [
    `${method.name.charAt(0).toLowerCase()}${method.name.slice(1)}`,
    (request: object, options?: CallOptions) => callUnary(caller, method, request, options),
  ]);
  return Object.fromEntries(calls) as UnaryMethods;
}
