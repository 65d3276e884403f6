// Original file: proto/frontrow/v1/node.proto


/**
 * The first frame of whoever connects.
 */
export interface Hello {
  /**
   * Of this protocol; a peer that does not speak it says so in the status it ends the stream with.
   */
  'protocol'?: (number);
  /**
   * The cluster, so that nodes of two clusters never mix.
   */
  'cluster'?: (string);
  'session'?: (string);
  /**
   * The session that is meant to be here: an address may have passed to another process.
   */
  'toSession'?: (string);
  /**
   * 32 random bytes.
   */
  'nonce'?: (Buffer | Uint8Array | string);
}

/**
 * The first frame of whoever connects.
 */
export interface Hello__Output {
  /**
   * Of this protocol; a peer that does not speak it says so in the status it ends the stream with.
   */
  'protocol': (number);
  /**
   * The cluster, so that nodes of two clusters never mix.
   */
  'cluster': (string);
  'session': (string);
  /**
   * The session that is meant to be here: an address may have passed to another process.
   */
  'toSession': (string);
  /**
   * 32 random bytes.
   */
  'nonce': (Buffer);
}
