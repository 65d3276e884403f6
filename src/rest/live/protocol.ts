/**
 * The live queue: what is said over the WebSocket, and when it ends.
 *
 *   client  {type:"authenticate", accessToken, queueToken}          within AUTHENTICATE_WITHIN_MS, and nothing else
 *   server  {type:"waiting", position, ahead, estimatedWaitSeconds} when something changed, and now and then without a change
 *   server  {type:"admitted", redirectTo, expiresAt}                then it closes
 *   server  {type:"expired", reason}                                then it closes
 *   server  {type:"error", code}                                    then it closes
 *
 * An open socket is a sign of life: its place in line is kept. A socket that does not answer pings is not, and is dropped.
 */
import type { TokenView } from '../../domain/queue/protocol.js';
import { refuse } from '../../domain/refusals.js';
import type { Refusal, RefusalCode } from '../../domain/refusals.js';
import { STATUS_OF } from '../problem.js';
import { redirectTo, time } from '../views.js';

export const LIVE_PATH = '/api/v1/queue/live';
/** RFC 6455. */
export const WEBSOCKET_VERSION = '13';

export const AUTHENTICATE_WITHIN_MS = 5_000;
/** Two signed tokens and a little around them. */
export const MESSAGE_BYTES_MAX = 8 * 1024;
/** Messages a client may send after it has authenticated; they mean nothing, and more of them is abuse. */
export const IDLE_MESSAGES_MAX = 100;

export const CLOSE_NORMAL = 1000;
export const CLOSE_GOING_AWAY = 1001;
export const CLOSE_POLICY_VIOLATION = 1008;

/** 4000 + the HTTP status that the refusal would have. */
export function closeCodeOf(code: RefusalCode): number {
  return 4000 + STATUS_OF[code];
}

export function waitingMessage({ position, ahead, estimatedWaitSeconds }: TokenView): string {
  return JSON.stringify({ type: 'waiting', position, ahead, estimatedWaitSeconds });
}

export function admittedMessage({ concertId, expiresAt }: TokenView): string {
  return JSON.stringify({ type: 'admitted', redirectTo: redirectTo(concertId), expiresAt: expiresAt === null ? null : time(expiresAt) });
}

export function expiredMessage({ endReason }: TokenView): string {
  return JSON.stringify({ type: 'expired', reason: endReason });
}

export function errorMessage(code: RefusalCode): string {
  return JSON.stringify({ type: 'error', code });
}

export interface Authentication {
  readonly accessToken: string;
  readonly queueToken: string | null;
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
  if (typeof accessToken !== 'string' || (typeof queueToken !== 'string' && queueToken !== null)) return MALFORMED;
  return { accessToken, queueToken: queueToken === '' ? null : queueToken };
}

const EXAMPLES = [
  '{"type":"authenticate","accessToken":"…","queueToken":"…"}',
  '{"type":"waiting","position":812,"ahead":811,"estimatedWaitSeconds":95}',
  '{"type":"admitted","redirectTo":"/api/v1/reservation?concertId=3f2a91c07b5e4d18","expiresAt":"2027-02-01T11:10:03.120Z"}',
  '{"type":"expired","reason":"LOST"}',
  '{"type":"error","code":"QUEUE_TOKEN_INVALID"}',
];

/** OpenAPI has no words for WebSockets, so the description is in prose. */
export const LIVE_DESCRIPTION = {
  get: {
    operationId: 'watchQueue',
    tags: ['Queue'],
    summary: 'Watch the line live (WebSocket)',
    description: [
      `Open a WebSocket here and send the first of these within ${AUTHENTICATE_WITHIN_MS / 1000} seconds; the others come from the server, which closes after all but \`waiting\`:`,
      ...EXAMPLES.map((example) => `    ${example}`),
      'An open socket is a sign of life. After an error the socket is closed with 4000 + the HTTP status of its code; with 1001 when the node goes away: connect again.',
    ].join('\n\n'),
    responses: {
      101: { description: 'Switching to the WebSocket protocol.' },
      403: { description: '`ORIGIN_NOT_ALLOWED`: the page’s origin is not one the service is configured for.' },
      426: { description: '`VALIDATION_FAILED`: this is no WebSocket handshake.' },
      429: { description: '`RATE_LIMITED`: too many handshakes.' },
    },
  },
};
