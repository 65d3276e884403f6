/** Users as the issuer of access tokens makes them, without asking it: whoever chose a node's secret can sign for it. */
import { randomBytes } from 'node:crypto';
import { createAccessTokens } from '../../src/identity/access-tokens.js';
import type { AccessTokens } from '../../src/identity/access-tokens.js';
import { deriveKeyRing } from '../../src/identity/keys.js';
import { createMinting } from '../../src/identity/minting.js';
import type { Guest } from './frontrow-api.js';

const SECRET_BYTES = 32;
const TTL_SECONDS = 86_400;

export class Identities {
  /** For FRONTROW_SECRET. */
  readonly secret = randomBytes(SECRET_BYTES).toString('hex');
  private readonly minting = createMinting();
  private readonly tokens: AccessTokens = createAccessTokens({
    ring: deriveKeyRing({ current: this.secret, previous: null }, 'access-token'),
    ttlSeconds: TTL_SECONDS,
  });

  /** A user nobody has heard of, with an access token. */
  guest(): Guest {
    return this.guestNamed(this.minting.userId());
  }

  guestNamed(userId: string): Guest {
    return { userId, accessToken: this.tokens.issue(userId, Date.now()).token };
  }

  guests(count: number): readonly Guest[] {
    return Array.from({ length: count }, () => this.guest());
  }
}
