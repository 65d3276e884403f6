/** Why NATS cannot be used, in a line that an operator can act on. */
import { errors } from '@nats-io/transport-node';
import { NatsAway, NatsUnusable } from './nats-unusable.js';
import { SERVER_VERSION_MIN } from './server-version.js';

export { NatsUnusable };

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name cannot be looked up',
  ETIMEDOUT: 'no answer in time',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no way leads there',
};
const TLS_CODE = /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|EPROTO)/;
const TLS_TEXT = /\b(tls|ssl|certificate)\b/i;

/** Of what connecting threw. A server that does not like a client's certificate, or misses it, may say nothing at all. */
export function whyNotConnected(error: unknown, servers: readonly string[], withTls: boolean): NatsUnusable {
  const where = servers.join(', ');
  const code = codeOf(error);
  const text = messageOf(error);
  if (error instanceof errors.AuthorizationError || error instanceof errors.UserAuthenticationExpiredError) {
    return unusable(
      `NATS at ${where} refuses this node: ${text}. Check FRONTROW_NATS_CREDENTIALS, or FRONTROW_NATS_USER and FRONTROW_NATS_PASSWORD.`,
      error,
    );
  }
  if (TLS_CODE.test(code) || TLS_TEXT.test(text)) {
    return unusable(
      `No TLS with NATS at ${where}: ${text}. Check FRONTROW_NATS_CA, FRONTROW_NATS_CERT and FRONTROW_NATS_KEY, and what the servers ask for.`,
      error,
    );
  }
  const isTimeout = error instanceof errors.TimeoutError;
  const why = isTimeout ? 'no answer in time' : (UNREACHABLE[code] ?? (text === 'connection refused' ? 'nobody listens there' : text));
  const silence =
    isTimeout && withTls ? ' They may also say nothing to whoever shows no certificate that they trust (FRONTROW_NATS_CERT).' : '';
  const message = `Cannot reach NATS at ${where}: ${why}. Check FRONTROW_NATS_URL, and that the servers run.${silence}`;
  return silence === '' ? new NatsAway(message, { cause: error }) : unusable(message, error);
}

export function tooOld(version: string, server: string): NatsUnusable {
  return new NatsUnusable(
    `The NATS server ${server} is version ${version || 'unknown'}, and ${SERVER_VERSION_MIN} or newer is needed: older ones do not keep two nodes from writing the same record.`,
  );
}

/** Of what asking JetStream threw. */
export function whyNoJetStream(error: unknown, server: string): NatsUnusable {
  if (error instanceof errors.TimeoutError) {
    return unusable(`JetStream on NATS at ${server} does not answer: most of its servers must run and see each other.`, error);
  }
  return unusable(
    `NATS at ${server} has no JetStream for this node: ${messageOf(error)}. Turn it on in the servers' configuration (jetstream { … }) and for the account.`,
    error,
  );
}

/** Of an error that a server tells a running connection. */
export function inWords(error: Error): string {
  if (error instanceof errors.PermissionViolationError) {
    const what = error.operation === 'publish' ? 'publish to' : 'subscribe to';
    return `the NATS user of this node may not ${what} ${error.subject}: grant it`;
  }
  if (error instanceof errors.AuthorizationError || error instanceof errors.UserAuthenticationExpiredError) {
    return `NATS refuses the credentials of this node (${error.message}); it is tried again until they are accepted`;
  }
  if (/slow consumer/i.test(error.message)) return 'NATS cut the connection because this node did not read fast enough';
  return `NATS says: ${error.message}`;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Of the error, or of the one behind it. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeOf(error.cause);
}

const unusable = (message: string, cause: unknown): NatsUnusable => new NatsUnusable(message, { cause });
