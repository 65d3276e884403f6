// Original file: proto/frontrow/v1/node.proto

import type { Reply as _frontrow_v1_Reply, Reply__Output as _frontrow_v1_Reply__Output } from '../../frontrow/v1/Reply.js';

export interface Replies {
  'replies'?: (_frontrow_v1_Reply)[];
}

export interface Replies__Output {
  'replies': (_frontrow_v1_Reply__Output)[];
}
