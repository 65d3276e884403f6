/** All unary methods of the service. */
import { concertMethods } from './handlers/concerts.js';
import { eventMethods } from './handlers/events.js';
import { operatorMethods } from './handlers/operators.js';
import { paymentMethods } from './handlers/payments.js';
import { queueMethods } from './handlers/queue.js';
import { reservationMethods } from './handlers/reservations.js';
import { userMethods } from './handlers/users.js';
import { walletMethods } from './handlers/wallet.js';
import type { GrpcDeps } from './deps.js';
import type { UnaryMethods } from './methods.js';

export function unaryMethods(deps: GrpcDeps): UnaryMethods {
  return {
    ...userMethods(deps),
    ...queueMethods(deps),
    ...concertMethods(deps),
    ...reservationMethods(deps),
    ...paymentMethods(deps),
    ...walletMethods(deps),
    ...operatorMethods(deps),
    ...eventMethods(deps),
  };
}
