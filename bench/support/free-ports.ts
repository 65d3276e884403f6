/** Ports on the loopback address for servers that cannot take a free one by themselves, because others must know it before they start. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server } from 'node:net';

const LOOPBACK = '127.0.0.1';
/**
 * Below the ports that systems hand out for outgoing connections: a port taken from those could be somebody's own end of a connection by the time that the
 * server asks for it, above all after it was killed and is started again.
 */
const PORT_MIN = 15_000;
const PORT_MAX = 31_999;
const ATTEMPTS_MAX = 1_000;

/** Different ones that nobody listens on. They are not kept: another process may take one before it is used, which is unlikely but not impossible. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const held: Server[] = [];
  try {
    const ports: number[] = [];
    for (let attempt = 0; ports.length < count; attempt += 1) {
      if (attempt === ATTEMPTS_MAX) throw new Error(`no ${count} free ports were found between ${PORT_MIN} and ${PORT_MAX}`);
      const port = PORT_MIN + Math.floor(Math.random() * (PORT_MAX - PORT_MIN + 1));
      const server = await listening(port);
      if (server === null) continue;
      held.push(server);
      ports.push(port);
    }
    return ports;
  } finally {
    await Promise.all(held.map(closed));
  }
}

/** null when somebody has the port. */
async function listening(port: number): Promise<Server | null> {
  const server = createServer();
  server.listen({ port, host: LOOPBACK, exclusive: true });
  try {
    await once(server, 'listening');
    return server;
  } catch {
    return null;
  }
}

async function closed(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}
