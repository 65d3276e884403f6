/** An external issuer as tests play it: keys, tokens signed with them, and a server on this machine that publishes the public ones. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK, exportSPKI, generateKeyPair } from 'jose';
import type { CryptoKey, JWK, JWTPayload } from 'jose';

export const ISSUER = 'https://id.example/realms/fans';
export const AUDIENCE = 'frontrow';

export interface TestKey {
  readonly algorithm: string;
  readonly keyId: string | null;
  readonly privateKey: CryptoKey;
  /** As it is published. */
  readonly jwk: JWK;
  readonly pem: string;
}

export async function makeKey(algorithm: string, keyId: string | null): Promise<TestKey> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  const named = keyId === null ? {} : { kid: keyId };
  const jwk = { ...(await exportJWK(publicKey)), ...named, alg: algorithm, use: 'sig' };
  return { algorithm, keyId, privateKey, jwk, pem: await exportSPKI(publicKey) };
}

/** What a good token says at that time (ms since 1970); it ends ten minutes later. */
export function claimsAt(now: number, changed: JWTPayload = {}): JWTPayload {
  const seconds = Math.floor(now / 1_000);
  return { iss: ISSUER, aud: AUDIENCE, sub: 'auth0|6508f1', iat: seconds, exp: seconds + 600, ...changed };
}

export function sign(key: TestKey, claims: JWTPayload, header: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const named = key.keyId === null ? {} : { kid: key.keyId };
  return new SignJWT(claims).setProtectedHeader({ alg: key.algorithm, typ: 'at+jwt', ...named, ...header }).sign(key.privateKey);
}

/** Publishes `keys`, or does whatever `behave` is set to. */
export class KeyServer {
  asked = 0;
  keys: readonly JWK[] = [];
  behave: RequestListener | null = null;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {
    server.on('request', (request, response) => {
      this.asked += 1;
      if (this.behave !== null) this.behave(request, response);
      else response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: this.keys }));
    });
  }

  static async start(...keys: readonly TestKey[]): Promise<KeyServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const started = new KeyServer(server, `http://127.0.0.1:${port}/jwks.json`);
    started.publish(...keys);
    return started;
  }

  publish(...keys: readonly TestKey[]): void {
    this.keys = keys.map(({ jwk }) => jwk);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    if (!this.server.listening) return;
    this.server.close();
    await once(this.server, 'close');
  }
}

/** Lets the event loop go round until that is so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
