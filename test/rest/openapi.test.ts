/** The description is complete, consistent and true: every route, every code, and examples that are what they claim. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { Ajv as AjvClass } from 'ajv';
import { test } from 'uvu';
import { REFUSALS } from '../../src/domain/refusals.js';
import type { RefusalCode } from '../../src/domain/refusals.js';
import { STATUS_OF } from '../../src/rest/problem.js';
import { TestFacade } from '../support/test-facade.js';

const require = createRequire(import.meta.url);
const { Ajv2020 } = require('ajv/dist/2020.js') as { Ajv2020: typeof AjvClass };
const addFormats = require('ajv-formats') as (ajv: AjvClass) => void;

interface Media {
  readonly schema: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object; readonly example?: unknown }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Readonly<Record<string, Media>> }>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly tags: readonly { readonly name: string }[];
  readonly components: { readonly schemas: Readonly<Record<string, object>>; readonly securitySchemes: Readonly<Record<string, object>> };
}

const facade = await TestFacade.start();
test.after(() => facade.stop());
const document = (await facade.ask('GET', '/openapi.json')).body as unknown as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
);

/** Every route of the contract. */
const CONTRACT = [
  'DELETE /api/v1/admin/demo-sale',
  'DELETE /api/v1/admin/session',
  'DELETE /api/v1/reservations/{}',
  'DELETE /api/v1/tokens/current',
  'GET /api/v1/admin/cluster',
  'GET /api/v1/admin/concerts/{}',
  'GET /api/v1/admin/concerts/{}/history',
  'GET /api/v1/admin/demo-sale',
  'GET /api/v1/admin/events',
  'GET /api/v1/admin/payments/{}',
  'GET /api/v1/admin/reservations/{}',
  'GET /api/v1/admin/schedules/{}/seats',
  'GET /api/v1/admin/schedules/{}/seats/{}/timeline',
  'GET /api/v1/admin/session',
  'GET /api/v1/admin/stats',
  'GET /api/v1/admin/users/{}',
  'GET /api/v1/concerts',
  'GET /api/v1/concerts/{}',
  'GET /api/v1/numbers',
  'GET /api/v1/payments/{}',
  'GET /api/v1/queue/live',
  'GET /api/v1/reservation',
  'GET /api/v1/reservations',
  'GET /api/v1/reservations/{}',
  'GET /api/v1/schedules/{}',
  'GET /api/v1/schedules/{}/live',
  'GET /api/v1/seats',
  'GET /api/v1/service',
  'GET /api/v1/tokens',
  'GET /api/v1/tokens/current',
  'GET /api/v1/users/{}/payments',
  'GET /api/v1/users/{}/points',
  'GET /api/v1/users/{}/transactions',
  'GET /api/v1/{}/points',
  'PATCH /api/v1/admin/concerts/{}/queue',
  'PATCH /api/v1/admin/schedules/{}/seats',
  'POST /api/v1/admin/concerts',
  'POST /api/v1/admin/concerts/{}/schedules',
  'POST /api/v1/admin/demo-sale',
  'POST /api/v1/admin/session',
  'POST /api/v1/payments',
  'POST /api/v1/reservations',
  'POST /api/v1/tokens',
  'POST /api/v1/users',
  'POST /api/v1/users/renew',
  'POST /api/v1/users/{}/transactions',
];

test('every route of the contract is described, and nothing else', () => {
  assert.equal(document.openapi, '3.1.0');
  assert.deepEqual(operations.map(({ name }) => name.replaceAll(/\{[^}]+\}/g, '{}')).sort(), CONTRACT);
});

test('every operation has a name of its own, words, a tag and security that exist', () => {
  const names = operations.map(({ operation }) => operation.operationId);
  assert.equal(new Set(names).size, names.length);
  const tags = document.tags.map(({ name }) => name);
  for (const { name, operation } of operations) {
    assert.ok(operation.summary.length > 3 && operation.description.length > 3, name);
    for (const tag of operation.tags) assert.ok(tags.includes(tag), `${name}: ${tag}`);
    for (const scheme of (operation.security ?? []).flatMap((schemes) => Object.keys(schemes))) {
      assert.ok(scheme in document.components.securitySchemes, `${name}: ${scheme}`);
    }
  }
});

test('path parameters are those of the path', () => {
  for (const { name, operation } of operations) {
    const inPath = [...name.matchAll(/\{([^}]+)\}/g)].map(([, parameter]) => parameter).sort();
    const described = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
    assert.deepEqual(described.sort(), inPath, name);
  }
});

test('every refusal is described under its status, by codes that exist, and each code is described somewhere', () => {
  const seen = new Set<string>();
  for (const { name, operation } of operations) {
    for (const [status, { content }] of Object.entries(operation.responses)) {
      for (const [code, { value }] of Object.entries(content?.['application/problem+json']?.examples ?? {})) {
        seen.add(code);
        assert.ok(code in REFUSALS, `${name}: ${code}`);
        const usual = STATUS_OF[code as RefusalCode];
        const missing = code.endsWith('_NOT_FOUND') && name.includes('{') && status === '404';
        assert.ok(Number(status) === usual || missing, `${name}: ${code} under ${status}`);
        assert.equal((value as { status: number }).status, Number(status));
      }
    }
  }
  /** Of the transport and the edge, not of an operation; the fan who may not charge is told so where charging is described. */
  const elsewhere = ['METHOD_NOT_ALLOWED', 'ROUTE_NOT_FOUND', 'ORIGIN_NOT_ALLOWED'];
  /** Said on sockets, or to services that call over gRPC. */
  elsewhere.push('TOO_SLOW', 'GUESTS_DISABLED', 'RIGHT_MISSING', 'SERVICE_UNKNOWN');
  assert.deepEqual(
    Object.keys(REFUSALS)
      .filter((code) => !seen.has(code))
      .sort(),
    elsewhere.sort(),
  );
});

test('every example satisfies its schema', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ $id: 'doc', components: document.components });
  let checked = 0;
  const check = (name: string, schema: object, value: unknown): void => {
    checked += 1;
    const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"doc#/components')) as object);
    assert.ok(validate(value), `${name}: ${JSON.stringify(validate.errors)}`);
  };
  for (const { name, operation } of operations) {
    for (const { schema, example, name: parameter } of operation.parameters ?? []) {
      if (example !== undefined) check(`${name} ${parameter}`, schema, example);
    }
    const medias = [operation.requestBody?.content, ...Object.values(operation.responses).map(({ content }) => content)];
    for (const { schema, example, examples } of medias.flatMap((content) => Object.values(content ?? {}))) {
      if (example !== undefined) check(name, schema, example);
      for (const { value } of Object.values(examples ?? {})) check(name, schema, value);
    }
  }
  assert.ok(checked > 200, String(checked));
});

test('every body, parameter and answer has an example, and answers are open to new fields', () => {
  for (const { name, operation } of operations) {
    for (const parameter of operation.parameters ?? []) assert.ok(parameter.example !== undefined, `${name} ${parameter.name}`);
    for (const { example, examples } of Object.values(operation.requestBody?.content ?? {}))
      assert.ok(example !== undefined || examples !== undefined, name);
    const answers = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
    for (const { example, examples } of answers.flatMap(([, { content }]) => Object.values(content ?? {})))
      assert.ok(example !== undefined || examples !== undefined, name);
    assert.ok(!JSON.stringify(answers).includes('"additionalProperties":false'), name);
  }
});

test('bodies are required where they are', () => {
  const required = operations.filter(({ operation }) => operation.requestBody?.required === false).map(({ name }) => name);
  assert.deepEqual(required.sort(), [
    'POST /api/v1/admin/demo-sale',
    'POST /api/v1/tokens',
    'POST /api/v1/users',
    'POST /api/v1/users/renew',
  ]);
});

test('what changes something for operators takes the CSRF token of their session', () => {
  for (const { name, operation } of operations) {
    const takes = (operation.parameters ?? []).some((parameter) => parameter.name === 'X-CSRF-Token');
    assert.equal(takes, !name.startsWith('GET') && name.includes('/admin/') && name !== 'POST /api/v1/admin/session', name);
  }
});

test('mutations take an Idempotency-Key, but for making an account and signing in and out', () => {
  const without = ['POST /api/v1/users', 'POST /api/v1/admin/session', 'DELETE /api/v1/admin/session'];
  for (const { name, operation } of operations) {
    const takes = (operation.parameters ?? []).some((parameter) => parameter.name === 'Idempotency-Key');
    assert.equal(takes, !name.startsWith('GET') && !without.includes(name), name);
  }
});

test.run();
