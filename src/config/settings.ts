/**
 * Every setting there is, once: its variable, what it accepts, its default, what it does and when to change it. `readConfig`, the README's table and the
 * help text are all made from this table.
 */
import { resolve } from 'node:path';
import type { ExternalAlgorithm } from '../identity/external-settings.js';
import { CLUSTER } from './cluster-settings.js';
import type { LogLevel, SecretText, TrustProxy } from './readers.js';
import {
  adminKey,
  corsOrigins,
  host,
  issuerAlgorithms,
  jwksUrl,
  logLevel,
  onOff,
  path,
  secret,
  signInUrl,
  trustProxy,
  visibleText,
  wholeNumber,
} from './readers.js';
import { setting } from './setting.js';
import type { Setting } from './setting.js';

export type { Setting } from './setting.js';

const PORT_MAX = 65_535;
/** Balances and sums of them stay exact far beyond this. */
const POINTS_MAX = 1_000_000_000_000;
const KIBIBYTE = 1_024;
const MEBIBYTE = 1_024 * KIBIBYTE;
const DAY_SECONDS = 86_400;
const YEAR_SECONDS = 365 * DAY_SECONDS;

const LOOPBACK = '127.0.0.1';
const PEM = 'path of a PEM file';
const ISSUER_LENGTH_MAX = 512;
const DEFAULT_ISSUER_ALGORITHMS: readonly ExternalAlgorithm[] = Object.freeze(['RS256', 'ES256', 'EdDSA'] as const);

const port = wholeNumber(0, PORT_MAX);

const NETWORK = {
  httpPort: setting({
    env: 'FRONTROW_HTTP_PORT',
    reader: port,
    fallback: 3_000,
    effect: 'port the REST API listens on; 0 takes a free one and the start line says which',
    change: 'when another program has that port',
  }),
  host: setting({
    env: 'FRONTROW_HOST',
    reader: host(),
    fallback: LOOPBACK,
    effect: 'address the REST API listens on',
    change: 'to 0.0.0.0 or :: in a container or when other machines are to reach it; put a TLS proxy in front',
  }),
  opsPort: setting({
    env: 'FRONTROW_OPS_PORT',
    reader: port,
    fallback: 9_464,
    effect: 'port of /healthz, /readyz and /metrics; 0 takes a free one and the start line says which',
    change: 'when another program has that port',
  }),
  opsHost: setting({
    env: 'FRONTROW_OPS_HOST',
    reader: host(),
    fallback: LOOPBACK,
    effect: 'address the ops port listens on; it asks nobody who they are',
    change: 'to an address that only the monitoring can reach',
  }),
  trustProxy: setting<TrustProxy>({
    env: 'FRONTROW_TRUST_PROXY',
    reader: trustProxy(),
    fallback: false,
    fallbackText: 'none',
    effect: "whose X-Forwarded-For is believed when a client's address is looked for",
    change: 'when a proxy or load balancer stands in front, else all clients share its address and its rate limit',
  }),
  corsOrigins: setting<'*' | readonly string[]>({
    env: 'FRONTROW_CORS_ORIGINS',
    reader: corsOrigins(),
    fallback: Object.freeze([]),
    fallbackText: 'none',
    effect: 'web pages, by origin, whose scripts may call the API and open its sockets; `*` lets all',
    change: 'when the web app is served from another origin',
  }),
};

const GRPC = {
  grpcPort: setting({
    env: 'FRONTROW_GRPC_PORT',
    reader: port,
    fallback: 50_051,
    effect: 'port of the gRPC API for internal services; 0 takes a free one and the start line says which',
    change: 'when another program has that port',
  }),
  grpcHost: setting({
    env: 'FRONTROW_GRPC_HOST',
    reader: host(),
    fallback: LOOPBACK,
    effect: 'address the gRPC API listens on; any but a loopback address needs FRONTROW_GRPC_SERVICES',
    change: 'to 0.0.0.0 or :: when services on other machines are to reach it',
  }),
  grpcServices: setting<string | null>({
    env: 'FRONTROW_GRPC_SERVICES',
    reader: path('path of a JSON file'),
    fallback: null,
    fallbackText: 'none: everybody on this machine may do everything',
    effect: 'which services may call the gRPC API, how each is known and which rights it has',
    change: 'whenever more than you can reach the port',
  }),
  grpcCert: setting<string | null>({
    env: 'FRONTROW_GRPC_CERT',
    reader: path(PEM),
    fallback: null,
    fallbackText: 'none: no TLS',
    effect: 'certificate of the gRPC API, with the certificates that lead to its authority',
    change: 'when services on other machines call; read at the start, so a renewed one needs a restart',
  }),
  grpcKey: setting<string | null>({
    env: 'FRONTROW_GRPC_KEY',
    reader: path(PEM),
    fallback: null,
    fallbackText: 'none',
    effect: 'private key of that certificate, without a passphrase',
    change: 'together with FRONTROW_GRPC_CERT',
  }),
  grpcClientCa: setting<string | null>({
    env: 'FRONTROW_GRPC_CLIENT_CA',
    reader: path(PEM),
    fallback: null,
    fallbackText: 'none: services are known by their keys',
    effect: "certificates of the authorities that sign the services' certificates: services are known by those then (mutual TLS)",
    change: 'when services have certificates of their own',
  }),
};

const SECRETS = {
  dataDir: setting({
    env: 'FRONTROW_DATA_DIR',
    reader: path(),
    fallback: resolve('data'),
    fallbackText: '`./data`',
    effect: 'directory of the journal, the snapshots and the generated secrets; one process at a time may use it',
    change: 'to a local disk that is backed up',
  }),
  adminKey: setting<SecretText | null>({
    env: 'FRONTROW_ADMIN_KEY',
    reader: adminKey(),
    fallback: null,
    fallbackText: 'generated into the file `admin-key` in the data directory',
    effect: 'key that the admin routes ask for',
    change: 'when a secret store hands out keys, or when the key has leaked',
  }),
  secret: setting<SecretText | null>({
    env: 'FRONTROW_SECRET',
    reader: secret(),
    fallback: null,
    fallbackText: 'generated into the file `secret` in the data directory',
    effect: 'secret from which the keys of access tokens and queue tokens are derived',
    change: 'when a secret store hands out secrets, or when it has leaked; give the one before as FRONTROW_SECRET_PREVIOUS',
  }),
  secretPrevious: setting<SecretText | null>({
    env: 'FRONTROW_SECRET_PREVIOUS',
    reader: secret(),
    fallback: null,
    fallbackText: 'none',
    effect: 'secret before the last change: tokens signed with it stay valid',
    change:
      'together with FRONTROW_SECRET; unset it once FRONTROW_TOKEN_TTL_SECONDS and all running sales are over, at once when it has leaked',
  }),
  accessTokenTtlSeconds: setting({
    env: 'FRONTROW_TOKEN_TTL_SECONDS',
    reader: wholeNumber(60, YEAR_SECONDS, 'seconds'),
    fallback: DAY_SECONDS,
    effect: 'how long an access token is valid; clients renew it before',
    change: 'to less where devices are shared; never below the longest wait you expect in line',
  }),
};

const ISSUER = {
  issuer: setting<string | null>({
    env: 'FRONTROW_ISSUER',
    reader: visibleText(ISSUER_LENGTH_MAX),
    fallback: null,
    fallbackText: 'none: the node issues tokens to guests',
    effect: 'issuer (`iss`) of the access tokens that web users bring; guest accounts are off then',
    change: 'when users log in elsewhere; the next settings say how their tokens are checked',
  }),
  issuerAudience: setting<string | null>({
    env: 'FRONTROW_ISSUER_AUDIENCE',
    reader: visibleText(ISSUER_LENGTH_MAX),
    fallback: null,
    fallbackText: 'none',
    effect: 'audience (`aud`) that those tokens must name',
    change: 'together with FRONTROW_ISSUER',
  }),
  issuerJwksUrl: setting<string | null>({
    env: 'FRONTROW_ISSUER_JWKS_URL',
    reader: jwksUrl(),
    fallback: null,
    fallbackText: 'none',
    effect: "where the issuer's public keys are read from, and read again when it changes them",
    change: 'together with FRONTROW_ISSUER, unless its keys are in a file',
  }),
  issuerKeysFile: setting<string | null>({
    env: 'FRONTROW_ISSUER_KEYS_FILE',
    reader: path('path of a PEM or JWKS file'),
    fallback: null,
    fallbackText: 'none',
    effect: "the issuer's public keys; the file may be replaced while the node runs",
    change: 'together with FRONTROW_ISSUER, when the node cannot reach it',
  }),
  issuerAlgorithms: setting<readonly ExternalAlgorithm[]>({
    env: 'FRONTROW_ISSUER_ALGORITHMS',
    reader: issuerAlgorithms(),
    fallback: DEFAULT_ISSUER_ALGORITHMS,
    fallbackText: `\`${DEFAULT_ISSUER_ALGORITHMS.join()}\``,
    effect: "signature algorithms that are accepted in the issuer's tokens",
    change: 'to the one that your issuer uses',
  }),
};

const WEB = {
  signInUrl: setting<string | null>({
    env: 'FRONTROW_SIGN_IN_URL',
    reader: signInUrl(),
    fallback: null,
    fallbackText: 'none: the web app says that one signs in elsewhere',
    effect:
      'page that the web app sends fans to who have no access token, with `returnTo`; it comes back there with `#access_token=` behind the address',
    change: 'together with FRONTROW_ISSUER, when fans use the web app',
  }),
  brandDir: setting<string | null>({
    env: 'FRONTROW_BRAND_DIR',
    reader: path('path of a folder'),
    fallback: null,
    fallbackText: 'none: the looks that are built in',
    effect:
      'folder of the brand that the web app wears: `theme.css`, `logo.svg`, `brand.json` (`{"name": "..."}`), and the fonts and pictures that the style sheet uses; read at the start',
    change: 'to give the web app your name, your logo and your colours',
  }),
};

const BUSINESS = {
  demo: setting({
    env: 'FRONTROW_DEMO',
    reader: onOff(),
    fallback: true,
    effect: 'fills a new data directory with a demo catalogue, and lets operators start a sale with simulated fans',
    change: 'to off in production',
  }),
  selfCharge: setting<boolean | null>({
    env: 'FRONTROW_SELF_CHARGE',
    reader: onOff(),
    // Depends on FRONTROW_ISSUER, so it is for readConfig to say.
    fallback: null,
    fallbackText: '`on`; `off` with FRONTROW_ISSUER',
    effect: 'lets fans charge their own wallets',
    change: 'to off when points are worth money',
  }),
  maxPoints: setting({
    env: 'FRONTROW_MAX_POINTS',
    reader: wholeNumber(1, POINTS_MAX, 'points'),
    fallback: 10_000_000,
    effect: 'largest balance a charge may lead to; refunds may go beyond',
    change: 'when your prices ask for more',
  }),
};

const LIMITS = {
  rateLimitPerMinute: setting({
    env: 'FRONTROW_RATE_LIMIT',
    reader: wholeNumber(0, 1_000_000, 'requests a minute'),
    fallback: 600,
    effect:
      'how many requests one user, or one address without a user, may make; files of the web app are counted apart, up to ten times as many; 0 turns all such limits off',
    change: 'to 0 for load tests, or behind a gateway that limits',
  }),
  bodyLimitBytes: setting({
    env: 'FRONTROW_BODY_LIMIT_BYTES',
    reader: wholeNumber(KIBIBYTE, MEBIBYTE, 'bytes'),
    // The longest hold takes 8 KiB. Checking a body against its schema costs time that anybody can ask for: up to 0.6 s for 1 MiB made for it.
    fallback: 16 * KIBIBYTE,
    effect: 'largest request body, more is answered with 413; what operators send about halls and seats may always have 1 MiB',
    change: 'when clients of your own send more',
  }),
  requestTimeoutSeconds: setting({
    env: 'FRONTROW_REQUEST_TIMEOUT_SECONDS',
    reader: wholeNumber(1, 300, 'seconds'),
    fallback: 10,
    effect: 'how long a request may take to arrive, and then to be answered',
    change: 'to more when clients are on very slow lines',
  }),
  socketsPerUserMax: setting({
    env: 'FRONTROW_SOCKETS_PER_USER_MAX',
    reader: wholeNumber(1, 1_000),
    fallback: 5,
    effect: 'live sockets one user may hold open',
    change: 'when fans really have more tabs open than that',
  }),
  inboxDepthMax: setting({
    env: 'FRONTROW_INBOX_DEPTH_MAX',
    reader: wholeNumber(1, 1_000_000, 'commands'),
    fallback: 20_000,
    effect: 'commands that may wait for one schedule, queue or wallet; more are answered with 503',
    change: 'to less when a quick 503 is better than a slow answer',
  }),
  liveEntitiesMax: setting({
    env: 'FRONTROW_LIVE_ENTITIES_MAX',
    reader: wholeNumber(100, 10_000_000),
    fallback: 100_000,
    effect: 'schedules, queues and wallets kept in memory; beyond it the least recently used one leaves and is read again when needed',
    change: 'to less when memory is short, to more when it is plenty and users are many',
  }),
  passivateAfterSeconds: setting({
    env: 'FRONTROW_PASSIVATE_AFTER_SECONDS',
    reader: wholeNumber(1, DAY_SECONDS, 'seconds'),
    fallback: 300,
    effect: 'how long something may lie idle in memory',
    change: 'to less when memory is short',
  }),
  overloadDelayMs: setting({
    env: 'FRONTROW_OVERLOAD_DELAY_MS',
    reader: wholeNumber(0, 1_000, 'milliseconds'),
    fallback: 25,
    effect:
      'how long requests may wait for the processor, all the time and not just for a moment, before some are answered with 503; 0 never does that',
    change: 'to more when slow answers are better than refusals, to 0 behind a gateway that sheds load',
  }),
};

const OPERATIONS = {
  logLevel: setting<LogLevel>({
    env: 'FRONTROW_LOG_LEVEL',
    reader: logLevel(),
    fallback: 'info',
    effect: 'least important log lines that are written',
    change: 'to debug to look for a fault, to warn when log volume costs',
  }),
  drainSeconds: setting({
    env: 'FRONTROW_DRAIN_SECONDS',
    reader: wholeNumber(1, 9, 'seconds'),
    fallback: 8,
    effect: 'how long a stop waits for what is in flight; the process ends within 10 s of SIGTERM',
    change: 'to less when the platform kills sooner',
  }),
};

/** In the order they are explained. */
export const SETTINGS = { ...NETWORK, ...GRPC, ...SECRETS, ...ISSUER, ...WEB, ...BUSINESS, ...LIMITS, ...OPERATIONS, ...CLUSTER };

type ValueOf<Described> = Described extends Setting<infer Value> ? Value : never;

/** As read, or the default. */
export type Values = { readonly [Name in keyof typeof SETTINGS]: ValueOf<(typeof SETTINGS)[Name]> };

/** While they are being read: a setting that has a problem is undefined. */
export type Draft = { readonly [Name in keyof Values]: Values[Name] | undefined };
