/**
 * What is behind a connection that does not come to stand. grpc-js calls all of it UNAVAILABLE, but where two sides are not set up for each other no waiting
 * helps, and whoever set them up wants to know which setting it is.
 */

export interface ConnectionTrouble {
  /** What to look at. */
  readonly text: string;
  /** What the libraries say. */
  readonly said: string;
  /** Trying again changes nothing. */
  readonly final: boolean;
}

/** In the order of trial: what the other side says of certificates, too, has the word in it. */
const TROUBLES: readonly { readonly sign: RegExp; readonly text: string; readonly final: boolean }[] = [
  { sign: /wrong version number|packet length too long/i, text: 'the service does not speak TLS here: leave out `tls`', final: true },
  {
    sign: /alert (\w+ )*(certificate|unknown ca|access denied)|alert number/i,
    text: "the service does not accept this client's certificate: check `tls.cert` and `tls.key`",
    final: true,
  },
  {
    sign: /ALTNAME|certificate|issuer/i,
    text: "the service's certificate is not accepted: check `tls.ca`, `tls.serverName` and its dates",
    final: true,
  },
  // That is all there is to know when the other side hangs up in the middle of a handshake; it may also be on its way down.
  {
    sign: /Last error: Failed to connect/,
    text: 'the service ended the connection before it stood: does it want TLS, or another client certificate?',
    final: false,
  },
];

/** null for what waiting may help, such as nobody listening there. */
export function connectionTrouble(details: string): ConnectionTrouble | null {
  const found = TROUBLES.find(({ sign }) => sign.test(details));
  if (found === undefined) return null;
  const said = details.replace(/^.*Last error: (Error: )?/s, '').replace(/\.? ?Resolution note: *$/, '');
  return { text: found.text, said: said.trim(), final: found.final };
}
