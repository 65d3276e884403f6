/** The answer of a node that is too busy: made ready beforehand, because a refusal that costs much is itself a load. */
import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuse } from '../domain/refusals.js';
import { PROBLEM_MEDIA_TYPE, RETRY_AFTER_SECONDS, problemOf } from './problem.js';
import { SECURITY_HEADERS } from './security-headers.js';

const problem = problemOf(refuse('OVERLOADED'));
/** ASCII: it can be sent in the encoding that costs least. */
const BODY = JSON.stringify(problem);

/** Names and values by turns, as Node.js takes them fastest. Callers are told different times to wait, or they would all come back at once. */
const headersFor = (retryAfterSeconds: number): string[] => [
  ...SECURITY_HEADERS.flat(),
  ...['content-type', PROBLEM_MEDIA_TYPE],
  ...['content-length', String(BODY.length)],
  ...['cache-control', 'no-store'],
  ...['retry-after', String(retryAfterSeconds)],
];
const FIRST = headersFor(RETRY_AFTER_SECONDS);
const HEADERS: readonly string[][] = [FIRST, headersFor(RETRY_AFTER_SECONDS + 1), headersFor(RETRY_AFTER_SECONDS + 2)];

/**
 * Answers through Node.js, which keeps the order of pipelined answers, knows what HEAD and HTTP/1.0 ask for, and reads on to the end of the body so that
 * the connection can be used again. A body that would be refused for its size is not read: the connection ends.
 */
export function answerBusy(request: IncomingMessage, response: ServerResponse, bodyBytesMax: number): void {
  if (Number(request.headers['content-length'] ?? 0) > bodyBytesMax) response.shouldKeepAlive = false;
  response.writeHead(problem.status, HEADERS[Math.floor(Math.random() * HEADERS.length)] ?? FIRST).end(BODY, 'latin1');
}

/** The same for a bare connection: HTTP/1.1, kept alive. */
const RAW: readonly string[] = HEADERS.map((headers) => {
  const lines = headers.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
  return `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}\r\n${lines}connection: keep-alive\r\ndate: `;
});
const SECOND_MS = 1_000;
let datedAt = 0;
let rawEnd = '';

/** To be sent as latin1. */
export function busyAnswer(): string {
  const now = Date.now();
  if (now - datedAt >= SECOND_MS || now < datedAt) {
    datedAt = now - (now % SECOND_MS);
    rawEnd = `${new Date(now).toUTCString()}\r\n\r\n${BODY}`;
  }
  return `${RAW[now % RAW.length] ?? ''}${rawEnd}`;
}
