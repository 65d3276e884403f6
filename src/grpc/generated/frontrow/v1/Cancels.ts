// Original file: proto/frontrow/v1/node.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Nobody waits for these any more. Best effort: what has begun goes on.
 */
export interface Cancels {
  'numbers'?: (number | string | Long)[];
}

/**
 * Nobody waits for these any more. Best effort: what has begun goes on.
 */
export interface Cancels__Output {
  'numbers': (number)[];
}
