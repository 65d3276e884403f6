/** Which process has a TCP connection of this machine, by the port it comes from; as Linux tells it. */
import { readdir, readFile, readlink } from 'node:fs/promises';

const SOCKET = /^socket:\[(\d+)\]$/;
const COLUMN = { local: 1, inode: 9 } as const;

/** The one among `pids` that has it; null when none of them has. */
export async function ownerOfPort(port: number, pids: readonly number[]): Promise<number | null> {
  const inode = await inodeOf(port);
  if (inode === null) return null;
  for (const pid of pids) if (await hasSocket(pid, inode)) return pid;
  return null;
}

async function inodeOf(port: number): Promise<string | null> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const file of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const table = await readFile(file, 'utf8').catch(() => '');
    for (const line of table.split('\n')) {
      const fields = line.trim().split(/\s+/);
      const inode = fields[COLUMN.inode];
      // Both ends of a connection on loopback are in the table; the one whose local port this is comes from the caller.
      if (fields[COLUMN.local]?.endsWith(wanted) === true && inode !== undefined && inode !== '0') return inode;
    }
  }
  return null;
}

async function hasSocket(pid: number, inode: string): Promise<boolean> {
  const directory = `/proc/${pid}/fd`;
  const handles = await readdir(directory).catch(() => []);
  for (const handle of handles) {
    const target = await readlink(`${directory}/${handle}`).catch(() => '');
    if (SOCKET.exec(target)?.[1] === inode) return true;
  }
  return false;
}
