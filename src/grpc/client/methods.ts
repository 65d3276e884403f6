/** The methods that the service has, as the client offers them: their types, and how their messages are written and read. */
import type { MethodDefinition } from '@grpc/proto-loader';
import type { TicketingClient, TicketingDefinition } from '../generated/frontrow/v1/Ticketing.js';
import { TicketingService } from '../protocol.js';
import type { Input, Output } from './plain.js';
import { hasField, nameOf, toPlain, toWire } from './plain.js';

const PACKAGE = 'frontrow.v1';

/** The definition without the index signature of its base. */
type MethodName = Extract<
  keyof {
    [Name in keyof TicketingDefinition as string extends Name ? never : number extends Name ? never : Name]: unknown;
  },
  string
>;
type UnaryName = Exclude<MethodName, `Watch${string}`>;

/** What is sent with a call of that method. */
export type RequestOf<Name extends MethodName> =
  TicketingDefinition[Name] extends MethodDefinition<infer Request, infer _Response, infer _In, infer _Out> ? Input<Request> : never;
/** What comes back. */
export type ResponseOf<Name extends MethodName> =
  TicketingDefinition[Name] extends MethodDefinition<infer _Request, infer _Response, infer _In, infer Response> ? Output<Response> : never;

export interface CallOptions {
  /** How long the call may take, with all its retries. @default `deadlineMs` of the client */
  readonly deadlineMs?: number;
  /** Calls it off. */
  readonly signal?: AbortSignal;
}

/** One method for each unary call of the service, with the documentation of ticketing.proto. */
export type UnaryMethods = {
  readonly [Name in keyof Pick<TicketingClient, Uncapitalize<UnaryName>>]: (
    request: RequestOf<Extract<Capitalize<Name>, UnaryName>>,
    options?: CallOptions,
  ) => Promise<ResponseOf<Extract<Capitalize<Name>, UnaryName>>>;
};

/** How one method's messages are written and read. */
export interface Method {
  readonly name: string;
  readonly path: string;
  readonly streams: boolean;
  /** Its requests have a `requestId`. */
  readonly mutation: boolean;
  /** Throws for what no message can be made of. */
  encode(request: object): Buffer;
  decode(bytes: Buffer): unknown;
}

function methodOf(name: string, definition: MethodDefinition<object, object>): Method {
  const response = `${PACKAGE}.${nameOf(definition.responseType)}`;
  return {
    name,
    path: definition.path,
    streams: definition.responseStream,
    mutation: hasField(definition.requestType, 'requestId'),
    encode: (request) => definition.requestSerialize(toWire(request) as object),
    decode: (bytes) => toPlain(response, definition.responseDeserialize(bytes)),
  };
}

export const METHODS: readonly Method[] = Object.entries(TicketingService.service).map(([name, definition]) =>
  methodOf(name, definition as unknown as MethodDefinition<object, object>),
);

export function methodNamed(name: MethodName): Method {
  const method = METHODS.find((candidate) => candidate.name === name);
  if (method === undefined) throw new Error(`the service has no method ${name}`);
  return method;
}
