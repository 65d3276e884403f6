// Original file: proto/frontrow/v1/node.proto


/**
 * Whoever connects shows the same, of one secret that both sides know.
 */
export interface Proof {
  'proof'?: (Buffer | Uint8Array | string);
}

/**
 * Whoever connects shows the same, of one secret that both sides know.
 */
export interface Proof__Output {
  'proof': (Buffer);
}
