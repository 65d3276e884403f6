/** The answer of a node that is too busy: made ready beforehand, because a refusal that costs much is itself a load. Programs get a problem, people a page. */
import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuse } from '../domain/refusals.js';
import { BUSY_PAGE, BUSY_PAGE_HEADERS } from './pages-busy.js';
import { isPage } from './pages-paths.js';
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

/** What is sent, through Node.js or on the bare connection. */
class Answers {
  private readonly raw: readonly string[];

  constructor(
    private readonly headers: readonly string[][],
    readonly body: string,
  ) {
    this.raw = headers.map((one) => {
      const lines = one.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
      return `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}\r\n${lines}connection: keep-alive\r\ndate: `;
    });
  }

  someHeaders(): string[] {
    return this.headers[Math.floor(Math.random() * this.headers.length)] ?? [];
  }

  /** Up to the date, which ends the head. */
  someRaw(now: number): string {
    return this.raw[now % this.raw.length] ?? '';
  }
}

const PROBLEM = new Answers(
  [0, 1, 2].map((more) => headersFor(RETRY_AFTER_SECONDS + more)),
  BODY,
);
const PAGE = new Answers(
  BUSY_PAGE_HEADERS.map((headers) => [...headers.flat(), 'content-length', String(BUSY_PAGE.length)]),
  BUSY_PAGE,
);

const answersFor = (target: string): Answers => (isPage(target) ? PAGE : PROBLEM);

/**
 * Answers through Node.js, which keeps the order of pipelined answers, knows what HEAD and HTTP/1.0 ask for, and reads on to the end of the body so that
 * the connection can be used again. A body that would be refused for its size is not read: the connection ends.
 */
export function answerBusy(request: IncomingMessage, response: ServerResponse, bodyBytesMax: number): void {
  if (Number(request.headers['content-length'] ?? 0) > bodyBytesMax) response.shouldKeepAlive = false;
  const answers = answersFor(request.url ?? '');
  response.writeHead(problem.status, answers.someHeaders()).end(answers.body, 'latin1');
}

const SECOND_MS = 1_000;
let datedAt = 0;
let dateAndEnd = '';

/** The same for a bare connection: HTTP/1.1, kept alive. To be sent as latin1. */
export function busyAnswer(target: string): string {
  const now = Date.now();
  if (now - datedAt >= SECOND_MS || now < datedAt) {
    datedAt = now - (now % SECOND_MS);
    dateAndEnd = `${new Date(now).toUTCString()}\r\n\r\n`;
  }
  const answers = answersFor(target);
  return `${answers.someRaw(now)}${dateAndEnd}${answers.body}`;
}
