/**
 * Who the fan is, for all tabs: a guest account that is made when it is first needed and renewed long before it ends, or whom the external issuer says they are.
 * Of an account the node no longer knows nothing is thrown away by itself, since tickets hang on it: `identityLost` says so, and the fan decides.
 */
import { signal } from '@preact/signals';
import { api, outcome } from './client.js';
import { failure, problemOf, success } from './problems.js';
import type { Outcome } from './problems.js';
import { withRetries } from './retries.js';
import { serverNow } from './server-time.js';
import { loadService } from './service.js';
import { onStoredElsewhere, readStored, removeStored, storedNames, writeStored } from './stored.js';
import type { Account } from './types.js';

export interface Identity {
  readonly userId: string;
  readonly accessToken: string;
  /** ms since 1970 at the node. */
  readonly expiresAtMs: number;
  /** From when on it is renewed; never for tokens of an external issuer. */
  readonly renewAtMs: number | null;
}

const NAME = 'account';
/** Of the time that an access token lives, how much may pass before it is renewed. */
const RENEW_AFTER = 0.5;
const LOCK = 'frontrow-account';

export const identity = signal<Identity | null>(readIdentity());
/** The node does not take the access token any more. */
export const identityLost = signal(false);

onStoredElsewhere((name) => {
  if (name !== null && name !== NAME) return;
  identity.value = readIdentity();
  identityLost.value = false;
});

/** The fan, whom a guest account is made for if there is none yet; SIGN_IN_REQUIRED where somebody else issues access tokens. */
export async function ensureIdentity(): Promise<Outcome<Identity>> {
  const known = identity.value;
  if (known !== null && serverNow() < known.expiresAtMs) {
    if (known.renewAtMs !== null && serverNow() >= known.renewAtMs) void renew(known);
    return success(known);
  }
  const service = await loadService();
  if (!service.ok) return service;
  if (!service.value.guests) return failure(problemOf('SIGN_IN_REQUIRED', 401));
  if (known !== null) {
    identityLost.value = true;
    return failure(problemOf('ACCESS_TOKEN_INVALID', 401));
  }
  return alone(createGuest);
}

export function keepIdentity(next: Identity): void {
  identity.value = next;
  identityLost.value = false;
  writeStored(NAME, next);
}

/** The fan begins anew: account and places in line are forgotten by this browser. */
export function forgetIdentity(): void {
  identity.value = null;
  identityLost.value = false;
  removeStored(NAME);
  for (const name of storedNames('queue:')) removeStored(name);
}

async function createGuest(): Promise<Outcome<Identity>> {
  // Another tab may have been quicker.
  const other = readIdentity();
  if (other !== null) {
    identity.value = other;
    return success(other);
  }
  const account = await withRetries(() => outcome<Account>(api.POST('/api/v1/users')));
  return account.ok ? success(noteAccount(account.value)) : account;
}

let renewing = false;

async function renew(known: Identity): Promise<void> {
  if (renewing) return;
  renewing = true;
  const headers = { Authorization: `Bearer ${known.accessToken}` };
  const account = await outcome<Account>(api.POST('/api/v1/users/renew', { headers }));
  renewing = false;
  if (account.ok && identity.value?.userId === account.value.userId) noteAccount(account.value);
}

function noteAccount({ userId, accessToken, expiresAt }: Account): Identity {
  const now = serverNow();
  const expiresAtMs = Date.parse(expiresAt);
  const next = { userId, accessToken, expiresAtMs, renewAtMs: now + (expiresAtMs - now) * RENEW_AFTER };
  keepIdentity(next);
  return next;
}

let running: Promise<Outcome<Identity>> | null = null;

/** One account is made, however many calls of however many tabs need one at once. */
function alone(make: () => Promise<Outcome<Identity>>): Promise<Outcome<Identity>> {
  running ??= (hasLocks() ? navigator.locks.request(LOCK, make) : make()).finally(() => {
    running = null;
  });
  return running;
}

/** Pages from plain http have none. */
function hasLocks(): boolean {
  return 'locks' in navigator;
}

function readIdentity(): Identity | null {
  const stored = readStored(NAME);
  if (typeof stored !== 'object' || stored === null) return null;
  const { userId, accessToken, expiresAtMs, renewAtMs } = stored as Partial<Record<keyof Identity, unknown>>;
  if (typeof userId !== 'string' || typeof accessToken !== 'string' || typeof expiresAtMs !== 'number') return null;
  return { userId, accessToken, expiresAtMs, renewAtMs: typeof renewAtMs === 'number' ? renewAtMs : null };
}
