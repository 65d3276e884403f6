// Original file: proto/frontrow/v1/ticketing.proto

import type { TokenStatus as _frontrow_v1_TokenStatus, TokenStatus__Output as _frontrow_v1_TokenStatus__Output } from '../../frontrow/v1/TokenStatus.js';
import type { Place as _frontrow_v1_Place, Place__Output as _frontrow_v1_Place__Output } from '../../frontrow/v1/Place.js';

export interface Position {
  'status'?: (_frontrow_v1_TokenStatus);
  'place'?: (_frontrow_v1_Place | null);
}

export interface Position__Output {
  'status': (_frontrow_v1_TokenStatus__Output);
  'place': (_frontrow_v1_Place__Output | null);
}
