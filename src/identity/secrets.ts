/**
 * The node's secrets: the one that all keys are derived from, and the admin key. Each comes from the configuration, or else from a file in the data
 * directory that is written at the first start and kept.
 *
 * A file appears whole or not at all: it is written and flushed under another name, then linked to its own, so neither a crash nor a second process that
 * starts at the same time can leave half a secret or replace one that is in use.
 */
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { ADMIN_KEY_CHARACTERS, ADMIN_KEY_LENGTH_MIN } from './admin-key.js';
import { deriveKeyRing } from './keys.js';
import type { SecretPair } from './keys.js';

const SECRET_FILE = 'secret';
const ADMIN_KEY_FILE = 'admin-key';

const GENERATED_BYTES = 32;
const FILE_BYTES_MAX = 4_096;
const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;
/** Any right of the group or of others. */
const NOT_ONLY_OWNER = 0o077;

export interface SecretSettings {
  /** Where the files are; made when missing. */
  readonly dataDir: string;
  /** From the configuration; null: kept in the data directory. */
  readonly secret: string | null;
  /** The secret before the last change; null: no rotation under way. */
  readonly secretPrevious: string | null;
  readonly adminKey: string | null;
  /** Nodes of a cluster derive the same admin key from the secret they share; null as above keeps it in the data directory for people to read. @default false */
  readonly adminKeyFromSecret?: boolean;
}

export interface LoadedSecrets {
  readonly secrets: SecretPair;
  readonly adminKey: string;
  /** The file the admin key is in, for the start line; null when it came from the configuration. */
  readonly adminKeyFile: string | null;
  /** What the operator should know, one sentence or two each, without secrets; mostly empty. */
  readonly notices: readonly string[];
}

/** A secret that can't be read or kept. The message is one line, names the file and says what to do. */
export class SecretsUnusable extends Error {
  override readonly name = 'SecretsUnusable';
}

/** One of the two files: what it may hold, and what its loss means. */
interface SecretFile {
  readonly name: string;
  readonly generate: () => string;
  readonly isValid: (value: string) => boolean;
  readonly mustHold: string;
  readonly ifDeleted: string;
}

const SECRET_KIND: SecretFile = {
  name: SECRET_FILE,
  generate: () => randomBytes(GENERATED_BYTES).toString('hex'),
  isValid: (value) => /^[0-9a-f]{64}$/.test(value),
  mustHold: '64 hexadecimal digits in lower case',
  ifDeleted: 'a new secret is then made, and every access token and queue token handed out so far becomes invalid',
};

const ADMIN_KEY_KIND: SecretFile = {
  name: ADMIN_KEY_FILE,
  generate: () => randomBytes(GENERATED_BYTES).toString('base64url'),
  isValid: (value) => value.length >= ADMIN_KEY_LENGTH_MIN && ADMIN_KEY_CHARACTERS.test(value),
  mustHold: `one line of at least ${ADMIN_KEY_LENGTH_MIN} visible ASCII characters`,
  ifDeleted: 'a new admin key is then made',
};

/** Reads the secrets, and makes those that are missing. Blocks; for the start of the node only. Throws `SecretsUnusable`. */
export function loadSecrets(settings: SecretSettings): LoadedSecrets {
  const { dataDir, secret, secretPrevious, adminKey } = settings;
  const notices: string[] = [];
  const current = secret ?? keptIn(dataDir, SECRET_KIND, notices).value;
  const admin = adminKey === null ? ownAdminKey(settings, current, notices) : { value: adminKey, path: null };
  return { secrets: { current, previous: secretPrevious }, adminKey: admin.value, adminKeyFile: admin.path, notices };
}

function ownAdminKey({ dataDir, adminKeyFromSecret }: SecretSettings, secret: string, notices: string[]): { value: string; path: string } {
  if (adminKeyFromSecret !== true) return keptIn(dataDir, ADMIN_KEY_KIND, notices);
  const value = deriveKeyRing({ current: secret, previous: null }, 'admin-key').current.bytes.toString('base64url');
  const path = join(dataDir, ADMIN_KEY_KIND.name);
  try {
    fs.mkdirSync(dataDir, { recursive: true, mode: DIRECTORY_MODE });
    // Whatever the file held, of a node on its own or under another secret, does not count any more.
    writeWhole(dataDir, path, `${value}\n`);
  } catch (error) {
    const cure = hasCode(error, 'ENOSPC')
      ? 'the disk is full; make room and start again'
      : 'the data directory must be writable for this user';
    throw new SecretsUnusable(`${path} can't be written (${reason(error)}): ${cure}.`, { cause: error });
  }
  return { value, path };
}

/**
 * For a backup: copies the files that are there, so that tokens stay valid when it is restored. `to` exists; a copy that was interrupted may be begun again.
 * Throws `SecretsUnusable` where `to` has another secret: whoever has tokens of that one would lose them.
 */
export function copySecrets(from: string, to: string): void {
  for (const { name } of [SECRET_KIND, ADMIN_KEY_KIND]) {
    const source = join(from, name);
    if (!fs.existsSync(source)) continue;
    const text = fs.readFileSync(source, 'utf8');
    const path = join(to, name);
    if (!fs.existsSync(path)) writeWhole(to, path, text);
    else if (fs.readFileSync(path, 'utf8') !== text)
      throw new SecretsUnusable(`${path} is not what ${source} is: take an empty directory, or delete it and begin again.`);
  }
}

function keptIn(dataDir: string, kind: SecretFile, notices: string[]): { value: string; path: string } {
  const path = join(dataDir, kind.name);
  try {
    const value = read(path, kind, notices) ?? create(dataDir, path, kind) ?? read(path, kind, notices);
    if (value !== null) return { value, path };
  } catch (error) {
    if (error instanceof SecretsUnusable) throw error;
    const cure = hasCode(error, 'ENOSPC')
      ? 'the disk is full; make room and start again'
      : 'the data directory must exist or be creatable, and be readable and writable for this user';
    throw new SecretsUnusable(`${path} can't be read or made (${reason(error)}): ${cure}.`, { cause: error });
  }
  throw new SecretsUnusable(`${path} was deleted while it was being read: is another node being set up in the same data directory?`);
}

/** What the file holds; null when there is none. */
function read(path: string, kind: SecretFile, notices: string[]): string | null {
  const file = openIfPresent(path);
  if (file === null) return null;
  try {
    const { mode, size } = fs.fstatSync(file);
    const value = size <= FILE_BYTES_MAX ? fs.readFileSync(file, 'utf8').replace(/\r?\n$/, '') : '';
    if (!kind.isValid(value)) {
      throw new SecretsUnusable(
        `${path} must hold ${kind.mustHold} and nothing else (it has ${size} bytes). Restore it from a backup, or delete it: ${kind.ifDeleted}.`,
      );
    }
    // Windows has no such modes and reports every file as readable for all.
    if (process.platform !== 'win32' && (mode & NOT_ONLY_OWNER) !== 0) {
      notices.push(
        `${path} can be read by others than its owner (mode ${(mode & 0o777).toString(8).padStart(4, '0')}). Run: chmod 600 ${path}`,
      );
    }
    return value;
  } finally {
    fs.closeSync(file);
  }
}

function openIfPresent(path: string): number | null {
  try {
    return fs.openSync(path, 'r');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Makes the file; null when somebody else made it in the meantime. */
function create(dataDir: string, path: string, kind: SecretFile): string | null {
  fs.mkdirSync(dataDir, { recursive: true, mode: DIRECTORY_MODE });
  const value = kind.generate();
  const draft = `${path}.${randomBytes(8).toString('hex')}.new`;
  try {
    writeFlushed(draft, `${value}\n`);
    if (!publish(draft, path)) return null;
    flushDirectory(dataDir);
    return value;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/** The file has either what it had or all of the text, also after a power cut. */
function writeWhole(directory: string, path: string, text: string): void {
  const draft = `${path}.${randomBytes(8).toString('hex')}.new`;
  try {
    writeFlushed(draft, text);
    fs.renameSync(draft, path);
    flushDirectory(directory);
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

function writeFlushed(path: string, text: string): void {
  const file = fs.openSync(path, 'wx', FILE_MODE);
  try {
    fs.writeFileSync(file, text);
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
}

/** Gives the draft its name, which a rename would take from whoever has it. False when the name is taken. */
function publish(draft: string, path: string): boolean {
  try {
    fs.linkSync(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].some((code) => hasCode(error, code))) throw error;
  }
  // A file system without hard links. Whoever starts two nodes at once in one new directory there is stopped by the lock on the data directory.
  if (fs.existsSync(path)) return false;
  fs.renameSync(draft, path);
  return true;
}

/** The name is durable only once the directory is. */
function flushDirectory(path: string): void {
  if (process.platform === 'win32') return;
  const directory = fs.openSync(path, 'r');
  try {
    fs.fsyncSync(directory);
  } finally {
    fs.closeSync(directory);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
