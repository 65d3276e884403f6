// Original file: proto/frontrow/v1/node.proto


/**
 * The answer to it. `proof` shows that this side knows the secret: HMAC-SHA256 over a label, both sessions and both nonces.
 */
export interface Challenge {
  'nonce'?: (Buffer | Uint8Array | string);
  'proof'?: (Buffer | Uint8Array | string);
}

/**
 * The answer to it. `proof` shows that this side knows the secret: HMAC-SHA256 over a label, both sessions and both nonces.
 */
export interface Challenge__Output {
  'nonce': (Buffer);
  'proof': (Buffer);
}
