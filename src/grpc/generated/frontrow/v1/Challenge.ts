// Original file: proto/frontrow/v1/node.proto


/**
 * The answer to it. `proof` shows that this side knows the secret: HMAC-SHA256 over a label, both sessions and both nonces. While the secret is changed it is
 * two of them, one after the other, of both secrets that this side knows.
 */
export interface Challenge {
  'nonce'?: (Buffer | Uint8Array | string);
  'proof'?: (Buffer | Uint8Array | string);
}

/**
 * The answer to it. `proof` shows that this side knows the secret: HMAC-SHA256 over a label, both sessions and both nonces. While the secret is changed it is
 * two of them, one after the other, of both secrets that this side knows.
 */
export interface Challenge__Output {
  'nonce': (Buffer);
  'proof': (Buffer);
}
