// Original file: proto/frontrow/v1/node.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { LinkRequest as _frontrow_v1_LinkRequest, LinkRequest__Output as _frontrow_v1_LinkRequest__Output } from '../../frontrow/v1/LinkRequest.js';
import type { LinkResponse as _frontrow_v1_LinkResponse, LinkResponse__Output as _frontrow_v1_LinkResponse__Output } from '../../frontrow/v1/LinkResponse.js';

export interface NodeLinkClient extends grpc.Client {
  Connect(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_frontrow_v1_LinkRequest, _frontrow_v1_LinkResponse__Output>;
  Connect(options?: grpc.CallOptions): grpc.ClientDuplexStream<_frontrow_v1_LinkRequest, _frontrow_v1_LinkResponse__Output>;
  connect(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_frontrow_v1_LinkRequest, _frontrow_v1_LinkResponse__Output>;
  connect(options?: grpc.CallOptions): grpc.ClientDuplexStream<_frontrow_v1_LinkRequest, _frontrow_v1_LinkResponse__Output>;
  
}

export interface NodeLinkHandlers extends grpc.UntypedServiceImplementation {
  Connect: grpc.handleBidiStreamingCall<_frontrow_v1_LinkRequest__Output, _frontrow_v1_LinkResponse>;
  
}

export interface NodeLinkDefinition extends grpc.ServiceDefinition {
  Connect: MethodDefinition<_frontrow_v1_LinkRequest, _frontrow_v1_LinkResponse, _frontrow_v1_LinkRequest__Output, _frontrow_v1_LinkResponse__Output>
}
