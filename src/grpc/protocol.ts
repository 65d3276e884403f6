/**
 * The protocol buffers, loaded once from proto/: what the server serves and clients call. How they are decoded is what the types in generated/ were made for
 * (`node test/tooling/proto-types.mjs`).
 */
import { fileURLToPath } from 'node:url';
import { loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { MessageTypeDefinition, Options } from '@grpc/proto-loader';
import type { BadRequest, BadRequest__Output } from './generated/google/rpc/BadRequest.js';
import type { ErrorInfo, ErrorInfo__Output } from './generated/google/rpc/ErrorInfo.js';
import type { RetryInfo, RetryInfo__Output } from './generated/google/rpc/RetryInfo.js';
import type { Status, Status__Output } from './generated/google/rpc/Status.js';
import type { ProtoGrpcType } from './generated/ticketing.js';

/** Beside dist/ in a package, beside src/ in a checkout; this file runs from dist/src/grpc/. */
const DIRECTORY = fileURLToPath(new URL('../../../proto', import.meta.url));
const FILES = ['frontrow/v1/ticketing.proto', 'google/rpc/status.proto', 'google/rpc/error_details.proto'];
/** Points and versions stay far below 2^53, so numbers hold them exactly. */
const OPTIONS: Options = { includeDirs: [DIRECTORY], longs: Number, enums: String, defaults: true, oneofs: true };

/** For reflection. */
export const packageDefinition = loadSync(FILES, OPTIONS);

const loaded = loadPackageDefinition(packageDefinition) as unknown as ProtoGrpcType;

/** The client's constructor; its `service` is the server's description. */
export const TicketingService = loaded.frontrow.v1.Ticketing;

function message<Input extends object, Output extends object>(name: string): MessageTypeDefinition<Input, Output> {
  return packageDefinition[name] as unknown as MessageTypeDefinition<Input, Output>;
}

/** What errors carry. */
export const errorMessages = {
  status: message<Status, Status__Output>('google.rpc.Status'),
  errorInfo: message<ErrorInfo, ErrorInfo__Output>('google.rpc.ErrorInfo'),
  badRequest: message<BadRequest, BadRequest__Output>('google.rpc.BadRequest'),
  retryInfo: message<RetryInfo, RetryInfo__Output>('google.rpc.RetryInfo'),
};
