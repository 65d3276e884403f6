/**
 * The file that says which services may call, how each is known and what it may do. Read whole at the start; a mistake in it stops the start, for a service
 * with more rights than meant would be found out by nobody.
 *
 *   { "services": [ { "name": "box-office", "rights": ["read", "sell", "bypass-queue"], "keys": ["sha256:<64 hex digits>"], "certificate": "box-office.example" } ] }
 *
 * `keys`: the SHA-256 of one key, or of two while one takes the place of the other. `certificate`: a DNS name, URI or common name in the service's certificate.
 */
import { readFileSync } from 'node:fs';
import { certificateName, RIGHTS } from './callers.js';
import type { Right, Service } from './callers.js';
import { codeOf, GrpcUnusable } from './unusable.js';

const SETTING = 'FRONTROW_GRPC_SERVICES';
const MEMBERS = ['name', 'rights', 'keys', 'certificate'];
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const KEY = /^sha256:([0-9a-f]{64})$/;
/** One to use and one to change to. */
const KEYS_MAX = 2;
const CERTIFICATE = /^[\x21-\x7e]{1,255}$/;
/** Every call with a key is compared with all of them. */
const SERVICES_MAX = 100;
const SHOWN_MAX = 60;

/** Throws `GrpcUnusable`. */
export function readServiceFile(path: string): readonly Service[] {
  try {
    return parseServices(readFileSync(path, 'utf8'));
  } catch (error) {
    const why = error instanceof NotAsDescribed ? error.message : `cannot be read: ${codeOf(error)}`;
    throw new GrpcUnusable(`${SETTING}: ${path} ${why}`);
  }
}

/** What is wrong in the file, as the rest of a sentence that begins with its path. */
class NotAsDescribed extends Error {}

function parseServices(text: string): readonly Service[] {
  const whole = jsonOf(text);
  if (!isObject(whole) || !Array.isArray(whole['services'])) throw new NotAsDescribed('must be an object with a list "services".');
  refuseUnknown('the file', whole, ['services']);
  const entries: readonly unknown[] = whole['services'];
  if (entries.length === 0) throw new NotAsDescribed('names no service; leave the setting out to have none.');
  if (entries.length > SERVICES_MAX) throw new NotAsDescribed(`names ${entries.length} services; there may be ${SERVICES_MAX}.`);
  const services = entries.map((entry, index) => serviceOf(entry, index));
  refuseRepeated(services);
  return services;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // What the parser says quotes the text, and that may be a key put in the wrong place.
    throw new NotAsDescribed('is not JSON.');
  }
}

function serviceOf(entry: unknown, index: number): Service {
  const unnamed = `services[${index}]`;
  if (!isObject(entry)) throw new NotAsDescribed(`${unnamed} must be an object.`);
  const { name } = entry;
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new NotAsDescribed(`${unnamed}: "name" must be 1 to 64 letters, digits, ".", "_" or "-", and begin with a letter or digit.`);
  }
  const where = `${unnamed} (${name})`;
  refuseUnknown(where, entry, MEMBERS);
  const keys = keysOf(where, entry['keys']);
  const certificate = certificateOf(where, entry['certificate']);
  if (keys.length === 0 && certificate === null) {
    throw new NotAsDescribed(`${where} has neither "keys" nor a "certificate", so nobody could be it.`);
  }
  return { name, rights: rightsOf(where, entry['rights']), keys, certificate };
}

function rightsOf(where: string, given: unknown): ReadonlySet<Right> {
  const known = `a list of ${RIGHTS.join(', ')}`;
  if (!Array.isArray(given) || given.length === 0) throw new NotAsDescribed(`${where}: "rights" must be ${known}.`);
  const rights = new Set<Right>();
  for (const one of given as readonly unknown[]) {
    const right = RIGHTS.find((name) => name === one);
    if (right === undefined) throw new NotAsDescribed(`${where}: there is no right ${shown(one)}; "rights" must be ${known}.`);
    if (rights.has(right)) throw new NotAsDescribed(`${where}: the right "${right}" is there twice.`);
    rights.add(right);
  }
  return rights;
}

/** What is wrong is never shown: somebody may have put the key itself there. */
function keysOf(where: string, given: unknown): readonly Buffer[] {
  if (given === undefined) return [];
  const wanted = `"keys" must be a list of one or two hashes "sha256:<64 hex digits in lower case>" (printf %s "$KEY" | sha256sum)`;
  if (!Array.isArray(given) || given.length === 0 || given.length > KEYS_MAX) throw new NotAsDescribed(`${where}: ${wanted}.`);
  return (given as readonly unknown[]).map((one) => {
    const digits = typeof one === 'string' ? KEY.exec(one)?.[1] : undefined;
    if (digits === undefined) throw new NotAsDescribed(`${where}: ${wanted}.`);
    return Buffer.from(digits, 'hex');
  });
}

function certificateOf(where: string, given: unknown): string | null {
  if (given === undefined) return null;
  if (typeof given !== 'string' || !CERTIFICATE.test(given) || given.includes('*')) {
    throw new NotAsDescribed(
      `${where}: "certificate" must be the DNS name, URI or common name in its certificate, without blanks and wildcards.`,
    );
  }
  return certificateName(given);
}

/** Two services that cannot be told apart would share the rights of one of them. */
function refuseRepeated(services: readonly Service[]): void {
  const names = new Set<string>();
  const keys = new Map<string, string>();
  const certificates = new Map<string, string>();
  for (const service of services) {
    const { name, certificate } = service;
    if (names.has(name)) throw new NotAsDescribed(`names the service ${name} twice.`);
    names.add(name);
    for (const key of service.keys.map((hash) => hash.toString('hex'))) {
      const other = keys.get(key);
      if (other !== undefined) {
        throw new NotAsDescribed(other === name ? `gives ${name} the same key twice.` : `gives ${other} and ${name} the same key.`);
      }
      keys.set(key, name);
    }
    if (certificate === null) continue;
    const other = certificates.get(certificate);
    if (other !== undefined) throw new NotAsDescribed(`gives ${other} and ${name} the same certificate.`);
    certificates.set(certificate, name);
  }
}

function refuseUnknown(where: string, given: Readonly<Record<string, unknown>>, known: readonly string[]): void {
  const unknown = Object.keys(given).find((member) => !known.includes(member));
  if (unknown !== undefined) throw new NotAsDescribed(`${where}: there is no member ${shown(unknown)}; there are ${known.join(', ')}.`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** On one line, not endless. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= SHOWN_MAX ? text : `${text.slice(0, SHOWN_MAX)}…`;
}
