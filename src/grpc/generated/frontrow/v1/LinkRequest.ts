// Original file: proto/frontrow/v1/node.proto

import type { Hello as _frontrow_v1_Hello, Hello__Output as _frontrow_v1_Hello__Output } from '../../frontrow/v1/Hello.js';
import type { Proof as _frontrow_v1_Proof, Proof__Output as _frontrow_v1_Proof__Output } from '../../frontrow/v1/Proof.js';
import type { Asks as _frontrow_v1_Asks, Asks__Output as _frontrow_v1_Asks__Output } from '../../frontrow/v1/Asks.js';
import type { Cancels as _frontrow_v1_Cancels, Cancels__Output as _frontrow_v1_Cancels__Output } from '../../frontrow/v1/Cancels.js';

export interface LinkRequest {
  'hello'?: (_frontrow_v1_Hello | null);
  'proof'?: (_frontrow_v1_Proof | null);
  'asks'?: (_frontrow_v1_Asks | null);
  'cancels'?: (_frontrow_v1_Cancels | null);
  'frame'?: "hello"|"proof"|"asks"|"cancels";
}

export interface LinkRequest__Output {
  'hello'?: (_frontrow_v1_Hello__Output | null);
  'proof'?: (_frontrow_v1_Proof__Output | null);
  'asks'?: (_frontrow_v1_Asks__Output | null);
  'cancels'?: (_frontrow_v1_Cancels__Output | null);
  'frame'?: "hello"|"proof"|"asks"|"cancels";
}
