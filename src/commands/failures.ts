/** What an operator hears of a command that could not do what was asked, and the exit code that goes with it. */
import { ConfigInvalid } from '../config.js';
import { NodeIdInUse } from '../cluster/membership-claim.js';
import { NatsUnusable } from '../cluster/nats/nats-unusable.js';
import { GrpcUnusable } from '../grpc/unusable.js';
import { KeysUnusable } from '../identity/keys-unusable.js';
import { SecretsUnusable } from '../identity/secrets.js';
import { CopyFailed } from '../journal/copy.js';
import { DamagedEntity, JournalUnusable } from '../journal/port.js';
import { ClusterUnusable } from '../node/cluster-unusable.js';
import { PortUnusable } from '../node/listening.js';
import { BrandUnusable } from '../rest/pages-brand.js';
import { EXIT, exitWith } from './exit.js';

/** Ends the process with what the error means to an operator; anything unexpected is thrown on, for it is a bug. */
export function exitFor(error: unknown): never {
  if (!(error instanceof Error)) throw error;
  if (error instanceof ConfigInvalid || error instanceof GrpcUnusable || error instanceof BrandUnusable)
    exitWith(EXIT.usage, error.message);
  if (error instanceof KeysUnusable) exitWith(EXIT.usage, `FRONTROW_ISSUER_KEYS_FILE: ${error.message}`);
  if (error instanceof PortUnusable || isOfCluster(error)) exitWith(EXIT.unavailable, error.message);
  if (error instanceof JournalUnusable || error instanceof SecretsUnusable) exitWith(EXIT.io, error.message);
  if (error instanceof CopyFailed || error instanceof DamagedEntity) exitWith(EXIT.data, error.message);
  throw error;
}

function isOfCluster(error: Error): boolean {
  return error instanceof ClusterUnusable || error instanceof NatsUnusable || error instanceof NodeIdInUse;
}
