/** Ports, and why one cannot be had. */

/** A port that cannot be listened on; the message says in one line which and what to do. */
export class PortUnusable extends Error {
  override readonly name = 'PortUnusable';
}

/** What `listen` gives; rejects with `PortUnusable`. `setting`: the one that names the port. */
export async function listening<Listening>(
  listen: () => Promise<Listening>,
  { host, port, setting }: { readonly host: string; readonly port: number; readonly setting: string },
): Promise<Listening> {
  try {
    return await listen();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const why = WHY_NOT_LISTENING[code] ?? `it failed with ${code}`;
    throw new PortUnusable(`cannot listen on ${host}:${port}: ${why}. Set ${setting} to another port; 0 takes a free one.`);
  }
}

const WHY_NOT_LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program has that port',
  EACCES: 'this user may not use that port',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such host',
};
