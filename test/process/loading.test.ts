/** What is loaded when: a command waits for what it loads, and a cluster's half and an issuer's are nothing to a node on its own. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';

const loading = suite('loading');

const PROGRAM = new URL('../../src/', import.meta.url);
/** As the compiler writes them; what is imported when it is needed, with `import(...)`, is not among them. */
const STATIC_IMPORT = /^(?:import|export)\s(?:[\w$\s{},*]+\sfrom\s)?'([^']+)';/gm;

interface Loaded {
  /** Files of our own, as paths from src/. */
  readonly own: ReadonlySet<string>;
  /** Libraries by their names. */
  readonly libraries: ReadonlySet<string>;
}

/** All that the module brings with it. `path`: from src/, as it is compiled. */
function loadedWith(path: string): Loaded {
  const own = new Set<string>();
  const libraries = new Set<string>();
  const follow = (url: URL): void => {
    const name = url.href.slice(PROGRAM.href.length);
    if (own.has(name)) return;
    own.add(name);
    for (const [, wanted = ''] of readFileSync(fileURLToPath(url), 'utf8').matchAll(STATIC_IMPORT)) {
      if (wanted.startsWith('.')) follow(new URL(wanted, url));
      else if (!wanted.startsWith('node:')) libraries.add(wanted);
    }
  };
  follow(new URL(path, PROGRAM));
  return { own, libraries };
}

loading('help, and a configuration that is refused, need the command line and the settings', () => {
  const { own, libraries } = loadedWith('main.js');
  assert.ok(own.has('config.js') && own.has('commands/exit.js'), [...own].join(' '));
  assert.deepEqual([...libraries], ['commander']);
});

loading("a node on its own loads nothing of NATS, and nothing for an issuer's keys", () => {
  const { own, libraries } = loadedWith('commands/start.js');
  assert.ok(own.has('node.js') && own.has('node/one-node.js') && libraries.has('fastify'), [...libraries].join(' '));
  const needless = [...libraries].filter((name) => name.startsWith('@nats-io/') || ['jose', 'cli-progress'].includes(name));
  assert.deepEqual(needless, []);
});

loading('a node of a cluster finds them', () => {
  const { libraries } = loadedWith('node/cluster-node.js');
  assert.ok(libraries.has('@nats-io/transport-node') && libraries.has('@nats-io/jetstream'));
});

loading.run();
