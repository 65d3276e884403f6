// Original file: proto/frontrow/v1/node.proto


/**
 * Whoever connects shows the same.
 */
export interface Proof {
  'proof'?: (Buffer | Uint8Array | string);
}

/**
 * Whoever connects shows the same.
 */
export interface Proof__Output {
  'proof': (Buffer);
}
