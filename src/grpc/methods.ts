/** The shape of the service's methods, unary and streaming: which right each needs, and what handles it. */
import type { handleUnaryCall } from '@grpc/grpc-js';
import type { Refusal } from '../domain/refusals.js';
import type { CallOptions } from '../ticketing/asking.js';
import type { Caller, Right } from './callers.js';
import type { TicketingHandlers } from './generated/frontrow/v1/Ticketing.js';

/** A call whose caller may make it. */
export interface Call<Request> {
  readonly request: Request;
  readonly caller: Caller;
  /** Deadline and, for mutations with a request id, what the answer is remembered under. */
  readonly options: CallOptions;
  /** False once the caller has gone away or the deadline has passed: nothing more is begun for it. Asked before each step. */
  isWanted(): boolean;
}

export interface UnaryMethod<Request, Response> {
  readonly right: Right;
  /** Takes a `request_id`. */
  readonly mutation: boolean;
  handle(call: Call<Request>): Promise<Response | Refusal>;
}

/** The service's methods by name, without the index signature that grpc-js adds. */
type Named = {
  [Name in keyof TicketingHandlers as string extends Name ? never : number extends Name ? never : Name]: TicketingHandlers[Name];
};

/** Every unary method of the service: those whose handlers take a callback. */
export type UnaryMethods = {
  readonly [Name in keyof Named as Parameters<Named[Name]>['length'] extends 2 ? Name : never]: Named[Name] extends handleUnaryCall<
    infer Request,
    infer Response
  >
    ? UnaryMethod<Request, Response>
    : never;
};

/** What a stream's handler writes to. Nothing may be written after `end`, `refuse` or `onGone`. */
export interface Outgoing<Response> {
  /** False when the reader has enough for now; `onReady` tells when it takes more. What was written is kept until then. */
  write(response: Response): boolean;
  onReady(listener: () => void): void;
  /** The caller has gone away, its deadline has passed, or the node cut the stream. Called once; at once when it is too late. */
  onGone(listener: () => void): void;
  end(): void;
  refuse(refusal: Refusal): void;
}

export interface StreamMethod<Request, Response> {
  readonly right: Right;
  /** Answers with a refusal when nothing can be streamed; else goes on by itself. */
  open(call: Call<Request>, outgoing: Outgoing<Response>): Promise<Refusal | undefined>;
}
