/**
 * What live sockets have in common: how they begin, and how they end.
 *
 *   client  {type:"authenticate", accessToken, queueToken, fromVersion?}   within AUTHENTICATE_WITHIN_MS, and nothing else
 *   server  {type:"error", code}                                           then it closes with 4000 + the HTTP status of that code
 *
 * What comes between is the subject of queue-messages.ts and seats-messages.ts. A socket that does not answer pings is dropped.
 */
import { refuse } from '../../domain/refusals.js';
import type { Refusal, RefusalCode } from '../../domain/refusals.js';
import { STATUS_OF } from '../problem.js';

/** The live queue. */
export const QUEUE_PATH = '/api/v1/queue/live';
/** Live seats, as a route and as what paths look like. */
export const SEATS_ROUTE = '/api/v1/schedules/:scheduleId/live';
const SEATS_PATH = /^\/api\/v1\/schedules\/[^/]+\/live$/;
/** RFC 6455. */
export const WEBSOCKET_VERSION = '13';

export const AUTHENTICATE_WITHIN_MS = 5_000;
/** Two signed tokens and a little around them. */
export const MESSAGE_BYTES_MAX = 8 * 1024;
/** Messages a client may send after it has authenticated; they mean nothing, and more of them is abuse. */
export const IDLE_MESSAGES_MAX = 100;
/** Bytes that may wait to be sent on one socket before it is told nothing more. */
export const BUFFERED_BYTES_MAX = 64 * 1024;

export const CLOSE_NORMAL = 1000;
export const CLOSE_GOING_AWAY = 1001;
export const CLOSE_POLICY_VIOLATION = 1008;

export function isLivePath(path: string): boolean {
  return path === QUEUE_PATH || SEATS_PATH.test(path);
}

/** 4000 + the HTTP status that the refusal would have. */
export function closeCodeOf(code: RefusalCode): number {
  return 4000 + STATUS_OF[code];
}

export function errorMessage(code: RefusalCode): string {
  return JSON.stringify({ type: 'error', code });
}

export interface Authentication {
  readonly accessToken: string;
  readonly queueToken: string | null;
  /** The version of the seats that the client knows; 0 for none. */
  readonly fromVersion: number;
}

const MALFORMED = refuse('VALIDATION_FAILED');

/** The client's one message. */
export function parseAuthentication(text: string): Authentication | Refusal {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return MALFORMED;
  }
  if (typeof message !== 'object' || message === null || !('type' in message) || message.type !== 'authenticate') return MALFORMED;
  const accessToken = 'accessToken' in message ? message.accessToken : '';
  const queueToken = 'queueToken' in message ? message.queueToken : null;
  const fromVersion = 'fromVersion' in message ? message.fromVersion : 0;
  if (typeof accessToken !== 'string' || (typeof queueToken !== 'string' && queueToken !== null) || !isVersion(fromVersion))
    return MALFORMED;
  return { accessToken, queueToken: queueToken === '' ? null : queueToken, fromVersion };
}

function isVersion(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** OpenAPI has no words for WebSockets, so a socket is described in prose. */
export function describeSocket({ operationId, tag, summary, parameters, lines }: SocketDescription): object {
  return {
    get: {
      operationId,
      tags: [tag],
      summary,
      ...(parameters.length === 0 ? {} : { parameters }),
      description: lines.join('\n\n'),
      responses: {
        101: { description: 'Switching to the WebSocket protocol.' },
        403: { description: '`ORIGIN_NOT_ALLOWED`: the page’s origin is not one the service is configured for.' },
        426: { description: '`VALIDATION_FAILED`: this is no WebSocket handshake.' },
        429: { description: '`RATE_LIMITED`: too many handshakes.' },
        503: { description: '`OVERLOADED`: the node is too busy for another socket right now.' },
      },
    },
  };
}

export interface SocketDescription {
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly parameters: readonly object[];
  /** Paragraphs. */
  readonly lines: readonly string[];
}

export const ENDS =
  'After an error the socket is closed with 4000 + the HTTP status of its code; with 1001 when the node goes away: connect again.';
