/** What a client can be told, with the defaults, and what becomes of it for grpc-js. */
import { credentials } from '@grpc/grpc-js';
import type { ChannelCredentials, ClientOptions as ChannelOptions } from '@grpc/grpc-js';
import type { FrontrowError } from './errors.js';
import type { BackOff } from './retry.js';

export interface TlsOptions {
  /** Certificates, PEM, of who may have signed the service's. @default what Node.js trusts */
  readonly ca?: string | Buffer | undefined;
  /** The client's own certificate chain, PEM, for services that ask for it (mutual TLS). Together with `key`. */
  readonly cert?: string | Buffer | undefined;
  /** The private key of `cert`, PEM. */
  readonly key?: string | Buffer | undefined;
  /** The name that the service's certificate must carry. @default the host of `address` */
  readonly serverName?: string | undefined;
}

export interface RetryOptions extends BackOff {
  /** How often a call is tried at most; 1 turns retries off. @default 6 */
  readonly attempts: number;
  /** How long one attempt may take before the next is made. @default as long as the call may take */
  readonly attemptMs: number;
}

export interface FrontrowClientOptions {
  /** `host:port`, or another name that gRPC knows, such as `unix:/run/frontrow.sock`. */
  readonly address: string;
  /** Makes the calling service known, where it is not known by its certificate. */
  readonly serviceKey?: string | undefined;
  /** `true`: TLS with what Node.js trusts. @default plaintext */
  readonly tls?: true | TlsOptions | undefined;
  /** How long a unary call may take, with all its retries. @default 5000 */
  readonly deadlineMs?: number | undefined;
  /** How calls that failed are tried again. @default 6 attempts, 100 ms doubled up to 1000 ms */
  readonly retry?: Partial<RetryOptions> | undefined;
  /** How streams that broke are opened again. @default 100 ms doubled up to 5000 ms */
  readonly reopen?: Partial<BackOff> | undefined;
  /** A stream that says nothing for so long is taken for broken; the service says something at least every 15 s. @default 40000 */
  readonly silenceMs?: number | undefined;
  /** Hears of every stream that broke and will be opened again: for the log. */
  readonly onBroken?: ((error: FrontrowError) => void) | undefined;
  /** Passed on to grpc-js as they are. */
  readonly channel?: Readonly<Record<string, string | number>> | undefined;
}

export interface Settings {
  readonly address: string;
  readonly serviceKey: string | null;
  readonly tls: true | TlsOptions | null;
  readonly deadlineMs: number;
  readonly retry: RetryOptions;
  readonly reopen: BackOff;
  readonly silenceMs: number;
  readonly onBroken: (error: FrontrowError) => void;
  readonly channel: Readonly<Record<string, string | number>>;
}

/** As grpc-js takes them, which is not as a URL. */
const ADDRESS = /^(?!https?:)([^/\s]+:\d+|(dns|unix|ipv4|ipv6):\S+)$/;

/** Throws a TypeError or a RangeError that says what to write instead. */
export function settingsOf(options: FrontrowClientOptions): Settings {
  const { address, serviceKey = null, tls = null, deadlineMs = 5_000, silenceMs = 40_000 } = options;
  if (!ADDRESS.test(address)) throw new TypeError(`address is "${address}"; write host:port, for example "frontrow.internal:50051"`);
  if (tls !== null && tls !== true && (tls.cert === undefined) !== (tls.key === undefined)) {
    throw new TypeError('tls.cert and tls.key go together: give both, or none');
  }
  for (const [name, pem] of Object.entries(tls === true ? {} : (tls ?? {}))) {
    if (name === 'serverName' || pem === undefined || String(pem).includes('-----BEGIN ')) continue;
    throw new TypeError(`tls.${name} is not PEM; give what is in the file, not its path`);
  }
  const settings = {
    address,
    serviceKey,
    tls,
    deadlineMs,
    retry: { attempts: 6, baseMs: 100, maxMs: 1_000, attemptMs: Infinity, ...given(options.retry) },
    reopen: { baseMs: 100, maxMs: 5_000, ...given(options.reopen) },
    silenceMs,
    onBroken: options.onBroken ?? (() => undefined),
    channel: options.channel ?? {},
  };
  for (const [name, value] of Object.entries({
    deadlineMs,
    silenceMs,
    ...prefixed('retry', settings.retry),
    ...prefixed('reopen', settings.reopen),
  })) {
    if (!(value > 0)) throw new RangeError(`${name} is ${value}; it must be above 0`);
  }
  return settings;
}

/** Without what is left out by being undefined. */
function given<Options extends object>(options: Options | undefined): Options {
  return Object.fromEntries(Object.entries(options ?? {}).filter(([, value]) => value !== undefined)) as Options;
}

function prefixed(prefix: string, numbers: object): Record<string, number> {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [`${prefix}.${name}`, value as number]));
}

export function credentialsOf({ tls }: Settings): ChannelCredentials {
  if (tls === null) return credentials.createInsecure();
  if (tls === true) return credentials.createSsl();
  return credentials.createSsl(bytesOf(tls.ca), bytesOf(tls.key), bytesOf(tls.cert));
}

function bytesOf(pem: string | Buffer | undefined): Buffer | null {
  return pem === undefined ? null : Buffer.from(pem);
}

export function channelOptionsOf({ tls, channel }: Settings): ChannelOptions {
  const name = tls === null || tls === true ? undefined : tls.serverName;
  return {
    'grpc.primary_user_agent': 'frontrow-client',
    // A connection that died without a word is noticed while calls are open.
    'grpc.keepalive_time_ms': 20_000,
    'grpc.keepalive_timeout_ms': 10_000,
    // Without this grpc-js waits up to two minutes before it tries a service that was away again.
    'grpc.initial_reconnect_backoff_ms': 200,
    'grpc.max_reconnect_backoff_ms': 5_000,
    // A client is one connection, and closing it ends that one.
    'grpc.use_local_subchannel_pool': 1,
    'grpc.service_config_disable_resolution': 1,
    ...(name === undefined ? {} : { 'grpc.ssl_target_name_override': name, 'grpc.default_authority': name }),
    ...channel,
  };
}
