/** The set-up, run in a small checkout of its own whose node_modules lead to the real packages. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const packages = ['typescript', 'better-sqlite3', 'vite'];
/** Like the project's, but small: the compiler is started many times here. */
const compilerOptions = {
  target: 'ES2023',
  lib: ['ES5'],
  types: [],
  module: 'NodeNext',
  rootDir: '.',
  outDir: 'dist',
  declaration: true,
  incremental: true,
  tsBuildInfoFile: 'dist/.tsbuildinfo',
};

const WEB_SCRIPT = `document.title = ${JSON.stringify('many words '.repeat(300))};\n`;
const WEB_OUTPUTS = ['assets/index.js', 'assets/index.js.br', 'assets/index.js.gz', 'assets/ops.js', 'index.html', 'ops.html'];

class Checkout {
  readonly folder = mkdtempSync(join(tmpdir(), 's-'));

  constructor() {
    for (const folder of ['test/tooling', 'src', 'node_modules']) mkdirSync(this.path(folder), { recursive: true });
    for (const name of ['setup.mjs', 'setup-lock.mjs']) copyFileSync(join(root, 'test/tooling', name), this.path(`test/tooling/${name}`));
    copyFileSync(join(root, 'package.json'), this.path('package.json'));
    this.write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src', 'test'], exclude: ['src/web'] }));
    for (const name of packages) symlinkSync(join(root, 'node_modules', name), this.path(`node_modules/${name}`));
    // What npm leaves after an installation by hand: the tree it installed, in the words of the lock file.
    this.write('package-lock.json', lockFile('6.0.0'));
    this.write('node_modules/.package-lock.json', lockFile('6.0.0'));
    this.write('src/main.ts', 'export const answer: number = 42;\n');
  }

  /** A web app of two pages; what they load is long enough to be worth compressing. */
  addWebApp(): void {
    for (const name of ['vite.config.mjs', 'vite-precompress.mjs']) {
      copyFileSync(join(root, 'test/tooling', name), this.path(`test/tooling/${name}`));
    }
    mkdirSync(this.path('src/web'));
    for (const page of ['index', 'ops']) this.write(`src/web/${page}.html`, `<script type="module" src="/${page}.ts"></script>\n`);
    this.write('src/web/index.ts', WEB_SCRIPT);
    this.write('src/web/ops.ts', `document.title = 'ops';\n`);
  }

  /** The files of the web app without the hashes in their names. */
  webOutputs(): string[] {
    return readdirSync(this.path('dist/web'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.includes('.'))
      .map((name) => name.replace(/-[\w-]{8}\./, '.'))
      .sort();
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): void {
    writeFileSync(this.path(name), text);
  }

  /** Runs the set-up where npm cannot be found; hands back what it said and its exit code. */
  setUp(): { readonly said: string; readonly exitCode: number | null } {
    const run = spawnSync(process.execPath, [this.path('test/tooling/setup.mjs')], { encoding: 'utf8', env: { PATH: '/nonexistent' } });
    assert.equal(run.stdout, '');
    return { said: run.stderr, exitCode: run.status };
  }

  outputs(): string[] {
    return readdirSync(this.path('dist'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(js|d\.ts)$/.test(name) && !name.startsWith('web/'))
      .sort();
  }
}

function lockFile(typescript: string): string {
  const optional = { 'node_modules/for-another-system': { version: '1.0.0', optional: true } };
  return JSON.stringify({ packages: { '': {}, 'node_modules/typescript': { version: typescript }, ...optional } });
}

const setup = suite<{ checkout: Checkout }>('set-up');

setup.before.each((context) => {
  context.checkout = new Checkout();
});
setup.after.each(({ checkout }) => rmSync(checkout.folder, { recursive: true }));

setup('the first time compiles, the second time does and says nothing', ({ checkout }) => {
  assert.deepEqual(checkout.setUp(), { said: 'set-up: compiling\n', exitCode: 0 });
  assert.deepEqual(checkout.outputs(), ['src/main.d.ts', 'src/main.js']);
  assert.deepEqual(checkout.setUp(), { said: '', exitCode: 0 });
});

setup('a changed source is compiled, the output of a removed one is removed, a lost output comes back', ({ checkout }) => {
  checkout.write('src/old.ts', 'export const old = 1;\n');
  checkout.setUp();
  rmSync(checkout.path('src/old.ts'));
  checkout.write('src/main.ts', 'export const answer: number = 43;\n');
  assert.deepEqual(checkout.setUp(), { said: 'set-up: compiling\n', exitCode: 0 });
  assert.deepEqual(checkout.outputs(), ['src/main.d.ts', 'src/main.js']);
  assert.match(readFileSync(checkout.path('dist/src/main.js'), 'utf8'), /43/);
  rmSync(checkout.path('dist/src/main.js'));
  assert.equal(checkout.setUp().exitCode, 0);
  assert.deepEqual(checkout.outputs(), ['src/main.d.ts', 'src/main.js']);
});

setup('the web app is built beside it, compressed, and again only when something of it changed or is lost', ({ checkout }) => {
  checkout.addWebApp();
  assert.deepEqual(checkout.setUp(), { said: 'set-up: compiling\nset-up: building the web app\n', exitCode: 0 });
  assert.deepEqual(checkout.webOutputs(), WEB_OUTPUTS);
  assert.deepEqual(checkout.outputs(), ['src/main.d.ts', 'src/main.js'], 'the compiler leaves it alone');
  assert.deepEqual(checkout.setUp(), { said: '', exitCode: 0 });
  checkout.write('src/web/ops.ts', `document.title = 'operators';\n`);
  assert.match(checkout.setUp().said, /set-up: building the web app\n$/);
  assert.deepEqual(checkout.webOutputs(), WEB_OUTPUTS, 'nothing is left of what was before');
  rmSync(checkout.path('dist/web/index.html'));
  assert.deepEqual(checkout.setUp(), { said: 'set-up: building the web app\n', exitCode: 0 });
  assert.deepEqual(checkout.webOutputs(), WEB_OUTPUTS);
});

setup('a web app that cannot be built stops it each time and says where, until it can', ({ checkout }) => {
  checkout.addWebApp();
  checkout.write('src/web/index.ts', `import './gone.js';\n`);
  for (const _attempt of [1, 2]) {
    const { said, exitCode } = checkout.setUp();
    assert.equal(exitCode, 1);
    assert.match(said, /gone\.js/);
    assert.match(said, /\nthe web app cannot be built; the lines above say why\.\n$/);
  }
  checkout.write('src/web/index.ts', WEB_SCRIPT);
  assert.equal(checkout.setUp().exitCode, 0);
});

setup('what a test needs of the web app is compiled with it and is no leftover', ({ checkout }) => {
  checkout.addWebApp();
  checkout.write('src/web/hall.ts', 'export const seats = 1;\n');
  checkout.write('test/hall.ts', `export { seats } from '../src/web/hall.js';\n`);
  assert.equal(checkout.setUp().exitCode, 0);
  assert.deepEqual(checkout.setUp(), { said: '', exitCode: 0 });
  checkout.write('src/web/hall.ts', 'export const seats = 2;\n');
  assert.match(checkout.setUp().said, /^set-up: compiling\n/);
  assert.match(readFileSync(checkout.path('dist/src/web/hall.js'), 'utf8'), /= 2/);
});

setup('sources that do not compile stop it each time, until they do', ({ checkout }) => {
  checkout.write('src/main.ts', `export const answer: number = 'many';\n`);
  for (const _attempt of [1, 2]) {
    const { said, exitCode } = checkout.setUp();
    assert.equal(exitCode, 1);
    assert.match(said, /src\/main\.ts\(1,14\): error TS2322/);
  }
  checkout.write('src/main.ts', 'export const answer: number = 42;\n');
  assert.equal(checkout.setUp().exitCode, 0);
});

setup('a changed lock file asks for an installation, and a missing npm is explained', ({ checkout }) => {
  checkout.setUp();
  checkout.write('package-lock.json', lockFile('6.0.1'));
  const { said, exitCode } = checkout.setUp();
  assert.equal(exitCode, 1);
  assert.match(said, /^set-up: installing dependencies with npm ci\n/);
  assert.match(said, /npm was not found/);
});

setup('a package that was installed by hand as the lock file wants it is not installed again', ({ checkout }) => {
  checkout.setUp();
  checkout.write('package-lock.json', lockFile('6.0.1'));
  checkout.write('node_modules/.package-lock.json', lockFile('6.0.1'));
  assert.deepEqual(checkout.setUp(), { said: 'set-up: compiling\n', exitCode: 0 });
});

setup('a Node.js that is too old is told so in one line', ({ checkout }) => {
  checkout.write('package.json', JSON.stringify({ engines: { node: '>=99.1' } }));
  const { said, exitCode } = checkout.setUp();
  assert.equal(exitCode, 1);
  assert.match(said, /^set-up: Frontrow needs Node\.js >=99\.1, this is [\d.]+; .*\n$/);
});

setup('several at once take turns, also when a killed one left its lock', async ({ checkout }) => {
  const { pid: deadPid } = spawnSync(process.execPath, ['-e', '']);
  const lock = checkout.path('lock');
  symlinkSync(String(deadPid), lock);
  const log = checkout.path('log');
  checkout.write(
    'contender.mjs',
    `import { appendFileSync } from 'node:fs';
     import { setTimeout as sleep } from 'node:timers/promises';
     import { oneAtATime } from './test/tooling/setup-lock.mjs';
     await oneAtATime(${JSON.stringify(lock)}, () => {}, async () => {
       appendFileSync(${JSON.stringify(log)}, 'in ');
       await sleep(20);
       appendFileSync(${JSON.stringify(log)}, 'out ');
     });`,
  );
  const contenders = [1, 2, 3, 4].map(() => spawn(process.execPath, [checkout.path('contender.mjs')], { stdio: 'inherit' }));
  await Promise.all(contenders.map((child) => once(child, 'exit')));
  assert.equal(readFileSync(log, 'utf8'), 'in out '.repeat(contenders.length));
  assert.ok(!existsSync(lock));
});

setup('an interrupted one leaves no lock', async ({ checkout }) => {
  const lock = checkout.path('lock');
  checkout.write(
    'holder.mjs',
    `import { oneAtATime } from './test/tooling/setup-lock.mjs';
     await oneAtATime(${JSON.stringify(lock)}, () => {}, () => new Promise((resolve) => { console.log('in'); setTimeout(resolve, 60_000); }));`,
  );
  const holder = spawn(process.execPath, [checkout.path('holder.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  holder.kill('SIGTERM');
  assert.deepEqual(await once(holder, 'exit'), [143, null]);
  assert.deepEqual(
    readdirSync(checkout.folder).filter((name) => name.startsWith('lock')),
    [],
  );
});

setup.run();
