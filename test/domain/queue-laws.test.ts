import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import { queueDecider } from '../../src/domain/queue/decider.js';
import { QUEUE_DEFAULTS, type QueueCommand, type QueueEvent } from '../../src/domain/queue/protocol.js';
import { holdLaws, type Step } from '../support/decider-laws.js';
import { QueueModel } from './queue-model.js';
import { CONCERT, QueueStory, user } from './queue-story.js';

const SETTINGS = { maxActive: 3, activeTimeoutSeconds: 5, waitingTimeoutSeconds: 4, sessionSeconds: 9 };
const opened: QueueEvent = { type: 'QueueOpened', settings: SETTINGS };

const userId = fc.integer({ min: 1, max: 12 }).map(user);
const seq = fc.integer({ min: 0, max: 30 });
const settings = fc.record(
  {
    maxActive: fc.integer({ min: 1, max: 6 }),
    activeTimeoutSeconds: fc.integer({ min: 1, max: 6 }),
    waitingTimeoutSeconds: fc.integer({ min: 1, max: 6 }),
    sessionSeconds: fc.integer({ min: 1, max: 9 }),
  },
  { requiredKeys: [] },
);

const command: fc.Arbitrary<QueueCommand> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('Join' as const), userId, keyId: fc.constantFrom('k1', 'k2') }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('Poll' as const), userId, seq }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('CheckActive' as const), userId, seq }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('Leave' as const), userId, seq }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('Finish' as const), seq }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('SeePlaces' as const), seqs: fc.array(seq, { maxLength: 10 }) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('Configure' as const), settings }) },
  { weight: 1, arbitrary: fc.constant<QueueCommand>({ type: 'Open', settings: QUEUE_DEFAULTS }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('FindUser' as const), userId }) },
  { weight: 1, arbitrary: fc.constant<QueueCommand>({ type: 'Describe' }) },
);
const ms = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3_000 }), fc.constantFrom(999, 1_000, 4_000, 5_000, 9_000));
const steps: fc.Arbitrary<Step<QueueCommand>[]> = fc.array(fc.record({ ms, command }), { maxLength: 60, size: 'max' });

/** Most of the tokens named become ones that exist, asked for by their own holder; or hardly anything would ever happen to them. */
function aimed(story: readonly Step<QueueCommand>[]): Step<QueueCommand>[] {
  const model = new QueueModel(SETTINGS);
  let now = 0;
  return story.map((step) => {
    now += step.ms;
    model.letTimeActAt(now);
    const command = aim(step.command, model);
    model.apply(command, now);
    return { ...step, command };
  });
}

function aim(asked: QueueCommand, { tokens }: QueueModel): QueueCommand {
  if (!('seq' in asked) || asked.seq % 5 === 0) return asked;
  const token = tokens.at(-1 - (asked.seq % 8));
  if (token === undefined) return asked;
  return 'userId' in asked ? { ...asked, seq: token.seq, userId: token.userId } : { ...asked, seq: token.seq };
}

test('whatever is asked: replay, snapshots and alarms are right, one live token a user, never more inside than there is room', () => {
  fc.assert(
    fc.property(steps, (story) => {
      let insideBefore = 0;
      holdLaws(queueDecider, CONCERT, [opened], aimed(story), queueDecider.encode, ({ state, log }) => {
        const maxActive = state.settings?.maxActive ?? 0;
        assert.ok(state.activeCount <= Math.max(maxActive, insideBefore), 'a lowered maximum admits nobody');
        insideBefore = state.activeCount;
        const live =
          log.filter(({ event }) => event.type === 'TokenIssued').length - log.filter(({ event }) => event.type === 'TokenExpired').length;
        assert.equal(state.activeCount + state.waitingCount, live);
      });
    }),
    { numRuns: 150 },
  );
});

test('whatever is asked: people are admitted in the order they came, each at most once', () => {
  fc.assert(
    fc.property(steps, (story) => {
      const simulation = new QueueStory(queueDecider, CONCERT).given(opened);
      for (const step of aimed(story)) simulation.after(step.ms).when(step.command);
      const admitted = simulation.events('TokenActivated').map((event) => event.seq);
      assert.deepEqual(
        admitted,
        [...new Set(admitted)].sort((one, other) => one - other),
      );
      const last = admitted.at(-1) ?? 0;
      for (let place = 1; place <= last; place += 1) assert.notEqual(simulation.look(place).status, 'WAITING', 'somebody was overtaken');
    }),
    { numRuns: 150 },
  );
});

test('whatever is asked: every token is what the plain model says it is', () => {
  fc.assert(
    fc.property(steps, (story) => {
      const simulation = new QueueStory(queueDecider, CONCERT).given(opened);
      const model = new QueueModel(SETTINGS);
      for (const step of aimed(story)) {
        simulation.after(step.ms).when(step.command);
        model.apply(step.command, simulation.now);
        for (const token of model.tokens) {
          const { status, endReason, position, expiresAt, userId: holder } = simulation.look(token.seq);
          assert.deepEqual(
            { status, endReason, position, expiresAt, holder },
            {
              status: token.status,
              endReason: token.endReason,
              position: model.position(token.seq),
              expiresAt: model.expiresAt(token),
              holder: token.userId,
            },
          );
        }
        const { waiting, active, issued } = simulation.describe();
        assert.deepEqual([waiting, active, issued], [model.count('WAITING'), model.count('ACTIVE'), model.tokens.length]);
      }
    }),
    { numRuns: 150 },
  );
});

test('whatever happens later leaves a snapshot as it was taken', () => {
  fc.assert(
    fc.property(steps, fc.nat({ max: 30 }), (story, taken) => {
      const simulation = new QueueStory(queueDecider, CONCERT).given(opened);
      let snapshot = queueDecider.encode(simulation.state);
      let copy = structuredClone(snapshot);
      aimed(story).forEach((step, index) => {
        simulation.after(step.ms).when(step.command);
        if (index !== taken) return;
        snapshot = queueDecider.encode(simulation.state);
        copy = structuredClone(snapshot);
      });
      assert.deepEqual(snapshot, copy);
    }),
  );
});

test.run();
