// Original file: proto/frontrow/v1/node.proto

import type { Challenge as _frontrow_v1_Challenge, Challenge__Output as _frontrow_v1_Challenge__Output } from '../../frontrow/v1/Challenge.js';
import type { Welcome as _frontrow_v1_Welcome, Welcome__Output as _frontrow_v1_Welcome__Output } from '../../frontrow/v1/Welcome.js';
import type { Replies as _frontrow_v1_Replies, Replies__Output as _frontrow_v1_Replies__Output } from '../../frontrow/v1/Replies.js';

export interface LinkResponse {
  'challenge'?: (_frontrow_v1_Challenge | null);
  'welcome'?: (_frontrow_v1_Welcome | null);
  'replies'?: (_frontrow_v1_Replies | null);
  'frame'?: "challenge"|"welcome"|"replies";
}

export interface LinkResponse__Output {
  'challenge'?: (_frontrow_v1_Challenge__Output | null);
  'welcome'?: (_frontrow_v1_Welcome__Output | null);
  'replies'?: (_frontrow_v1_Replies__Output | null);
  'frame'?: "challenge"|"welcome"|"replies";
}
