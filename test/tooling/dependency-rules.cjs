/**
 * Who may import whom: the architecture, checked by dependency-cruiser.
 */

/** Each part of src with the parts it may import, besides itself; a part is a folder with this name, a file with this name, or both. */
const mayImport = {
  domain: [],
  journal: [],
  cluster: ['domain/ids', 'domain/refusals', 'timers'],
  actors: ['domain', 'journal/port', 'cluster/router', 'cluster/shard-host', 'timers'],
  identity: ['domain', 'timers'],
  ticketing: ['domain', 'cluster/router', 'journal/port', 'identity', 'timers'],
  rest: ['ticketing', 'domain', 'timers'],
  grpc: ['ticketing', 'domain', 'cluster', 'timers'],
  audit: ['domain'],
  demo: ['ticketing', 'domain', 'timers'],
  metrics: ['rest/deps', 'grpc/deps', 'timers'],
  config: ['identity/admin-key', 'identity/external-settings'],
};

/** The composition root: it imports everything, and nothing in src imports it. */
const roots = ['main', 'node', 'commands'];

/**
 * The web app, which a bundler puts together for browsers: each part of src/web with the parts of it that it may import, besides itself. Its two pages, fans
 * and ops, know nothing of each other, so that nobody loads what is not for them.
 */
const webMayImport = {
  api: [],
  i18n: ['api'],
  ui: ['i18n', 'api'],
  map: ['i18n', 'ui'],
  fans: ['i18n', 'ui', 'api', 'map'],
  ops: ['i18n', 'ui', 'api', 'map'],
};

/** One library, one home. */
const homes = [
  { library: 'nact', home: '^src/actors/' },
  { library: 'better-sqlite3', home: '^src/journal/sqlite/' },
  { library: '(fastify|@fastify/.+)', home: '^src/rest/' },
  { library: 'ws', home: '^src/rest/' },
  { library: '(fast-jwt|jose)', home: '^src/identity/' },
  { library: 'prom-client', home: '^src/(rest/|metrics)' },
  { library: '@grpc/.+', home: '^src/grpc/' },
  { library: 'cli-progress', home: '^src/commands/' },
  { library: '@nats-io/.+', home: '^src/(journal/jetstream|cluster)/' },
  { library: '(preact|preact-iso|@preact/.+)', home: '^src/web/' },
  { library: 'i18next', home: '^src/web/i18n/' },
  { library: 'openapi-fetch', home: '^src/web/api/' },
  { library: 'konva', home: '^src/web/map/' },
  { library: 'lean-qr', home: '^src/web/fans/' },
  { library: 'uplot', home: '^src/web/ops/' },
];

const part = (name) => `^src/${name}(/|[.]ts$)`;
const parts = Object.keys(mayImport);
const webPart = (name) => `^src/web/${name}/`;

module.exports = {
  forbidden: [
    ...parts.map((name) => ({
      name: `${name}-imports-only-what-it-may`,
      comment: `src/${name} may import ${mayImport[name].join(', ') || 'nothing of ours'}.`,
      severity: 'error',
      from: { path: part(name) },
      to: { path: '^src/', pathNot: [name, ...mayImport[name]].map(part) },
    })),
    {
      name: 'the-rest-of-src-stands-alone',
      comment: 'The clock, the timers and whatever else is not named above import nothing of ours but their own folder.',
      severity: 'error',
      from: { path: '^src/([^/.]+)', pathNot: [...parts, ...roots].map(part) },
      to: { path: '^src/', pathNot: '^src/$1(/|[.]ts$)' },
    },
    ...Object.entries(webMayImport).map(([name, others]) => ({
      name: `web-${name}-imports-only-what-it-may`,
      comment: `src/web/${name} may import ${others.join(', ') || 'nothing else of ours'}.`,
      severity: 'error',
      from: { path: webPart(name) },
      to: { path: '^src/', pathNot: [name, ...others].map(webPart) },
    })),
    {
      name: 'web-is-for-browsers',
      comment: 'There is nothing of Node.js in a browser, and nothing of the web app in the service.',
      severity: 'error',
      from: { path: '^src/web/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'web-is-imported-by-none',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/web/' },
      to: { path: '^src/web/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'The domain uses no library and nothing of Node.js.',
      severity: 'error',
      from: { path: part('domain') },
      to: { pathNot: '^src/' },
    },
    {
      name: 'main-is-imported-by-none',
      severity: 'error',
      from: {},
      to: { path: part('main') },
    },
    {
      name: 'the-composition-root-is-imported-by-none-of-its-parts',
      severity: 'error',
      from: { path: '^src/', pathNot: roots.map(part) },
      to: { path: part('node') },
    },
    ...homes.map(({ library, home }) => ({
      name: `${library.replace(/[^a-z0-9-]+/g, '-').replace(/^-|-$/g, '')}-has-one-home`,
      severity: 'error',
      from: { path: '^src/', pathNot: home },
      to: { path: `(^|/)node_modules/(@types/)?${library}(/|$)` },
    })),
    {
      name: 'src-is-independent-of-test-and-bench',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'src-runs-without-development-dependencies',
      comment: 'Types may come from there: nothing is left of them at run time. What the web app needs is built into it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/web/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '/node_modules/@types/' },
    },
    {
      name: 'everything-is-found',
      comment: 'The import leads nowhere, or to a package that package.json does not name.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'packages-are-declared',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-cycles',
      comment: 'But for messages that contain each other, as they are generated.',
      severity: 'error',
      from: { pathNot: '^src/grpc/generated/' },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports the module and it imports nothing: it is dead.',
      severity: 'error',
      from: {
        orphan: true,
        path: '^src/',
        pathNot: ['^src/main[.]ts$', '(^|[/-])worker[.]ts$', '^src/grpc/generated/', '^src/web/.+[.](d[.]ts|json|css)$'],
      },
      to: {},
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // Types count too: whoever knows a type knows its owner.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
