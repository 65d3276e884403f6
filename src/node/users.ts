/** Who web users are: guests with tokens of the node's own, or users of an external issuer. */
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { createAccessTokens } from '../identity/access-tokens.js';
import { deriveKeyRing } from '../identity/keys.js';
import type { LoadedSecrets } from '../identity/secrets.js';
import type { RestDeps } from '../rest/deps.js';

export interface Users {
  readonly accessTokens: RestDeps['accessTokens'];
  /** Stops asking for the issuer's keys. */
  close(): void;
}

interface Clock {
  now(): number;
}

/** What verifies an external issuer's tokens is loaded when there is one. Rejects with `KeysUnusable` when the keys of an external issuer are to come from a file that does not hold any. */
export async function openUsers(config: Config, secrets: LoadedSecrets, clock: Clock, logger: Logger): Promise<Users> {
  const { issuer, issuerAudience, issuerJwksUrl, issuerKeysFile } = config;
  if (issuer === null || issuerAudience === null) return guests(config, secrets, clock);
  const { createExternalIssuer } = await import('../identity/external-issuer.js');
  const external = createExternalIssuer({
    issuer,
    audience: issuerAudience,
    algorithms: config.issuerAlgorithms,
    keys: issuerJwksUrl === null ? { file: issuerKeysFile ?? '' } : { jwksUrl: issuerJwksUrl },
    clock,
    onFailure: (error) => logger.warn({ err: error }, 'the keys of the external issuer could not be had'),
  });
  return {
    accessTokens: { issue: null, verify: (text, from) => external.verify(text, clock.now(), from) },
    close: () => external.close(),
  };
}

function guests(config: Config, secrets: LoadedSecrets, clock: Clock): Users {
  const tokens = createAccessTokens({ ring: deriveKeyRing(secrets.secrets, 'access-token'), ttlSeconds: config.accessTokenTtlSeconds });
  return {
    accessTokens: {
      issue: (userId) => tokens.issue(userId, clock.now()),
      verify: (text, from) => tokens.verify(text, clock.now(), from),
    },
    close: () => undefined,
  };
}
