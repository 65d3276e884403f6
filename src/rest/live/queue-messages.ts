/**
 * The live queue: what is said over the WebSocket once it is authenticated.
 *
 *   server  {type:"waiting", position, ahead, estimatedWaitSeconds} when something changed, and now and then without a change
 *   server  {type:"admitted", redirectTo, expiresAt}                then it closes
 *   server  {type:"expired", reason}                                then it closes
 *
 * An open socket is a sign of life: its place in line is kept.
 */
import type { TokenView } from '../../domain/queue/protocol.js';
import { redirectTo, time } from '../views.js';
import { AUTHENTICATE_WITHIN_MS, ENDS, describeSocket } from './protocol.js';

export function waitingMessage({ position, ahead, estimatedWaitSeconds }: TokenView): string {
  return JSON.stringify({ type: 'waiting', position, ahead, estimatedWaitSeconds });
}

export function admittedMessage({ concertId, expiresAt }: TokenView): string {
  return JSON.stringify({ type: 'admitted', redirectTo: redirectTo(concertId), expiresAt: expiresAt === null ? null : time(expiresAt) });
}

export function expiredMessage({ endReason }: TokenView): string {
  return JSON.stringify({ type: 'expired', reason: endReason });
}

const EXAMPLES = [
  '{"type":"authenticate","accessToken":"…","queueToken":"…"}',
  '{"type":"waiting","position":812,"ahead":811,"estimatedWaitSeconds":95}',
  '{"type":"admitted","redirectTo":"/api/v1/reservation?concertId=3f2a91c07b5e4d18","expiresAt":"2027-02-01T11:10:03.120Z"}',
  '{"type":"expired","reason":"LOST"}',
  '{"type":"error","code":"QUEUE_TOKEN_INVALID"}',
];

export const QUEUE_DESCRIPTION = describeSocket({
  operationId: 'watchQueue',
  tag: 'Queue',
  summary: 'Watch the line live (WebSocket)',
  parameters: [],
  lines: [
    `Open a WebSocket here and send the first of these within ${AUTHENTICATE_WITHIN_MS / 1000} seconds; the others come from the server, which closes after all but \`waiting\`:`,
    ...EXAMPLES.map((example) => `    ${example}`),
    `An open socket is a sign of life. ${ENDS}`,
  ],
});
