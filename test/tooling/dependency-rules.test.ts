/** Small source trees that break the architecture on purpose: each must be caught by the rule meant for it, and a proper one must pass. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';

const dependencies = suite('dependency rules');

const root = fileURLToPath(new URL('../../../', import.meta.url));
const rules = join(root, 'test/tooling/dependency-rules.cjs');
const depcruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

interface Report {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly to: string; readonly rule: { readonly name: string } }[];
  };
}

/** Each violation as `rule: from -> to`, sorted. Files are given as path and source. */
function violationsIn(files: Readonly<Record<string, string>>): string[] {
  const tree = mkdtempSync(join(tmpdir(), 'd-'));
  try {
    for (const name of ['package.json', 'tsconfig.json']) copyFileSync(join(root, name), join(tree, name));
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    for (const [name, source] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, name)), { recursive: true });
      writeFileSync(join(tree, name), `${source}\nexport const here = 1;\n`);
    }
    const folders = [...new Set(Object.keys(files).map((name) => name.split('/')[0] ?? name))];
    const cruise = spawnSync(process.execPath, [depcruise, '--config', rules, '--output-type', 'json', ...folders], {
      cwd: tree,
      encoding: 'utf8',
    });
    assert.equal(cruise.stderr, '');
    const { summary } = JSON.parse(cruise.stdout) as Report;
    return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to.replace(/^.*node_modules\//, '')}`).sort();
  } finally {
    rmSync(tree, { recursive: true });
  }
}

dependencies('the architecture as it is drawn passes', () => {
  const violations = violationsIn({
    'src/domain/ids.ts': `import './refusals.js';`,
    'src/domain/refusals.ts': '',
    'src/journal/port.ts': '',
    'src/journal/sqlite/journal.ts': `import 'node:fs'; import 'better-sqlite3'; import '../port.js';`,
    'src/journal/sqlite/worker.ts': '',
    'src/cluster/router.ts': `import type { here } from '../domain/ids.js'; export type Here = typeof here;`,
    'src/actors/host.ts': `import 'nact'; import '../domain/ids.js'; import '../journal/port.js'; import '../cluster/router.js';`,
    'src/identity/tokens.ts': `import 'fast-jwt'; import '../domain/refusals.js';`,
    'src/ticketing.ts': `import './ticketing/hold.js';`,
    'src/ticketing/hold.ts': `import '../cluster/router.js'; import '../identity/tokens.js'; import '../journal/port.js';`,
    'src/rest/app.ts': `import 'fastify'; import type { WebSocket } from 'ws'; import '../ticketing.js'; export type S = WebSocket;`,
    'src/audit/books.ts': `import '../domain/ids.js';`,
    'src/config.ts': `import './config/env.js';`,
    'src/config/env.ts': '',
    'src/demo.ts': `import './ticketing.js';`,
    'src/node.ts': `import './actors/host.js'; import './demo.js'; import './journal/sqlite/journal.js'; import './rest/app.js';`,
    'src/main.ts': `import './config.js'; import './node.js';`,
    'src/web/fans/main.tsx': `import 'preact'; import '../api/client.js'; import '../map/seat-map.js'; import '../ui/button.js'; import 'lean-qr';`,
    'src/web/ops/main.tsx': `import 'uplot'; import '@preact/signals'; import '../map/seat-map.js'; import '../ui/button.js';`,
    'src/web/api/client.ts': `import 'openapi-fetch'; import type { paths } from './openapi.js'; export type P = paths;`,
    'src/web/api/openapi.d.ts': 'export type paths = object;',
    'src/web/map/seat-map.tsx': `import 'konva'; import '../ui/button.js';`,
    'src/web/ui/button.tsx': `import '../i18n/i18n.js'; import 'preact/hooks';`,
    'src/web/i18n/i18n.ts': `import 'i18next';`,
    'test/books.test.ts': `import 'uvu'; import '../src/audit/books.js';`,
  });
  assert.deepEqual(violations, []);
});

dependencies('each wrong direction between the parts is caught', () => {
  const violations = violationsIn({
    'src/domain/ids.ts': `import 'node:crypto'; import 'commander';`,
    'src/domain/queue/decider.ts': `import type { here } from '../../journal/port.js'; export type Here = typeof here;`,
    'src/journal/port.ts': `import '../domain/ids.js';`,
    'src/cluster/router.ts': `import '../domain/queue/decider.js';`,
    'src/cluster/ring.ts': '',
    'src/journal/record.ts': '',
    'src/actors/host.ts': `import '../journal/record.js'; import '../cluster/ring.js';`,
    'src/identity/tokens.ts': `import '../actors/host.js';`,
    'src/ticketing.ts': `import './actors/host.js';`,
    'src/rest/app.ts': `import '../identity/tokens.js'; import '../main.js'; import '../node.js';`,
    'src/node.ts': '',
    'src/audit/books.ts': `import '../journal/port.js';`,
    'src/clock.ts': `import './domain/ids.js';`,
    'src/config.ts': `import './domain/ids.js';`,
    'src/main.ts': '',
  });
  assert.deepEqual(violations, [
    'actors-imports-only-what-it-may: src/actors/host.ts -> src/cluster/ring.ts',
    'actors-imports-only-what-it-may: src/actors/host.ts -> src/journal/record.ts',
    'audit-imports-only-what-it-may: src/audit/books.ts -> src/journal/port.ts',
    'cluster-imports-only-what-it-may: src/cluster/router.ts -> src/domain/queue/decider.ts',
    'config-imports-only-what-it-may: src/config.ts -> src/domain/ids.ts',
    'domain-imports-only-what-it-may: src/domain/queue/decider.ts -> src/journal/port.ts',
    'domain-is-pure: src/domain/ids.ts -> commander/typings/esm.d.mts',
    'domain-is-pure: src/domain/ids.ts -> crypto',
    'identity-imports-only-what-it-may: src/identity/tokens.ts -> src/actors/host.ts',
    'journal-imports-only-what-it-may: src/journal/port.ts -> src/domain/ids.ts',
    'main-is-imported-by-none: src/rest/app.ts -> src/main.ts',
    'rest-imports-only-what-it-may: src/rest/app.ts -> src/identity/tokens.ts',
    'rest-imports-only-what-it-may: src/rest/app.ts -> src/main.ts',
    'rest-imports-only-what-it-may: src/rest/app.ts -> src/node.ts',
    'the-composition-root-is-imported-by-none-of-its-parts: src/rest/app.ts -> src/node.ts',
    'the-rest-of-src-stands-alone: src/clock.ts -> src/domain/ids.ts',
    'ticketing-imports-only-what-it-may: src/ticketing.ts -> src/actors/host.ts',
  ]);
});

dependencies('the web app is for browsers, its pages know nothing of each other, and the service knows nothing of it', () => {
  const violations = violationsIn({
    'src/web/fans/main.tsx': `import '../ops/plot.js'; import 'konva'; import 'node:fs'; import '../../domain/ids.js'; import 'fastify';`,
    'src/web/ops/plot.ts': `import 'lean-qr'; import 'i18next';`,
    'src/web/ops/pages/sale.tsx': `import '../../fans/part.js';`,
    'src/web/fans/part.tsx': '',
    'src/web/map/hall.ts': `import '../api/client.js';`,
    'src/web/api/client.ts': `import '../ui/toast.js';`,
    'src/web/ui/toast.tsx': `import '../map/plan.js';`,
    'src/web/map/plan.ts': '',
    'src/web/i18n/i18n.ts': `import '../ui/theme.js';`,
    'src/web/ui/theme.ts': '',
    'src/domain/ids.ts': '',
    'src/rest/app.ts': `import '../web/ui/theme.js'; import 'preact';`,
  });
  const named = (name: string): string[] => violations.filter((violation) => violation.startsWith(name));
  assert.deepEqual(named('web-'), [
    'web-api-imports-only-what-it-may: src/web/api/client.ts -> src/web/ui/toast.tsx',
    'web-fans-imports-only-what-it-may: src/web/fans/main.tsx -> src/domain/ids.ts',
    'web-fans-imports-only-what-it-may: src/web/fans/main.tsx -> src/web/ops/plot.ts',
    'web-i18n-imports-only-what-it-may: src/web/i18n/i18n.ts -> src/web/ui/theme.ts',
    'web-is-for-browsers: src/web/fans/main.tsx -> fs',
    'web-is-imported-by-none: src/rest/app.ts -> src/web/ui/theme.ts',
    'web-map-imports-only-what-it-may: src/web/map/hall.ts -> src/web/api/client.ts',
    'web-ops-imports-only-what-it-may: src/web/ops/pages/sale.tsx -> src/web/fans/part.tsx',
    'web-ui-imports-only-what-it-may: src/web/ui/toast.tsx -> src/web/map/plan.ts',
  ]);
  assert.deepEqual(
    violations.filter((violation) => violation.includes('-has-one-home:')).map((violation) => violation.split(' ->')[0]),
    [
      'fastify-fastify-has-one-home: src/web/fans/main.tsx',
      'i18next-has-one-home: src/web/ops/plot.ts',
      'konva-has-one-home: src/web/fans/main.tsx',
      'lean-qr-has-one-home: src/web/ops/plot.ts',
      'preact-preact-iso-preact-has-one-home: src/rest/app.ts',
    ],
  );
});

dependencies(
  'a library outside its home, a development dependency in src, cycles, dead modules and imports that lead nowhere are caught',
  () => {
    const violations = violationsIn({
      'src/ticketing.ts': `import 'fastify'; import 'nact'; import 'better-sqlite3'; import 'fast-jwt'; import 'prom-client'; import '@fastify/cors';`,
      'src/rest/app.ts': `import 'ws'; import './routes.js'; import '../../test/helper.js';`,
      'src/rest/routes.ts': `import './app.js'; import './gone.js';`,
      'src/rest/dead.ts': '',
      'test/helper.ts': '',
    });
    const named = (name: string): string[] => violations.filter((violation) => violation.startsWith(`${name}:`));
    assert.deepEqual(
      violations.filter((violation) => violation.includes('-has-one-home:')).map((violation) => violation.split(':')[0]),
      [
        'better-sqlite3-has-one-home',
        'fast-jwt-jose-has-one-home',
        'fastify-fastify-has-one-home',
        'fastify-fastify-has-one-home',
        'nact-has-one-home',
        'prom-client-has-one-home',
      ],
    );
    assert.deepEqual(named('src-runs-without-development-dependencies'), [
      'src-runs-without-development-dependencies: src/rest/app.ts -> ws/wrapper.mjs',
    ]);
    assert.deepEqual(named('src-is-independent-of-test-and-bench'), [
      'src-is-independent-of-test-and-bench: src/rest/app.ts -> test/helper.ts',
    ]);
    assert.deepEqual(named('everything-is-found'), ['everything-is-found: src/rest/routes.ts -> ./gone.js']);
    assert.deepEqual(named('no-orphans'), ['no-orphans: src/rest/dead.ts -> src/rest/dead.ts']);
    assert.equal(named('no-cycles').length, 1);
  },
);

dependencies.run();
