/**
 * Readers turn the text of one environment variable into a value, or say what it must be. They know nothing of names and defaults.
 * A problem is the end of a sentence that begins with the variable: "must be …".
 */
import { BlockList, isIP } from 'node:net';
import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { ADMIN_KEY_CHARACTERS, ADMIN_KEY_LENGTH_MIN } from '../identity/admin-key.js';
import { EXTERNAL_ALGORITHMS, isExternalAlgorithm, whyNotKeySetUrl, whyNotSignInUrl } from '../identity/external-settings.js';
import type { ExternalAlgorithm } from '../identity/external-settings.js';

export type Reading<Value> = { readonly value: Value } | { readonly problem: string };

export interface Reader<Value> {
  /** What may be set, with its unit: for the settings table. */
  readonly accepts: string;
  /** The text must not be repeated in a message, and white space around it is part of it. */
  readonly secret?: boolean;
  /** The text must not be repeated in a message, for it can hold a secret. */
  readonly hidden?: boolean;
  readonly read: (text: string) => Reading<Value>;
}

/** A text that does not show when it is logged, inspected or turned into JSON. */
export class SecretText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[hidden]';
  }

  toJSON(): string {
    return '[hidden]';
  }

  [inspect.custom](): string {
    return '[hidden]';
  }
}

/** No proxy is trusted; the number of proxies in front; or the addresses and networks of the proxies. As Fastify's `trustProxy` takes it. */
export type TrustProxy = false | number | readonly string[];
export type LogLevel = (typeof LOG_LEVELS)[number];

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');
const SECRET_BYTES_MIN = 32;
const PROXY_HOPS_MAX = 16;
const HOST_LENGTH_MAX = 253;

/** Decimal digits only: no sign, no exponent, no separator, so that nothing is taken for a number by accident. */
export function wholeNumber(min: number, max: number, unit?: string): Reader<number> {
  const range = `${min} to ${max}`;
  return {
    accepts: unit === undefined ? range : `${unit}, ${range}`,
    read(text) {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      if (value >= min && value <= max) return { value };
      return { problem: `must be a whole number${unit === undefined ? '' : ` of ${unit}`} from ${min} to ${max}` };
    },
  };
}

export function onOff(): Reader<boolean> {
  return {
    accepts: '`on` or `off`',
    read(text) {
      const word = text.toLowerCase();
      if (['on', 'true', 'yes', '1'].includes(word)) return { value: true };
      if (['off', 'false', 'no', '0'].includes(word)) return { value: false };
      return { problem: 'must be on or off' };
    },
  };
}

export function host(): Reader<string> {
  return {
    accepts: 'IP address or host name',
    read(text) {
      if (isIP(text) !== 0) return { value: text };
      // A name that looks like an address is a mistyped address.
      const isName = text.length <= HOST_LENGTH_MAX && /^(?!-)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.?$/.test(text) && !/^[\d.]+$/.test(text);
      return isName ? { value: text } : { problem: 'must be an IP address or a host name, without scheme, brackets or port' };
    },
  };
}

/** Made absolute, so that messages and the start line name the place whatever the working directory is. */
export function path(accepts = 'path'): Reader<string> {
  return { accepts, read: (text) => ({ value: resolve(text) }) };
}

/** What is compared with what others send, character for character. */
export function visibleText(lengthMax: number): Reader<string> {
  return {
    accepts: `text without spaces, at most ${lengthMax} characters`,
    read(text) {
      if (/^[\x21-\x7e]+$/.test(text) && text.length <= lengthMax) return { value: text };
      return { problem: `must consist of visible ASCII characters without spaces, at most ${lengthMax}` };
    },
  };
}

/** What follows the host can hold a key to it, so it is not repeated. */
export function jwksUrl(): Reader<string> {
  return {
    accepts: 'https URL (http only for this machine)',
    hidden: true,
    read(text) {
      const problem = whyNotKeySetUrl(text);
      return problem === null ? { value: text } : { problem };
    },
  };
}

/** The same holds for it. */
export function signInUrl(): Reader<string> {
  return {
    accepts: 'https URL (http only for this machine)',
    hidden: true,
    read(text) {
      const problem = whyNotSignInUrl(text);
      return problem === null ? { value: text } : { problem };
    },
  };
}

export function issuerAlgorithms(): Reader<readonly ExternalAlgorithm[]> {
  const problem = `must be a comma-separated list of ${EXTERNAL_ALGORITHMS.join(', ')}`;
  return {
    accepts: `comma-separated list of ${EXTERNAL_ALGORITHMS.map((algorithm) => `\`${algorithm}\``).join(', ')}`,
    read(text) {
      const entries = listOf(text);
      const wrong = entries.filter((entry) => !isExternalAlgorithm(entry));
      if (wrong.length === 0 && entries.length > 0) return { value: Object.freeze([...new Set(entries.filter(isExternalAlgorithm))]) };
      return { problem: wrong.length > 0 && entries.length > 1 ? `${problem}; not so: ${wrong.map(quoted).join(', ')}` : problem };
    },
  };
}

export function logLevel(): Reader<LogLevel> {
  return {
    accepts: LOG_LEVELS.map((level) => `\`${level}\``).join(', '),
    read(text) {
      const value = LOG_LEVELS.find((level) => level === text.toLowerCase());
      return value === undefined ? { problem: `must be one of ${LOG_LEVELS.join(', ')}` } : { value };
    },
  };
}

export function secret(bytesMin = SECRET_BYTES_MIN): Reader<SecretText> {
  return {
    accepts: bytesMin === 1 ? 'text' : `text, at least ${bytesMin} bytes`,
    secret: true,
    read(text) {
      if (text.trim() !== text) return { problem: 'must not begin or end with white space; perhaps a line break was copied along' };
      const bytes = Buffer.byteLength(text, 'utf8');
      if (bytes >= bytesMin) return { value: new SecretText(text) };
      return { problem: `must have at least ${bytesMin} bytes, it has ${bytes} (\`openssl rand -hex 32\` makes a good one)` };
    },
  };
}

export function adminKey(): Reader<SecretText> {
  return {
    accepts: `visible ASCII characters, at least ${ADMIN_KEY_LENGTH_MIN}`,
    secret: true,
    read(text) {
      if (!ADMIN_KEY_CHARACTERS.test(text)) return { problem: 'must consist of visible ASCII characters without spaces or line breaks' };
      if (text.length >= ADMIN_KEY_LENGTH_MIN) return { value: new SecretText(text) };
      return {
        problem: `must have at least ${ADMIN_KEY_LENGTH_MIN} characters, it has ${text.length} (\`openssl rand -hex 32\` makes a good one)`,
      };
    },
  };
}

export function trustProxy(): Reader<TrustProxy> {
  const problem = `must be none, a number of proxies from 1 to ${PROXY_HOPS_MAX}, or addresses and networks such as 10.0.0.0/8,::1`;
  return {
    accepts: `\`none\`, number of proxies (1 to ${PROXY_HOPS_MAX}), or a comma-separated list of addresses and networks`,
    read(text) {
      if (text.toLowerCase() === 'none') return { value: false };
      if (/^\d+$/.test(text)) {
        const hops = Number(text);
        return hops >= 1 && hops <= PROXY_HOPS_MAX ? { value: hops } : { problem };
      }
      const entries = listOf(text);
      const wrong = entries.filter((entry) => !isAddressOrNetwork(entry));
      if (wrong.length === 0 && entries.length > 0) return { value: Object.freeze(entries) };
      return { problem: wrong.length > 0 && entries.length > 1 ? `${problem}; not so: ${wrong.map(quoted).join(', ')}` : problem };
    },
  };
}

export function corsOrigins(): Reader<'*' | readonly string[]> {
  const problem =
    'must be none, *, or origins such as https://tickets.example,http://localhost:5173 (scheme, host and port, nothing behind)';
  return {
    accepts: '`none`, `*`, or a comma-separated list of origins',
    read(text) {
      if (text === '*') return { value: '*' };
      if (text.toLowerCase() === 'none') return { value: Object.freeze([]) };
      const origins = listOf(text);
      const wrong = origins.filter((origin) => !isOrigin(origin));
      if (wrong.length === 0 && origins.length > 0) return { value: Object.freeze([...new Set(origins)]) };
      return { problem: wrong.length > 0 && origins.length > 1 ? `${problem}; not so: ${wrong.map(quoted).join(', ')}` : problem };
    },
  };
}

/** Whether only this machine can reach what listens there. */
export function isLoopback(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return address.toLowerCase() === 'localhost';
  return LOOPBACK.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** A value as it is shown in a message: on one line, not endless. */
export function quoted(text: string): string {
  const shownMax = 80;
  return JSON.stringify(text.length <= shownMax ? text : `${text.slice(0, shownMax)}…`);
}

/** The entries of a comma-separated list. */
export function listOf(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function isAddressOrNetwork(entry: string): boolean {
  const [address = '', prefix, ...more] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  if (prefix === undefined) return true;
  // A prefix of 0 would trust everybody, and so let every client choose the address it is counted under.
  if (!/^[1-9]\d{0,2}$/.test(prefix)) return false;
  try {
    new BlockList().addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
    return true;
  } catch {
    return false;
  }
}

/** Exactly as a browser sends it in the Origin header; anything else, a pattern too, would never match. */
function isOrigin(text: string): boolean {
  return /^https?:[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
