/**
 * REST and gRPC give the same outcome for the same act: the same view or the same refusal, and the same events in the log. Each act is played on two products
 * that were brought into the same state, on one over REST and on the other over gRPC.
 */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { RecordBody } from '../../src/journal/port.js';
import { GrpcTestService, UNARY_NAMES } from '../support/grpc-service.js';
import { atRest } from '../support/manual-clock.js';
import { TestFacade } from '../support/test-facade.js';
import { FAN_ACTS } from './same-outcome-acts.js';
import { OPERATOR_ACTS } from './same-outcome-operators.js';
import type { Scene } from './same-outcome-scenes.js';
import { isWithin, plainOf, shownOf } from './same-outcome-views.js';

const ACTS = [...FAN_ACTS, ...OPERATOR_ACTS];

const rest = await TestFacade.start();
const grpc = await GrpcTestService.start();
test.after(async () => {
  await rest.stop();
  await grpc.stop();
});

/** What is in a problem document besides the members of the refusal, and what only REST says: where a browser goes on, and what is wrong where. */
const NO_MEMBERS: ReadonlySet<string> = new Set(['type', 'title', 'status', 'detail', 'code', 'redirectTo', 'errors']);

for (const act of ACTS) {
  test(`${act.method}: ${act.what}`, async () => {
    const restScene = await act.scene(rest);
    const grpcScene = await act.scene(grpc.facade);
    await atRest();
    const restBefore = await lastPosition(rest);
    const grpcBefore = await lastPosition(grpc.facade);
    const answer = await act.rest(restScene, rest);
    const outcome = await act.grpc(grpcScene, grpc);
    await atRest();
    assert.equal(answer.status >= 500 || outcome.code === 'INTERNAL', false, `${answer.text} ${outcome.text}`);
    if (answer.status >= 400) {
      assert.equal(outcome.code, answer.body.code, `over gRPC: ${outcome.status} ${outcome.text}`);
      const members = Object.entries(answer.body).filter(([name]) => !NO_MEMBERS.has(name));
      const texts = members.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
      assert.deepEqual(named(outcome.members, grpcScene), named(Object.fromEntries(texts), restScene));
    } else {
      assert.equal(outcome.status, 'OK', `${outcome.code} ${outcome.text}`);
      const view = named(plainOf(act.method, outcome.message ?? {}), grpcScene);
      const shown = named(shownOf(act.method, answer.text), restScene);
      assert.ok(isWithin(shown, view), `over REST: ${JSON.stringify(shown)}\nover gRPC: ${JSON.stringify(view)}`);
    }
    assert.equal(answer.status >= 400, act.refused, 'the act ends as it says');
    assert.deepEqual(await eventsAfter(grpc.facade, grpcBefore), await eventsAfter(rest, restBefore));
  });
}

test('every unary method was compared, in success and, where there is one, in refusal', () => {
  const succeeded = new Set(ACTS.filter(({ refused }) => !refused).map(({ method }) => method));
  assert.deepEqual(
    UNARY_NAMES.filter((name) => !succeeded.has(name)),
    [],
  );
  const refused = new Set(ACTS.filter((act) => act.refused).map(({ method }) => method));
  // Nothing can be wrong with these, as far as REST can say it: who a user is, REST learns from the access token.
  const neverRefused = ['CreateUser', 'IssueAccessToken', 'GetBalance'];
  assert.deepEqual(
    UNARY_NAMES.filter((name) => !refused.has(name) && !neverRefused.includes(name)),
    [],
  );
});

async function lastPosition(facade: TestFacade): Promise<number> {
  return (await facade.region.journal.events([], 100_000)).at(-1)?.position ?? 0;
}

/** Types of all events after that, with the kind of entity. */
async function eventsAfter(facade: TestFacade, position: number): Promise<readonly string[]> {
  const records = await facade.region.journal.events([position], 100_000);
  return records.flatMap(({ entity, body }) =>
    (JSON.parse(body) as RecordBody).events.map(({ type }) => `${entity.slice(0, entity.indexOf('/'))} ${type}`),
  );
}

const PATTERNS = [
  [/<concertId>-[0-9a-f]{12}/g, '<a schedule>'],
  [/[0-9a-f]{16}-[0-9a-f]{12}-r-[0-9a-f]{32}/g, '<a reservation>'],
  [/[0-9a-f]{16}-[0-9a-f]{12}-p-[0-9a-f]{32}/g, '<a payment>'],
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<a user>'],
  [/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<a token>'],
  [/\b[0-9a-f]{16}-[0-9a-f]{12}\b/g, '<a schedule>'],
  [/\b[0-9a-f]{32}\b/g, '<an id>'],
  [/\b[0-9a-f]{16}\b/g, '<a concert>'],
] as const;

/** With ids, which are different on both sides, replaced by what the scene calls them, else by their kind. */
function named(view: unknown, scene: Scene): unknown {
  let text = JSON.stringify(view);
  const ids = Object.entries(scene.ids).sort(([, a], [, b]) => b.length - a.length);
  for (const [name, id] of ids) text = text.replaceAll(id, `<${name}>`);
  for (const [pattern, name] of PATTERNS) text = text.replaceAll(pattern, name);
  return JSON.parse(text) as unknown;
}

test.run();
