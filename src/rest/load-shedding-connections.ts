/**
 * Refusing before HTTP: on a connection on which the node had to refuse a request, the next plain ones are refused without being parsed.
 *
 * Of what a refusal costs, Node's HTTP takes half: a parser, header strings, two streams for request and answer. At twice the load that a node can bear, that half is
 * a sixth of its time. So once a connection has been refused something, what arrives on it is looked at first; what need not be refused goes on to Node's
 * parser as it came.
 *
 * Only what can be told for certain is refused here: a single request, whole, in one piece, with nothing before it still to be answered, in the plain form that
 * nearly all clients send. At anything else (a body still on its way, pipelined requests, chunks, an expectation, HTTP/1.0, HEAD, an odd header) the connection is
 * left to the parser for good, which refuses as well as this, only slower. The next request begins where the refused one ended, so nothing that
 * follows can be read differently than its sender meant it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { busyAnswer } from './load-shedding-answers.js';

/** A target in visible characters, and headers of which each has a name of letters, digits and hyphens, one space, and printable characters. */
const PLAIN_HEAD = /^(?:GET|POST|PATCH|DELETE) (\/[!-~]*) HTTP\/1\.1\r\n(?:[\w-]+: [ -~]*\r\n)+\r\n/;
/** Headers that change where a request ends or what becomes of the connection. */
const FRAMING = /\r\n(content-length|transfer-encoding|connection|upgrade|expect|host): ([^\r]*)/gi;
const DIGITS = /^\d{1,7}$/;

/** @returns The target of the one request that the bytes are; null when they are not exactly one in plain form. */
function plainRequestIn(bytes: Buffer): string | null {
  const text = bytes.toString('latin1');
  const head = PLAIN_HEAD.exec(text);
  if (head === null) return null;
  const [{ length: headBytes }, target = ''] = head;
  let bodyBytes: number | null = null;
  let hosts = 0;
  FRAMING.lastIndex = 0;
  for (let header = FRAMING.exec(text); header !== null && header.index < headBytes; header = FRAMING.exec(text)) {
    const [, name = '', value = ''] = header;
    switch (name.toLowerCase()) {
      case 'host':
        hosts += 1;
        break;
      case 'connection':
        if (value.toLowerCase() !== 'keep-alive') return null;
        break;
      case 'content-length':
        if (bodyBytes !== null || !DIGITS.test(value)) return null;
        bodyBytes = Number(value);
        break;
      default:
        return null;
    }
  }
  return hosts === 1 && bytes.length === headBytes + (bodyBytes ?? 0) ? target : null;
}

/** `leave`: to the parser and whoever looks at its requests. `take`: the same, but it is decided. */
export type Verdict = 'refuse' | 'take' | 'leave';

export interface Decisions {
  on(target: string): Verdict;
  /** The parser found a fault with what was taken. */
  takenForNothing(): void;
}

type Parse = (chunk: Buffer) => void;

/** From the first refusal on a connection until something else than plain requests comes, or the connection ends. */
export class WatchedConnection {
  /** What Node's parser was given and has not been answered. */
  private unanswered = 0;
  /** True when Node's parser is known to stand between two requests: it made exactly one whole request of exactly one plain one. */
  private inStep = false;
  private taken = false;
  private lastParsed: IncomingMessage | null = null;
  private readonly answered = (): void => void (this.unanswered -= 1);

  constructor(
    private readonly socket: Socket,
    private readonly decisions: Decisions,
  ) {}

  begin(): void {
    const [parse, ...others] = this.socket.listeners('data') as Parse[];
    // Somebody else reads along: the connection has become something else.
    if (parse === undefined || others.length > 0) return;
    const read = (chunk: Buffer): void => {
      // A caller that does not take its answers is not given more of them.
      const target = this.unanswered > 0 || this.socket.writableLength > 0 ? null : plainRequestIn(chunk);
      if (target !== null && (this.inStep ? this.decided(target, chunk, parse) : this.comesInStep(target, chunk, parse))) return;
      this.socket.on('data', parse);
      this.socket.off('data', read);
      // The parser has had this chunk when that showed that the two are out of step.
      if (target === null) parse(chunk);
    };
    this.socket.on('data', read);
    this.socket.off('data', parse);
  }

  /** To be called for each request that the parser read. @returns True when it was decided already that this one is taken on. */
  parsed(request: IncomingMessage, response: ServerResponse): boolean {
    this.unanswered += 1;
    this.lastParsed = request;
    response.on('close', this.answered);
    const { taken } = this;
    this.taken = false;
    return taken;
  }

  private decided(target: string, chunk: Buffer, parse: Parse): true {
    const verdict = this.decisions.on(target);
    if (verdict === 'refuse') {
      this.socket.write(busyAnswer(target), 'latin1');
      return true;
    }
    this.taken = verdict === 'take';
    parse(chunk);
    if (this.taken) this.decisions.takenForNothing();
    this.taken = false;
    return true;
  }

  private comesInStep(target: string, chunk: Buffer, parse: Parse): boolean {
    this.lastParsed = null;
    parse(chunk);
    const parsed = this.requestParsedLast();
    this.inStep = parsed !== null && parsed.url === target && parsed.complete;
    return this.inStep;
  }

  private requestParsedLast(): IncomingMessage | null {
    return this.lastParsed;
  }
}
