import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { Ask as _frontrow_v1_Ask, Ask__Output as _frontrow_v1_Ask__Output } from './frontrow/v1/Ask.js';
import type { Asks as _frontrow_v1_Asks, Asks__Output as _frontrow_v1_Asks__Output } from './frontrow/v1/Asks.js';
import type { Cancels as _frontrow_v1_Cancels, Cancels__Output as _frontrow_v1_Cancels__Output } from './frontrow/v1/Cancels.js';
import type { Challenge as _frontrow_v1_Challenge, Challenge__Output as _frontrow_v1_Challenge__Output } from './frontrow/v1/Challenge.js';
import type { Hello as _frontrow_v1_Hello, Hello__Output as _frontrow_v1_Hello__Output } from './frontrow/v1/Hello.js';
import type { LinkRequest as _frontrow_v1_LinkRequest, LinkRequest__Output as _frontrow_v1_LinkRequest__Output } from './frontrow/v1/LinkRequest.js';
import type { LinkResponse as _frontrow_v1_LinkResponse, LinkResponse__Output as _frontrow_v1_LinkResponse__Output } from './frontrow/v1/LinkResponse.js';
import type { NodeLinkClient as _frontrow_v1_NodeLinkClient, NodeLinkDefinition as _frontrow_v1_NodeLinkDefinition } from './frontrow/v1/NodeLink.js';
import type { Proof as _frontrow_v1_Proof, Proof__Output as _frontrow_v1_Proof__Output } from './frontrow/v1/Proof.js';
import type { Replies as _frontrow_v1_Replies, Replies__Output as _frontrow_v1_Replies__Output } from './frontrow/v1/Replies.js';
import type { Reply as _frontrow_v1_Reply, Reply__Output as _frontrow_v1_Reply__Output } from './frontrow/v1/Reply.js';
import type { Welcome as _frontrow_v1_Welcome, Welcome__Output as _frontrow_v1_Welcome__Output } from './frontrow/v1/Welcome.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  frontrow: {
    v1: {
      Ask: MessageTypeDefinition<_frontrow_v1_Ask, _frontrow_v1_Ask__Output>
      Asks: MessageTypeDefinition<_frontrow_v1_Asks, _frontrow_v1_Asks__Output>
      Cancels: MessageTypeDefinition<_frontrow_v1_Cancels, _frontrow_v1_Cancels__Output>
      Challenge: MessageTypeDefinition<_frontrow_v1_Challenge, _frontrow_v1_Challenge__Output>
      Hello: MessageTypeDefinition<_frontrow_v1_Hello, _frontrow_v1_Hello__Output>
      LinkRequest: MessageTypeDefinition<_frontrow_v1_LinkRequest, _frontrow_v1_LinkRequest__Output>
      LinkResponse: MessageTypeDefinition<_frontrow_v1_LinkResponse, _frontrow_v1_LinkResponse__Output>
      NodeLink: SubtypeConstructor<typeof grpc.Client, _frontrow_v1_NodeLinkClient> & { service: _frontrow_v1_NodeLinkDefinition }
      Proof: MessageTypeDefinition<_frontrow_v1_Proof, _frontrow_v1_Proof__Output>
      Replies: MessageTypeDefinition<_frontrow_v1_Replies, _frontrow_v1_Replies__Output>
      Reply: MessageTypeDefinition<_frontrow_v1_Reply, _frontrow_v1_Reply__Output>
      Welcome: MessageTypeDefinition<_frontrow_v1_Welcome, _frontrow_v1_Welcome__Output>
    }
  }
}

