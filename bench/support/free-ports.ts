/**
 * Ports on the loopback address for servers that cannot take a free one by themselves, because others must know it before they start.
 *
 * Whoever looks for a free port and uses it a moment later races everybody who does the same, above all for servers that are killed and started again. So ports
 * are divided into blocks, and a process listens on the first port of a block for as long as it lives: the others of that block are its own. The system gives
 * the block back when the process ends, however it ends.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server } from 'node:net';

const LOOPBACK = '127.0.0.1';
/**
 * Below the ports that systems hand out for outgoing connections: a port taken from those could be somebody's own end of a connection by the time that the
 * server asks for it.
 */
const PORT_MIN = 15_000;
const PORT_MAX = 31_999;
const BLOCK_SIZE = 25;
const BLOCKS = Math.floor((PORT_MAX + 1 - PORT_MIN) / BLOCK_SIZE);

/** Of blocks that are ours, those that were not given out yet. */
const own: number[] = [];

/** Different ones that nobody listens on. They are kept for this process until it ends, and are never given out again. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = own.shift();
    if (port === undefined) await claimBlock();
    else if (await isFree(port)) ports.push(port);
  }
  return ports;
}

/** A port of it may still be somebody's who knows nothing of blocks. */
async function claimBlock(): Promise<void> {
  const first = Math.floor(Math.random() * BLOCKS);
  for (let step = 0; step < BLOCKS; step += 1) {
    const claim = PORT_MIN + ((first + step) % BLOCKS) * BLOCK_SIZE;
    const holder = await listening(claim);
    if (holder === null) continue;
    holder.on('connection', (socket) => socket.destroy()).unref();
    own.push(...Array.from({ length: BLOCK_SIZE - 1 }, (_, index) => claim + 1 + index));
    return;
  }
  throw new Error(`all ports between ${PORT_MIN} and ${PORT_MAX} are taken by processes that run`);
}

async function isFree(port: number): Promise<boolean> {
  const server = await listening(port);
  if (server === null) return false;
  await new Promise((resolve) => server.close(resolve));
  return true;
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
