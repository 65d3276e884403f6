/** What the settings of an external issuer of access tokens may be. */

/**
 * Signatures by a private key that the issuer alone has. Those with a shared secret (HS256 and the like) and `none` are not among them and never may be: the
 * text of a public key would do as the secret.
 */
export const EXTERNAL_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

export type ExternalAlgorithm = (typeof EXTERNAL_ALGORITHMS)[number];

export function isExternalAlgorithm(name: string): name is ExternalAlgorithm {
  return EXTERNAL_ALGORITHMS.some((algorithm) => algorithm === name);
}

const LOOPBACK_V4 = /^127(\.\d{1,3}){3}$/;

/** Why keys cannot be fetched from there, as the end of a sentence that begins with the setting's name; null when they can. */
export function whyNotKeySetUrl(text: string): string | null {
  if (!URL.canParse(text)) return 'must be a URL, for example https://issuer.example/.well-known/jwks.json';
  return whyNotTrusted(new URL(text));
}

/** Why fans cannot be sent there to sign in, in the same way. */
export function whyNotSignInUrl(text: string): string | null {
  if (!URL.canParse(text)) return 'must be a URL, for example https://accounts.example/sign-in';
  const url = new URL(text);
  // The way back leads through a query parameter, and the token comes in the fragment.
  if (url.hash !== '' || text.includes('#')) return 'must not have a fragment';
  if (url.searchParams.has('returnTo')) return 'must not say returnTo: the web app adds it';
  return whyNotTrusted(url);
}

function whyNotTrusted({ protocol, hostname, username, password }: URL): string | null {
  if (username !== '' || password !== '') return 'must not hold a user name or a password';
  if (protocol === 'https:') return null;
  // Whoever can change the answer on its way can sign in as anybody.
  if (protocol !== 'http:') return 'must begin with https://';
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || LOOPBACK_V4.test(hostname);
  return isLoopback ? null : 'must begin with https:// (http:// is for this machine only: localhost, 127.0.0.1 and ::1)';
}
