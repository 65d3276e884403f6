// Original file: proto/frontrow/v1/node.proto

import type { Long } from '@grpc/proto-loader';

export interface Reply {
  'number'?: (number | string | Long);
  /**
   * The entity's reply or refusal, encoded as a command is.
   */
  'answer'?: (Buffer | Uint8Array | string);
  /**
   * This node does not own the shard, as of this revision of its table.
   */
  'notOwner'?: (number | string | Long);
  /**
   * Why nothing was done: the node is on its way down, or cannot read the ask.
   */
  'notTaken'?: (string);
  'outcome'?: "answer"|"notOwner"|"notTaken";
}

export interface Reply__Output {
  'number': (number);
  /**
   * The entity's reply or refusal, encoded as a command is.
   */
  'answer'?: (Buffer);
  /**
   * This node does not own the shard, as of this revision of its table.
   */
  'notOwner'?: (number);
  /**
   * Why nothing was done: the node is on its way down, or cannot read the ask.
   */
  'notTaken'?: (string);
  'outcome'?: "answer"|"notOwner"|"notTaken";
}
