/**
 * Set-up on a bare machine: installs the dependencies, compiles, and builds the web app, each only when needed. Plain JavaScript without dependencies, because
 * it runs before there are any.
 *
 * "Needed" is decided by content, not by time: the lock file and the Node ABI for the installation, the sources for the compilation and for the web app. A
 * stamp is written only after its step succeeded, so an interrupted step is done again. Invocations at the same time take turns.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { oneAtATime } from './setup-lock.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const at = (...parts) => join(root, ...parts);

const installStamp = at('node_modules', '.frontrow-installed');
const buildStamp = at('dist', '.frontrow-built');
const webStamp = at('dist', '.frontrow-web-built');
const sourceFolders = ['src', 'test', 'bench'];
/** Vite builds it, not the compiler; only what a test imports of it is compiled too. */
const webSources = at('src', 'web');
const webOutputs = at('dist', 'web');
const webTools = ['vite.config.mjs', 'vite-precompress.mjs'].map((name) => at('test', 'tooling', name));
const npmLinesShown = 20;

/** A reason to stop that the developer can act on; shown without a stack. */
class SetupFailed extends Error {}

/** Brings node_modules and dist up to date with the sources. Rejects with `SetupFailed` and a sentence that says what to do. */
export async function setUp() {
  checkNodeVersion();
  if (isInstalled() && isBuilt() && isWebBuilt()) return;
  await oneAtATime(at('.setup-lock'), say, async () => {
    if (!isInstalled() && !(await adoptInstallation())) await install();
    if (!isBuilt()) await build();
    if (!isWebBuilt()) await buildWeb();
  });
}

function checkNodeVersion() {
  const { engines } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const [major, minor] = engines.node.match(/\d+/g).map(Number);
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= (minor ?? 0))) return;
  throw new SetupFailed(
    `Frontrow needs Node.js ${engines.node}, this is ${process.versions.node}; install the current LTS from https://nodejs.org.`,
  );
}

/** Native modules are compiled for one ABI, so the same lock file under another Node.js is another installation. */
function installationWanted() {
  return `${hashOf([at('package-lock.json')])} abi ${process.versions.modules} ${process.platform} ${process.arch}\n`;
}

function isInstalled() {
  return contentOf(installStamp) === installationWanted();
}

/** Somebody ran `npm install` by hand and the result is what the lock file asks for: there is nothing to install. */
async function adoptInstallation() {
  const installedText = contentOf(at('node_modules', '.package-lock.json'));
  if (installedText === null) return false;
  const wanted = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(installedText).packages;
  const same = Object.keys(wanted).every(
    (path) =>
      path === '' || (installed[path] === undefined ? wanted[path].optional === true : installed[path].version === wanted[path].version),
  );
  if (!same || !(await nativeModuleLoads())) return false;
  writeFileSync(installStamp, installationWanted());
  return true;
}

async function install() {
  say('installing dependencies with npm ci');
  // NODE_ENV=production would leave out the compiler.
  const { code, output } = await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) throw new SetupFailed(`${lastLines(output)}\n${whyNpmFailed(output)}`);
  if (!(await nativeModuleLoads())) {
    throw new SetupFailed(
      'better-sqlite3 was installed but not compiled; allow its install script (npm config get ignore-scripts) and remove node_modules.',
    );
  }
  writeFileSync(installStamp, installationWanted());
}

function whyNpmFailed(output) {
  if (/\bENOENT npm\b/.test(output)) return 'npm was not found; it comes with Node.js.';
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED/.test(output)) {
    return 'npm could not reach the package registry; check the network connection (npm config get registry) and run the command again.';
  }
  if (/EUSAGE/.test(output)) return 'package.json and package-lock.json disagree; run npm install and commit both.';
  if (/gyp/.test(output)) return 'a native module could not be compiled; install python3, make and g++ and run the command again.';
  if (/ENOSPC/.test(output)) return 'the disk is full.';
  return 'npm ci failed; the lines above say why.';
}

async function nativeModuleLoads() {
  const script = "new (require('better-sqlite3'))(':memory:').close()";
  return (await run(process.execPath, ['-e', script])).code === 0;
}

function isBuilt() {
  const { missing, stray } = compareOutputs();
  return missing.length === 0 && stray.length === 0 && contentOf(buildStamp) === buildWanted();
}

async function build() {
  say('compiling');
  const wanted = buildWanted();
  const { missing, stray } = compareOutputs();
  rmSync(buildStamp, { force: true });
  for (const path of stray) rmSync(path);
  // The compiler's memory of what it wrote would keep it from writing a file that somebody removed.
  if (missing.length > 0) rmSync(at('dist', '.tsbuildinfo'), { force: true });
  const { code, output } = await run(process.execPath, [
    at('node_modules', 'typescript', 'bin', 'tsc'),
    '-p',
    'tsconfig.json',
    '--pretty',
    'false',
  ]);
  if (code !== 0) throw new SetupFailed(`${output.trimEnd()}\nthe sources do not compile; the lines above say where.`);
  writeFileSync(buildStamp, wanted);
}

function buildWanted() {
  return `${hashOf([at('package-lock.json'), at('tsconfig.json'), ...typeScript()])}\n`;
}

/** What the compiler may read. */
function typeScript() {
  return sourceFolders.flatMap((folder) => filesUnder(at(folder))).filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'));
}

/** What it compiles in any case. */
function sources() {
  return typeScript().filter((path) => !path.startsWith(`${webSources}${sep}`));
}

/** What the compiler should have written and did not, and what is left of sources that are gone: a removed test must not run on. */
function compareOutputs() {
  const outputOf = (path) => at('dist', `${relative(root, path).slice(0, -'.ts'.length)}.js`);
  const wanted = sources().map(outputOf);
  const possible = new Set(typeScript().map(outputOf));
  const found = sourceFolders.flatMap((folder) => filesUnder(at('dist', folder)));
  const foundSet = new Set(found);
  return {
    missing: wanted.filter((path) => !foundSet.has(path)),
    stray: found.filter((path) => !possible.has(path.replace(/\.map$/, '').replace(/\.d\.ts$/, '.js'))),
  };
}

/** The stamp names the sources by their hash, and then what was made of them, a file a line. */
function isWebBuilt() {
  if (!existsSync(webSources)) return true;
  const [builtFrom, ...outputs] = (contentOf(webStamp) ?? '').trimEnd().split('\n');
  return builtFrom === webWanted() && outputs.every((name) => existsSync(join(webOutputs, name)));
}

async function buildWeb() {
  say('building the web app');
  const wanted = webWanted();
  rmSync(webStamp, { force: true });
  const vite = at('node_modules', 'vite', 'bin', 'vite.js');
  const options = ['--config', join('test', 'tooling', 'vite.config.mjs'), '--configLoader', 'native', '--logLevel', 'warn'];
  // Whatever the shell says it is for, what is built is for production.
  const { code, output } = await run(process.execPath, [vite, 'build', ...options], { NODE_ENV: 'production' });
  if (code !== 0) throw new SetupFailed(`${output.trimEnd()}\nthe web app cannot be built; the lines above say why.`);
  writeFileSync(webStamp, `${[wanted, ...filesUnder(webOutputs).map((path) => relative(webOutputs, path))].join('\n')}\n`);
}

function webWanted() {
  return hashOf([at('package-lock.json'), ...webTools, ...filesUnder(webSources)]);
}

function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort();
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(`${relative(root, path)} ${statSync(path).size}\n`).update(readFileSync(path));
  return hash.digest('hex');
}

function contentOf(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** Runs a program in the root folder; its output is kept, because it is only of interest when it fails. */
function run(program, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = () => child.kill('SIGTERM');
    process.once('exit', stop);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 127, output: `${error.code} ${program}: ${error.message}` }));
    child.on('close', (code) => {
      process.off('exit', stop);
      resolve({ code: code ?? 1, output });
    });
  });
}

function lastLines(output) {
  return output.trimEnd().split('\n').slice(-npmLinesShown).join('\n');
}

/** Goes to stderr: stdout belongs to the program that is started afterwards. */
function say(line) {
  process.stderr.write(`set-up: ${line}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await setUp();
  } catch (error) {
    if (!(error instanceof SetupFailed)) throw error;
    say(error.message.includes('\n') ? `failed\n${error.message}` : error.message);
    process.exitCode = 1;
  }
}
