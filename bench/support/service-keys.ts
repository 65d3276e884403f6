/** A service that may call a node over gRPC: the file that names it, and its key for whoever plays the service. */
import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Right } from '../../src/grpc/callers.js';

const KEY_BYTES = 32;
const OWNER_ONLY = 0o600;

export interface ServiceAccess {
  /** For the metadata `authorization: Bearer`. */
  readonly key: string;
  /** For FRONTROW_GRPC_SERVICES. */
  readonly file: string;
}

/** @param directory exists, and has no such file yet. */
export async function writeService(directory: string, name: string, rights: readonly Right[]): Promise<ServiceAccess> {
  const key = randomBytes(KEY_BYTES).toString('hex');
  const hash = createHash('sha256').update(key, 'latin1').digest('hex');
  const file = join(directory, 'services.json');
  const services = [{ name, rights, keys: [`sha256:${hash}`] }];
  await writeFile(file, JSON.stringify({ services }, null, 2), { mode: OWNER_ONLY, flag: 'wx' });
  return { key, file };
}
