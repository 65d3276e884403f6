/** Where the keys of an external issuer come from: a URL or a file. Neither is trusted to answer soon, briefly or at all. */
import { readFileSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Timers } from '../timers.js';
import { whyNotKeySetUrl } from './external-settings.js';
import { KEY_SET_BYTES_MAX, KeysUnusable, readKeyFile, readKeySet } from './issuer-keys.js';
import type { IssuerKeys } from './issuer-keys.js';

/** From the question to the last byte of the answer. */
export const FETCH_TIMEOUT_MS = 5_000;

export interface KeySource {
  /** What is known at once; null: it must be loaded. */
  readonly initial: IssuerKeys | null;
  /** Rejects with `KeysUnusable`. */
  load(): Promise<IssuerKeys>;
  /** Ends what is under way. */
  close(): void;
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Throws `KeysUnusable` when the URL may not be used. */
export function keysFromUrl(url: string, fetch: Fetch, timers: Timers): KeySource {
  const problem = whyNotKeySetUrl(url);
  if (problem !== null) throw new KeysUnusable(`the URL of the issuer's keys ${problem}`);
  let giveUp: AbortController | null = null;
  const load = async (): Promise<IssuerKeys> => {
    const fetching = new AbortController();
    giveUp = fetching;
    const stopWaiting = timers.after(FETCH_TIMEOUT_MS, () =>
      fetching.abort(new KeysUnusable(`the issuer's keys did not arrive within ${FETCH_TIMEOUT_MS} ms`)),
    );
    try {
      return await fetchKeys(url, fetch, fetching.signal);
    } finally {
      stopWaiting();
      // Whatever was not read is not wanted any more.
      fetching.abort();
    }
  };
  return { initial: null, load, close: () => giveUp?.abort() };
}

/** Reads the file at once and throws `KeysUnusable` when that cannot be done; it may be replaced later. */
export function keysFromFile(path: string): KeySource {
  const reading = <Value>(error: unknown): Value => {
    throw asUnusable(error, `${path} can't be read`);
  };
  const initial = (): IssuerKeys => {
    try {
      checkSize(statSync(path).size, path);
      return readKeyFile(readFileSync(path, 'utf8'), path);
    } catch (error) {
      return reading(error);
    }
  };
  const load = async (): Promise<IssuerKeys> => {
    checkSize((await stat(path)).size, path);
    return readKeyFile(await readFile(path, 'utf8'), path);
  };
  return { initial: initial(), load: () => load().catch(reading<IssuerKeys>), close: () => undefined };
}

async function fetchKeys(url: string, fetch: Fetch, signal: AbortSignal): Promise<IssuerKeys> {
  const { origin, pathname } = new URL(url);
  const where = `${origin}${pathname}`;
  try {
    // A redirect could lead anywhere, also to plain http or into the inner network: the operator names the place itself.
    const response = await fetch(url, { redirect: 'manual', signal, headers: { accept: 'application/jwk-set+json, application/json' } });
    if (response.status !== 200) throw new KeysUnusable(`${where} answered with status ${response.status} instead of 200`);
    return readKeySet(await textOf(response, where), where);
  } catch (error) {
    throw asUnusable(error, `${where} could not be asked`);
  }
}

/** Counted as it arrives and after it was unpacked: neither a length that is promised nor a compressed one tells what is coming. */
async function textOf(response: Response, where: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  // The library's type says `any`; bytes are what it gives.
  const body = (response.body ?? []) as AsyncIterable<Uint8Array>;
  for await (const part of body) {
    bytes += part.length;
    checkSize(bytes, where);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function checkSize(bytes: number, where: string): void {
  if (bytes > KEY_SET_BYTES_MAX) throw new KeysUnusable(`${where} has more than ${KEY_SET_BYTES_MAX} bytes`);
}

function asUnusable(error: unknown, what: string): KeysUnusable {
  if (error instanceof KeysUnusable) return error;
  return new KeysUnusable(`${what} (${reason(error)})`, { cause: error });
}

/** What went wrong with a connection stands in the cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
