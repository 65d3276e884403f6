/**
 * The HTTP/2 stream under a call. grpc-js shows neither that it closed before the call began nor a way to cut it, and both are needed: a caller may be gone
 * before its call is handled, and a status can never reach a reader that does not read.
 */
import { constants } from 'node:http2';
import type { ServerHttp2Stream } from 'node:http2';
import { Duplex } from 'node:stream';

/** null when the library keeps it elsewhere: streams then end as the library ends them. */
export function transportOf(call: object): ServerHttp2Stream | null {
  // Interceptors stand around the call that has the stream.
  for (let inner = memberOf(call, 'call'); inner !== undefined; inner = memberOf(inner, 'nextCall')) {
    const stream = memberOf(inner, 'stream');
    if (isTransport(stream)) return stream;
  }
  return null;
}

/** Cuts the stream; clients make RESOURCE_EXHAUSTED of it. What was written and not read yet is freed. */
export function cut(transport: ServerHttp2Stream | null): void {
  transport?.close(constants.NGHTTP2_ENHANCE_YOUR_CALM);
}

function isTransport(value: unknown): value is ServerHttp2Stream {
  return value instanceof Duplex && 'rstCode' in value && 'session' in value;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, name) as unknown) : undefined;
}
