/**
 * What one caller can ask of the gRPC port at most, so that no caller takes it from the others. What a caller asks of tickets is limited where that is decided.
 *
 * Node.js adds limits of its own, which are not settings: metadata of 64 KiB and 128 entries (a call with more is reset), and about a thousand calls that are
 * called off at once, 33 a second on end (a connection with more is closed).
 */

const KIBIBYTE = 1_024;
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

export interface GrpcLimits {
  /** A request, also when unpacked. A larger one ends its call with RESOURCE_EXHAUSTED. */
  readonly messageBytesMax: number;
  /** Calls and streams under way on one connection; clients keep back what is more. */
  readonly callsPerConnectionMax: number;
  /** Further connections are closed unanswered. Each takes about 100 KB. */
  readonly connectionsMax: number;
  /** A TLS connection must stand after so long. */
  readonly handshakeTimeoutMs: number;
  /** So often a connection is asked whether its other end still lives. */
  readonly keepAliveIntervalMs: number;
  /** It is closed when it does not answer for so long. */
  readonly keepAliveTimeoutMs: number;
  /** A connection without a call is closed after so long; clients make a new one when they need it. */
  readonly idleConnectionMs: number;
  /** About so long a connection is given calls: certificates that have ended and services that moved are found out then. */
  readonly connectionAgeMs: number;
  /** So long after that what still runs on it goes on; streams are resumed on a new one. */
  readonly connectionAgeGraceMs: number;
}

export const GRPC_LIMITS: GrpcLimits = {
  messageBytesMax: 256 * KIBIBYTE,
  callsPerConnectionMax: 1_000,
  connectionsMax: 2_000,
  handshakeTimeoutMs: 10 * SECOND_MS,
  keepAliveIntervalMs: 30 * SECOND_MS,
  keepAliveTimeoutMs: 10 * SECOND_MS,
  idleConnectionMs: 10 * MINUTE_MS,
  connectionAgeMs: 60 * MINUTE_MS,
  connectionAgeGraceMs: 5 * MINUTE_MS,
};
