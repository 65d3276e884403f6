import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { test } from 'uvu';
import type { Config } from '../../src/config.js';
import { readConfig } from '../../src/config.js';
import { onlyProblemOf, problemsOf } from './problems.js';

const SECRET = 'a secret of exactly 32 bytes, ok';
const ADMIN_KEY = 'admin-key-of-exactly-32-chars-ok';

test('an empty environment gives the defaults', () => {
  const { dataDir, ...rest } = readConfig({});
  assert.equal(dataDir, resolve('data'));
  assert.deepEqual(rest, {
    natsUrl: null,
    natsCredentials: null,
    natsUser: null,
    natsPassword: null,
    natsCa: null,
    natsCert: null,
    natsKey: null,
    natsPrefix: 'frontrow',
    natsReplicas: 3,
    natsLanes: 1,
    natsMonitors: [],
    nodeId: null,
    clusterPort: 7_400,
    clusterHost: null,
    advertise: null,
    clusterCert: null,
    clusterKey: null,
    clusterCa: null,
    httpPort: 3_000,
    host: '127.0.0.1',
    opsPort: 9_464,
    opsHost: '127.0.0.1',
    trustProxy: false,
    corsOrigins: [],
    grpcPort: 50_051,
    grpcHost: '127.0.0.1',
    grpcServices: null,
    grpcCert: null,
    grpcKey: null,
    grpcClientCa: null,
    adminKey: null,
    secret: null,
    secretPrevious: null,
    accessTokenTtlSeconds: 86_400,
    issuer: null,
    issuerAudience: null,
    issuerJwksUrl: null,
    issuerKeysFile: null,
    issuerAlgorithms: ['RS256', 'ES256', 'EdDSA'],
    signInUrl: null,
    brandDir: null,
    demo: true,
    selfCharge: true,
    maxPoints: 10_000_000,
    rateLimitPerMinute: 600,
    bodyLimitBytes: 16_384,
    requestTimeoutSeconds: 10,
    socketsPerUserMax: 5,
    inboxDepthMax: 20_000,
    liveEntitiesMax: 100_000,
    passivateAfterSeconds: 300,
    overloadDelayMs: 25,
    logLevel: 'info',
    drainSeconds: 8,
  });
});

test('what is not ours is left alone', () => {
  assert.deepEqual(readConfig({ PATH: '/bin', HTTP_PORT: 'abc', FRONTROWX: '1', FRONTROW: 'yes', MY_FRONTROW_THING: '1' }), readConfig({}));
});

test('the configuration can not be changed', () => {
  const config = readConfig({ FRONTROW_CORS_ORIGINS: 'https://a.example', FRONTROW_TRUST_PROXY: '10.0.0.1' });
  assert.throws(() => Object.assign(config, { httpPort: 1 }), TypeError);
  assert.throws(() => (config.corsOrigins as string[]).push('https://evil.example'), TypeError);
  assert.throws(() => (config.trustProxy as string[]).push('0.0.0.0'), TypeError);
  assert.throws(() => (readConfig({}).corsOrigins as string[]).push('https://evil.example'), TypeError);
});

test('a variable that is empty or blank counts as unset', () => {
  const names = ['HTTP_PORT', 'HOST', 'DATA_DIR', 'DEMO', 'TRUST_PROXY', 'CORS_ORIGINS', 'LOG_LEVEL', 'GRPC_PORT', 'NATS_URL'];
  for (const blank of ['', '  ']) {
    assert.deepEqual(readConfig(Object.fromEntries(names.map((name) => [`FRONTROW_${name}`, blank]))), readConfig({}));
  }
  assert.deepEqual(readConfig({ FRONTROW_SECRET: '', FRONTROW_ADMIN_KEY: '', FRONTROW_SECRET_PREVIOUS: '' }), readConfig({}));
});

/** Variable, member, smallest, largest. */
const NUMBERS: readonly (readonly [string, keyof Config, number, number])[] = [
  ['HTTP_PORT', 'httpPort', 0, 65_535],
  ['OPS_PORT', 'opsPort', 0, 65_535],
  ['GRPC_PORT', 'grpcPort', 0, 65_535],
  ['MAX_POINTS', 'maxPoints', 1, 1_000_000_000_000],
  ['RATE_LIMIT', 'rateLimitPerMinute', 0, 1_000_000],
  ['TOKEN_TTL_SECONDS', 'accessTokenTtlSeconds', 60, 31_536_000],
  ['BODY_LIMIT_BYTES', 'bodyLimitBytes', 1_024, 1_048_576],
  ['REQUEST_TIMEOUT_SECONDS', 'requestTimeoutSeconds', 1, 300],
  ['DRAIN_SECONDS', 'drainSeconds', 1, 9],
  ['INBOX_DEPTH_MAX', 'inboxDepthMax', 1, 1_000_000],
  ['LIVE_ENTITIES_MAX', 'liveEntitiesMax', 100, 10_000_000],
  ['PASSIVATE_AFTER_SECONDS', 'passivateAfterSeconds', 1, 86_400],
  ['SOCKETS_PER_USER_MAX', 'socketsPerUserMax', 1, 1_000],
  ['OVERLOAD_DELAY_MS', 'overloadDelayMs', 0, 1_000],
];

for (const [name, member, min, max] of NUMBERS) {
  const env = `FRONTROW_${name}`;
  test(`${env} takes whole numbers from ${min} to ${max}, both included`, () => {
    for (const value of [min, max]) assert.equal(readConfig({ [env]: `${value}` })[member], value);
    assert.equal(readConfig({ [env]: ` ${max} ` })[member], max);
    const wrong = [
      `${max + 1}`,
      `${min - 1}`,
      `${min}.5`,
      '-0',
      '+5',
      '1e2',
      '0x10',
      '1_000',
      '1,000',
      '5 6',
      'abc',
      'NaN',
      'Infinity',
      '9'.repeat(30),
      '٣',
    ];
    for (const text of wrong) {
      const problem = onlyProblemOf({ [env]: text });
      assert.ok(problem.startsWith(`${env}=${JSON.stringify(text)}: must be a whole number`), problem);
      assert.ok(problem.includes(`from ${min} to ${max}`), problem);
    }
  });
}

test('a problem names the variable, what it holds, what would be right and what the setting is for', () => {
  assert.equal(
    onlyProblemOf({ FRONTROW_HTTP_PORT: 'abc' }),
    'FRONTROW_HTTP_PORT="abc": must be a whole number from 0 to 65535 (port the REST API listens on; 0 takes a free one and the start line says which).',
  );
});

test('a value in a problem stays on one line and is not endless', () => {
  const problem = onlyProblemOf({ FRONTROW_HTTP_PORT: `12\n\u001b[31m${'x'.repeat(10_000)}` });
  assert.ok(problem.length < 300);
  for (const control of ['\n', '\u001b']) assert.equal(problem.includes(control), false);
});

for (const [name, member] of [
  ['FRONTROW_DEMO', 'demo'],
  ['FRONTROW_SELF_CHARGE', 'selfCharge'],
] as const) {
  test(`${name} is on or off`, () => {
    for (const text of ['on', 'ON', 'true', 'yes', '1']) assert.equal(readConfig({ [name]: text })[member], true);
    for (const text of ['off', 'Off', 'false', 'no', '0']) assert.equal(readConfig({ [name]: text })[member], false);
    for (const text of ['maybe', '2', 'onn', 'null'])
      assert.match(onlyProblemOf({ [name]: text }), new RegExp(`^${name}="${text}": must be on or off `));
  });
}

for (const [name, member] of [
  ['FRONTROW_HOST', 'host'],
  ['FRONTROW_OPS_HOST', 'opsHost'],
  ['FRONTROW_GRPC_HOST', 'grpcHost'],
] as const) {
  test(`${name} is an address or a name`, () => {
    for (const text of ['0.0.0.0', '::', '::1', 'localhost', 'node-1.tickets.example', '192.168.1.7'])
      assert.equal(readConfig({ [name]: text, FRONTROW_GRPC_SERVICES: '/services.json' })[member], text);
    for (const text of ['http://localhost', 'localhost:3000', '[::1]', '999.1.1.1', '1.2.3', 'a b', '-x', 'a..b', '*', 'x'.repeat(300)]) {
      assert.match(onlyProblemOf({ [name]: text }), /must be an IP address or a host name, without scheme, brackets or port/);
    }
  });
}

test('FRONTROW_DATA_DIR is made absolute', () => {
  assert.equal(readConfig({ FRONTROW_DATA_DIR: 'some/where' }).dataDir, resolve('some/where'));
  assert.equal(readConfig({ FRONTROW_DATA_DIR: '/var/lib/frontrow/' }).dataDir, '/var/lib/frontrow');
});

test('FRONTROW_LOG_LEVEL is one of the levels', () => {
  for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']) {
    assert.equal(readConfig({ FRONTROW_LOG_LEVEL: level.toUpperCase() }).logLevel, level);
  }
  assert.match(onlyProblemOf({ FRONTROW_LOG_LEVEL: 'verbose' }), /must be one of trace, debug, info, warn, error, fatal, silent/);
});

test('FRONTROW_TRUST_PROXY is none, a number of proxies, or addresses and networks', () => {
  const read = (text: string): Config['trustProxy'] => readConfig({ FRONTROW_TRUST_PROXY: text }).trustProxy;
  assert.equal(read('none'), false);
  assert.equal(read('1'), 1);
  assert.equal(read('16'), 16);
  assert.deepEqual(read('10.0.0.1'), ['10.0.0.1']);
  assert.deepEqual(read(' 10.0.0.0/8, ::1,fd00::/8 '), ['10.0.0.0/8', '::1', 'fd00::/8']);
  for (const text of [
    '0',
    '17',
    '-1',
    'true',
    '*',
    'proxy.example',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/8/8',
    '10.0.0.0/',
    '10.0.0.0/08',
    ',',
  ]) {
    assert.match(onlyProblemOf({ FRONTROW_TRUST_PROXY: text }), /must be none, a number of proxies from 1 to 16, or addresses/);
  }
});

test('FRONTROW_TRUST_PROXY does not trust the whole world', () => {
  for (const text of ['0.0.0.0/0', '::/0']) assert.match(onlyProblemOf({ FRONTROW_TRUST_PROXY: text }), /must be none/);
});

test('in a list, the problem points at the wrong entries', () => {
  assert.match(onlyProblemOf({ FRONTROW_TRUST_PROXY: '10.0.0.1,nonsense,::1' }), /not so: "nonsense" \(/);
  assert.match(onlyProblemOf({ FRONTROW_CORS_ORIGINS: 'https://a.example,b.example' }), /not so: "b.example" \(/);
});

test('FRONTROW_CORS_ORIGINS is none, * or origins as browsers send them', () => {
  const read = (text: string): Config['corsOrigins'] => readConfig({ FRONTROW_CORS_ORIGINS: text }).corsOrigins;
  assert.deepEqual(read('none'), []);
  assert.equal(read('*'), '*');
  assert.deepEqual(read('https://a.example, http://localhost:5173'), ['https://a.example', 'http://localhost:5173']);
  assert.deepEqual(read('https://a.example,https://a.example'), ['https://a.example']);
  const wrong = [
    'a.example',
    'https://a.example/',
    'https://a.example/path',
    'https://A.example',
    'https://a.example:443',
    'ftp://a.example',
    'null',
  ];
  for (const text of [...wrong, 'https://*.example', '*,https://a.example', 'https://u:p@a.example', ',']) {
    assert.match(onlyProblemOf({ FRONTROW_CORS_ORIGINS: text }), /must be none, \*, or origins such as/, text);
  }
});

test('secrets of 32 bytes are enough, counted in bytes for the secret and in characters for the key', () => {
  const { secret, secretPrevious, adminKey } = readConfig({
    FRONTROW_SECRET: SECRET,
    FRONTROW_SECRET_PREVIOUS: '비밀'.repeat(6),
    FRONTROW_ADMIN_KEY: ADMIN_KEY,
  });
  assert.equal(secret?.reveal(), SECRET);
  assert.equal(secretPrevious?.reveal(), '비밀'.repeat(6));
  assert.equal(adminKey?.reveal(), ADMIN_KEY);
});

test('a secret that is refused is not shown, in whole or in part', () => {
  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['FRONTROW_SECRET', 'hunter2', /must have at least 32 bytes, it has 7/],
    ['FRONTROW_SECRET', SECRET.slice(0, -1), /must have at least 32 bytes, it has 31/],
    ['FRONTROW_SECRET', `${SECRET}\n`, /must not begin or end with white space/],
    ['FRONTROW_SECRET', '   ', /must not begin or end with white space/],
    ['FRONTROW_SECRET_PREVIOUS', 'hunter2', /must have at least 32 bytes, it has 7/],
    ['FRONTROW_ADMIN_KEY', 'hunter2', /must have at least 32 characters, it has 7/],
    ['FRONTROW_ADMIN_KEY', `${ADMIN_KEY} `, /visible ASCII characters/],
    ['FRONTROW_ADMIN_KEY', 'ü'.repeat(40), /visible ASCII characters/],
  ];
  for (const [name, text, expected] of wrong) {
    const problem = onlyProblemOf({ [name]: text });
    assert.match(problem, expected);
    assert.ok(problem.startsWith(`${name}: `), problem);
    if (text.trim() !== '') assert.equal(problem.includes(text.trim()), false);
  }
});

test('secrets do not show when the configuration is logged', () => {
  const config = readConfig({ FRONTROW_SECRET: SECRET, FRONTROW_ADMIN_KEY: ADMIN_KEY });
  const shown = `${JSON.stringify(config)} ${inspect(config, { depth: 9, showHidden: true })} ${String(config.secret)} ${config.adminKey?.toString() ?? ''}`;
  assert.equal(shown.includes(SECRET), false);
  assert.equal(shown.includes(ADMIN_KEY), false);
  assert.ok(shown.includes('[hidden]'));
});

test('the previous secret must not be the current one', () => {
  assert.match(
    onlyProblemOf({ FRONTROW_SECRET: SECRET, FRONTROW_SECRET_PREVIOUS: SECRET }),
    /^FRONTROW_SECRET_PREVIOUS: must be the secret before the last change/,
  );
});

test('the three ports do not share an address', () => {
  const ports = { FRONTROW_HTTP_PORT: '8080', FRONTROW_OPS_PORT: '8080' };
  assert.match(onlyProblemOf(ports), /^FRONTROW_OPS_PORT="8080": must differ from FRONTROW_HTTP_PORT/);
  assert.match(onlyProblemOf({ ...ports, FRONTROW_HOST: '0.0.0.0' }), /must differ/);
  assert.match(onlyProblemOf({ FRONTROW_HTTP_PORT: '9464', FRONTROW_OPS_HOST: '::' }), /must differ/);
  assert.deepEqual(problemsOf({ ...ports, FRONTROW_OPS_HOST: '127.0.0.2' }), []);
  assert.match(onlyProblemOf({ FRONTROW_GRPC_PORT: '3000' }), /^FRONTROW_GRPC_PORT="3000": must differ from FRONTROW_HTTP_PORT/);
  assert.match(onlyProblemOf({ FRONTROW_GRPC_PORT: '9464' }), /^FRONTROW_GRPC_PORT="9464": must differ from FRONTROW_OPS_PORT/);
  assert.deepEqual(problemsOf({ FRONTROW_GRPC_PORT: '3000', FRONTROW_GRPC_HOST: '::1' }), []);
  assert.deepEqual(problemsOf({ FRONTROW_HTTP_PORT: '0', FRONTROW_OPS_PORT: '0', FRONTROW_GRPC_PORT: '0' }), []);
});

test('a name that nobody reads stops the start, with what may have been meant and without its value', () => {
  const meant: readonly (readonly [string, string])[] = [
    ['FRONTROW_HTP_PORT', 'Did you mean FRONTROW_HTTP_PORT?'],
    ['FRONTROW_DATADIR', 'Did you mean FRONTROW_DATA_DIR?'],
    ['FRONTROW_ADMIN_KEYS', 'Did you mean FRONTROW_ADMIN_KEY?'],
    ['frontrow_http_port', 'Did you mean FRONTROW_HTTP_PORT?'],
    ['FRONTROW_PORT', 'Did you mean FRONTROW_HTTP_PORT or FRONTROW_OPS_PORT or FRONTROW_GRPC_PORT?'],
    ['FRONTROW_COLOUR', 'The README lists all settings.'],
    ['FRONTROW_', 'The README lists all settings.'],
  ];
  for (const [name, hint] of meant) assert.equal(onlyProblemOf({ [name]: 'hunter2' }), `${name}: there is no such setting. ${hint}`);
});

test('an unknown name stops the start even when it is empty', () => {
  assert.match(onlyProblemOf({ FRONTROW_HTP_PORT: '' }), /there is no such setting/);
});

test('what Kubernetes tells about services named frontrow is left alone', () => {
  const links = {
    FRONTROW_SERVICE_HOST: '10.0.0.1',
    FRONTROW_SERVICE_PORT: '80',
    FRONTROW_SERVICE_PORT_HTTP: '80',
    FRONTROW_PORT: 'tcp://10.0.0.1:80',
    FRONTROW_PORT_80_TCP: 'tcp://10.0.0.1:80',
    FRONTROW_PORT_80_TCP_PROTO: 'tcp',
    FRONTROW_PORT_80_TCP_PORT: '80',
    FRONTROW_PORT_80_TCP_ADDR: '10.0.0.1',
    FRONTROW_API_SERVICE_HOST: '10.0.0.2',
    FRONTROW_API_PORT: 'tcp://10.0.0.2:80',
  };
  assert.deepEqual(readConfig(links), readConfig({}));
});

test('a service link that has the name of a setting is refused with the way out', () => {
  assert.match(onlyProblemOf({ FRONTROW_OPS_PORT: 'tcp://10.0.0.1:9464' }), /must be a whole number.*enableServiceLinks: false/);
});

test('all problems are found in one go, and the message has a line for each', () => {
  const env = {
    FRONTROW_HTTP_PORT: 'abc',
    FRONTROW_DEMO: 'maybe',
    FRONTROW_SECRET: 'short',
    FRONTROW_NATS_URL: 'x',
    FRONTROW_COLOUR: 'red',
    FRONTROW_GRPC_PORT: '-1',
  };
  const problems = problemsOf(env);
  assert.deepEqual(problems.map((problem) => problem.split(/[=:]/)[0]).sort(), Object.keys(env).sort());
  assert.throws(() => readConfig(env), { name: 'ConfigInvalid', message: `The configuration is not valid:\n  ${problems.join('\n  ')}` });
});

test.run();
