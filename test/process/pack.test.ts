/**
 * The package as npm makes it: what is in it, and that a service in a folder of its own can use `frontrow/client` with nothing else installed than what the
 * client needs. Neither SQLite nor Fastify is there, so a client that loads them does not start.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { test } from 'uvu';
import { FakeServices } from '../grpc/client-support.js';
import { Certificates } from '../grpc/tls-certificates.js';
import { CLIENT_EXAMPLE } from './client-example.js';
import { Stage } from './stage.js';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const NEEDED = ['@grpc'];
const KEY = 'the-key-of-the-box-office-with-32';
/** For the compiler: the types of Node.js, and of what it bundles. */
const TYPES = ['@types', 'undici-types'];

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

let folder = '';
let paths: readonly string[] = [];
const services = new FakeServices();
const stage = new Stage();

test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frontrow-pack-'));
  const { stdout } = await run('npm', ['pack', '--json', '--offline', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT });
  const [packed] = JSON.parse(stdout) as readonly Packed[];
  if (packed === undefined) throw new Error(`npm packed nothing: ${stdout}`);
  paths = packed.files.map(({ path }) => path);
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, 'frontrow'), { recursive: true });
  await run('tar', ['-xzf', join(folder, packed.filename), '-C', join(modules, 'frontrow'), '--strip-components=1']);
  for (const name of [...NEEDED, ...TYPES]) await symlink(join(ROOT, 'node_modules', name), join(modules, name));
});
test.after.each(async () => {
  services.stop();
  await stage.dispose();
});
test.after(() => rm(folder, { recursive: true, force: true }));

test('the package holds the program, its types, the web app and the protocol buffers, and nothing else', () => {
  const odd = paths.filter(
    (path) => !/^(dist\/src\/.+\.(js|js\.map|d\.ts)|dist\/web\/.+|proto\/.+\.proto|package\.json|README\.md|LICENSE)$/.test(path),
  );
  assert.deepEqual(odd, []);
  for (const path of [
    'dist/src/main.js',
    'dist/src/grpc/client/index.js',
    'dist/src/grpc/client/index.d.ts',
    'dist/web/index.html',
    'dist/web/ops.html',
    'proto/frontrow/v1/ticketing.proto',
  ]) {
    assert.ok(paths.includes(path), path);
  }
});

const PROGRAM = `
  import { connect, FrontrowError } from 'frontrow/client';
  const frontrow = connect({ address: process.argv[2], serviceKey: 'a key' });
  const { balance } = await frontrow.getBalance({ userId: 'u' });
  const error = await frontrow.hold({}).catch((error) => error);
  frontrow.close();
  const loaded = process.moduleLoadList.filter((name) => /sqlite/i.test(name));
  console.log(JSON.stringify({ balance, code: error.code, own: error instanceof FrontrowError, loaded }));
`;

test('a program in a folder of its own calls a service with it, and ends when it has closed it', async () => {
  const service = await services.start({ GetBalance: (_call, callback) => callback(null, { balance: 4_711 }) });
  await writeFile(join(folder, 'program.mjs'), PROGRAM);
  const { stdout } = await run(process.execPath, ['program.mjs', service.address], { cwd: folder, timeout: 20_000 });
  assert.deepEqual(JSON.parse(stdout), { balance: 4_711, code: 'UNIMPLEMENTED', own: true, loaded: [] });
});

const TYPED = `
  import { connect, FrontrowError, SeatMap } from 'frontrow/client';
  import type { FrontrowClient, ResponseOf } from 'frontrow/client';
  const frontrow: FrontrowClient = connect({ address: 'frontrow:50051', tls: true, retry: { attempts: 2 }, serviceKey: process.env['KEY'] });
  const held: ResponseOf<'Hold'> = await frontrow.hold({ userId: 'u', scheduleId: 's', bestAvailable: { count: 2 } });
  const expires: Date | null = held.expiresAt;
  const isHeld: boolean = held.status === 'HELD';
  for await (const { seats, changed } of frontrow.watchSeats({ scheduleId: 's' })) {
    const map: SeatMap = seats;
    const first: 'AVAILABLE' | 'HELD' | 'BOOKED' | 'BLOCKED' | undefined = changed[0]?.status;
    console.log(expires, isHeld, map.place(1).price, first);
  }
  try {
    await frontrow.pay({ reservationId: held.reservationId });
  } catch (error) {
    if (error instanceof FrontrowError && error.code === 'HOLD_EXPIRED') console.log(error.members['balance'], error.violations[0]?.field);
  }
  // @ts-expect-error there is no such method
  await frontrow.reserve({});
  // @ts-expect-error there is no such field
  await frontrow.hold({ seatNumbers: [1] });
  // @ts-expect-error there is no such status
  console.log(held.status === 'RESERVATION_STATUS_HELD');
`;

/** Strict, and what the declarations themselves say is checked too. */
const COMPILER_OPTIONS = [
  '--noEmit',
  '--strict',
  '--module',
  'nodenext',
  '--target',
  'es2023',
  '--types',
  'node',
  '--skipLibCheck',
  'false',
];

test('its types say what there is', async () => {
  await writeFile(join(folder, 'typed.mts'), TYPED);
  await writeFile(join(folder, 'example.mts'), CLIENT_EXAMPLE);
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [compiler, ...COMPILER_OPTIONS, 'typed.mts', 'example.mts'], { cwd: folder }).catch(
    (error: unknown) => error as { readonly stdout: string },
  );
  assert.equal(stdout, '');
});

test('the example of the README buys two tickets over TLS and watches the seats turn', async () => {
  const certificates = new Certificates();
  const authority = certificates.authority('frontrow-ca');
  const own = authority.sign({ commonName: 'frontrow', names: ['IP:127.0.0.1'] });
  const keys = [`sha256:${createHash('sha256').update(KEY).digest('hex')}`];
  const boxOffice = { name: 'box-office', rights: ['read', 'sell', 'charge', 'admin'], keys };
  const node = await stage.start({
    dataDir: await stage.dataDir(),
    env: {
      FRONTROW_GRPC_SERVICES: certificates.file('services.json', JSON.stringify({ services: [boxOffice] })),
      FRONTROW_GRPC_CERT: own.cert,
      FRONTROW_GRPC_KEY: own.key,
    },
  });
  await writeFile(join(folder, 'example.mjs'), CLIENT_EXAMPLE);
  const env = { PATH: process.env['PATH'], FRONTROW_ADDRESS: node.grpcAddress, FRONTROW_SERVICE_KEY: KEY, FRONTROW_CA: authority.cert };
  const { stdout, stderr } = await run(process.execPath, ['--no-deprecation', 'example.mjs'], { cwd: folder, env, timeout: 30_000 });
  certificates.remove();
  assert.equal(stderr, '');
  const held = /^Held until .+ \[ (\d+), (\d+) \]$/m.exec(stdout);
  assert.ok(held !== null, stdout);
  assert.match(stdout, /^Paid 100000 points, 0 left$/m);
  for (const seat of held.slice(1)) assert.match(stdout, new RegExp(`^Seat ${seat} is BOOKED$`, 'm'));
});

test('the README shows this example', async () => {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  assert.ok(readme.includes(`\`\`\`js\n${CLIENT_EXAMPLE}\`\`\`\n`), 'README.md has CLIENT_EXAMPLE of client-example.ts as it is');
});

test.run();
