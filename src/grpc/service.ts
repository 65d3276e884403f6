/** The service as grpc-js serves it. Its definition is `servedDefinition`. */
import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import { unaryHandler } from './call.js';
import type { GrpcDeps } from './deps.js';
import type { UnaryMethod } from './methods.js';
import { streamHandlers } from './streams/methods.js';
import { unaryMethods } from './unary.js';

export function ticketingImplementation(deps: GrpcDeps): UntypedServiceImplementation {
  const methods: readonly (readonly [string, UnaryMethod<unknown, unknown>])[] = Object.entries(unaryMethods(deps));
  return {
    ...Object.fromEntries(methods.map(([name, method]) => [name, unaryHandler(deps, name, method)])),
    ...streamHandlers(deps),
  };
}
