/**
 * What may not happen in a browser while a test looks at pages: errors on the console (among them every violation of the content security policy), exceptions
 * that nobody caught, requests to anybody but the node, answers that say that the node broke, and files of the app that are not there.
 *
 * A refusal is no such thing: Chromium writes a line on its console for each answer of 4xx, and those to the API are left out.
 */
import type { BrowserContext, ConsoleMessage, Request, Response } from 'playwright-core';

/** An address that leads nowhere, for whoever wants to see what is said there: that it is answered with 404 is right. */
export const NOWHERE = '/no-such-page';
const API = '/api/v1/';
/** What Chromium writes when an answer is no 2xx; the answer itself is looked at. */
const ANSWER_LINE = /^Failed to load resource: the server responded with a status of (\d+)/;
/** What it writes when the node cannot be reached. */
const NETWORK_LINE = /net::ERR_|WebSocket connection to .* failed|Failed to fetch/;

export interface WatchOptions {
  readonly origin: string;
  /** The test ends the node under an open page: that it cannot be reached is no problem then. */
  readonly nodeMayBeGone: boolean;
}

export class BrowserWatch {
  /** One line for each thing that should not have happened. */
  readonly problems: string[] = [];
  /** What the pages wrote on the console, for whoever looks for the cause of a failure. */
  readonly written: string[] = [];
  private readonly host: string;

  constructor(
    context: BrowserContext,
    private readonly options: WatchOptions,
  ) {
    this.host = new URL(options.origin).host;
    context.on('console', (message) => this.heard(message));
    context.on('weberror', (thrown) => this.problems.push(`not caught: ${thrown.error().stack ?? thrown.error().message}`));
    context.on('request', (request) => this.asked(request.url()));
    context.on('response', (response) => this.answered(response));
    context.on('requestfailed', (request) => this.failed(request));
    context.on('page', (page) => page.on('websocket', (socket) => this.asked(socket.url())));
  }

  private heard(message: ConsoleMessage): void {
    const text = message.text();
    const { url } = message.location();
    this.written.push(`${message.type()} ${text} (${url})`);
    if (message.type() !== 'error') return;
    if (ANSWER_LINE.test(text) && (mayBeRefused(url) || this.options.nodeMayBeGone)) return;
    if (NETWORK_LINE.test(text) && (this.options.nodeMayBeGone || isLeftBehind(text))) return;
    this.problems.push(`console: ${text} (${url})`);
  }

  private asked(url: string): void {
    const { protocol, host } = new URL(url);
    if (protocol === 'data:' || protocol === 'blob:' || protocol === 'about:' || host === this.host) return;
    this.problems.push(`third-party request: ${url}`);
  }

  private answered(response: Response): void {
    const status = response.status();
    const isBroken = status >= 500 ? !this.options.nodeMayBeGone : status >= 400 && !mayBeRefused(response.url());
    if (isBroken) this.problems.push(`answer: ${status} ${response.request().method()} ${response.url()}`);
  }

  private failed(request: Request): void {
    const why = request.failure()?.errorText ?? '';
    // A page that is left takes its requests with it.
    if (why === 'net::ERR_ABORTED' || this.options.nodeMayBeGone) return;
    this.problems.push(`no answer: ${why} ${request.method()} ${request.url()}`);
  }
}

function mayBeRefused(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { pathname } = new URL(url);
  return pathname.startsWith(API) || pathname === NOWHERE;
}

/** A socket of a page that is gone before it was opened. */
function isLeftBehind(text: string): boolean {
  return text.includes('closed before the connection is established');
}
