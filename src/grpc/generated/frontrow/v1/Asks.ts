// Original file: proto/frontrow/v1/node.proto

import type { Ask as _frontrow_v1_Ask, Ask__Output as _frontrow_v1_Ask__Output } from '../../frontrow/v1/Ask.js';

export interface Asks {
  'asks'?: (_frontrow_v1_Ask)[];
}

export interface Asks__Output {
  'asks': (_frontrow_v1_Ask__Output)[];
}
