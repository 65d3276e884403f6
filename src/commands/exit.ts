/** How a command ends: its exit code, and one line on standard error when it did not do what was asked. */
import { ConfigInvalid } from '../config.js';
import { GrpcUnusable } from '../grpc/unusable.js';
import { KeysUnusable } from '../identity/issuer-keys.js';
import { SecretsUnusable } from '../identity/secrets.js';
import { CopyFailed } from '../journal/copy.js';
import { DamagedEntity, JournalUnusable } from '../journal/port.js';
import { ClusterUnusable, NatsUnusable } from '../node/cluster-storage.js';
import { NodeIdInUse } from '../cluster/membership-claim.js';
import { PortUnusable } from '../node/listening.js';
import { BrandUnusable } from '../rest/pages-brand.js';

export const EXIT = {
  ok: 0,
  interrupted: 1,
  /** The configuration or the command line is wrong. */
  usage: 64,
  /** What was read is damaged. */
  data: 65,
  /** A port cannot be had, or the cluster cannot be reached. */
  unavailable: 69,
  bug: 70,
  /** The data directory cannot be used, or a disk failed. */
  io: 74,
} as const;

/** Ends the process. */
export function exitWith(code: number, message: string): never {
  process.stderr.write(`frontrow: ${message}\n`);
  process.exit(code);
}

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
