// Original file: proto/frontrow/v1/node.proto

import type { Long } from '@grpc/proto-loader';

export interface Ask {
  /**
   * Unique within the stream, growing.
   */
  'number'?: (number | string | Long);
  /**
   * kind/key
   */
  'entity'?: (string);
  /**
   * The id of the command.
   */
  'id'?: (string);
  /**
   * See the codec: JSON, or the structured clone format of V8 where there is binary data in it.
   */
  'command'?: (Buffer | Uint8Array | string);
  /**
   * From an idempotency key: the key in its scope and the hash of the body; both empty when there is none.
   */
  'idempotencyKey'?: (string);
  'idempotencyBodyHash'?: (string);
  /**
   * What is left until nobody waits for the answer any more, ms; absent when somebody always does.
   */
  'leftMs'?: (number);
  'fromEffect'?: (boolean);
  /**
   * Of the asking node's shard table.
   */
  'revision'?: (number | string | Long);
  '_leftMs'?: "leftMs";
}

export interface Ask__Output {
  /**
   * Unique within the stream, growing.
   */
  'number': (number);
  /**
   * kind/key
   */
  'entity': (string);
  /**
   * The id of the command.
   */
  'id': (string);
  /**
   * See the codec: JSON, or the structured clone format of V8 where there is binary data in it.
   */
  'command': (Buffer);
  /**
   * From an idempotency key: the key in its scope and the hash of the body; both empty when there is none.
   */
  'idempotencyKey': (string);
  'idempotencyBodyHash': (string);
  /**
   * What is left until nobody waits for the answer any more, ms; absent when somebody always does.
   */
  'leftMs'?: (number);
  'fromEffect': (boolean);
  /**
   * Of the asking node's shard table.
   */
  'revision': (number);
  '_leftMs'?: "leftMs";
}
