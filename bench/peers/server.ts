/** The process of a peer: its Fastify in front of its store, on a free port of the loopback interface. */
import type { AddressInfo } from 'node:net';
import { createAccessTokens } from '../../src/identity/access-tokens.js';
import { deriveKeyRing } from '../../src/identity/keys.js';
import { createMinting } from '../../src/identity/minting.js';
import { createQueueTokens } from '../../src/identity/queue-tokens.js';
import { buildPeerApp } from './app.js';
import { SETTINGS_VARIABLE } from './kind.js';
import type { PeerSettings } from './kind.js';
import { openStore } from './open-store.js';

/** Peers issue no access tokens, so how long one lasts is never asked. */
const TTL_SECONDS = 3_600;

async function serve(settings: PeerSettings): Promise<void> {
  const secrets = { current: settings.secret, previous: null };
  const minting = createMinting();
  const store = await openStore(settings);
  const app = buildPeerApp({
    store,
    accessTokens: createAccessTokens({ ring: deriveKeyRing(secrets, 'access-token'), ttlSeconds: TTL_SECONDS }),
    queueTokens: createQueueTokens({ ring: deriveKeyRing(secrets, 'queue-token') }),
    mintReservation: () => minting.commandId(),
    now: Date.now,
    holdMs: settings.holdMs,
  });
  process.once('SIGTERM', () => {
    app.server.closeAllConnections();
    void app.close().then(async () => store.close());
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  process.stdout.write(`The peer is ready: http://127.0.0.1:${port}\n`);
}

await serve(JSON.parse(process.env[SETTINGS_VARIABLE] ?? '') as PeerSettings);
