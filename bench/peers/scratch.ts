/** Directories for servers: who may see them, and short names for sockets. */
import { chmod, chown, mkdir, mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

/** A user of this machine that a server runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const OWNER_ONLY = 0o700;
/** Others may pass through a directory, without seeing what is in it. */
const OTHERS_PASS = 0o001;

/** A directory that belongs to `account` (null: to us) and that it can reach. */
export async function ownedDirectory(path: string, account: Account | null): Promise<void> {
  await mkdir(path, { recursive: true, mode: OWNER_ONLY });
  if (account === null) return;
  await chown(path, account.uid, account.gid);
  await openWayTo(path);
}

/** A socket's path may have some 100 characters, which a scratch directory's may exceed. */
export async function socketDirectory(account: Account | null): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'frontrow-peer-'));
  await ownedDirectory(path, account);
  return path;
}

/** Lets others pass through the directories above, as far as those are temporary ones. */
async function openWayTo(path: string): Promise<void> {
  const top = resolve(tmpdir());
  for (let above = dirname(resolve(path)); above !== dirname(above); above = dirname(above)) {
    const { mode } = await stat(above);
    if ((mode & OTHERS_PASS) !== 0) continue;
    if (relative(top, above).startsWith('..')) {
      throw new Error(
        `${above} lets nobody but its owner pass, and the database must not run as root: set TMPDIR to a directory others can reach.`,
      );
    }
    await chmod(above, (mode & 0o7777) | OTHERS_PASS);
  }
}
