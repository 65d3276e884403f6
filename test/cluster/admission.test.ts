/** Who else is there, as a node that has registered itself must know it before it takes its share. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { Member } from '../../src/cluster/member.js';
import { othersThere } from '../../src/node/admission.js';
import { ClusterUnusable } from '../../src/node/cluster-unusable.js';
import { ManualClock } from '../support/manual-clock.js';

const member = (nodeId: string, session = `${nodeId}.0000000000000001`): Member => ({
  nodeId,
  session,
  address: '127.0.0.1:1',
  state: 'joining',
  version: '1.0.0',
  startedAt: 0,
});
const OWN = member('b');
const BEFORE = member('a');

/** What the bucket's replicas answer, one read after the other; the last one for ever. */
function others(clock: ManualClock, reads: readonly (readonly Member[] | Error)[]): Promise<readonly Member[]> {
  let read = 0;
  const present = (): Promise<readonly Member[]> => {
    const found = reads[Math.min(read, reads.length - 1)] ?? [];
    read += 1;
    return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
  };
  return othersThere({ present, session: () => OWN.session, steady: clock.now, timers: clock });
}

test('a replica that shows the node itself shows everybody who was there before it', async () => {
  const clock = new ManualClock();
  assert.deepEqual(await others(clock, [[BEFORE, OWN]]), [BEFORE]);
  assert.deepEqual(await others(clock, [[OWN]]), []);
});

test('a replica that is behind is not believed: it may miss the same node that missed this one', async () => {
  const clock = new ManualClock();
  const stale = others(clock, [[], new Error('nobody answers'), [member('b', 'b.00000000000000ff')], [BEFORE, OWN]]);
  await clock.pass(1_000);
  assert.deepEqual(await stale, [BEFORE]);
});

test('a node that is not shown at all does not take anything', async () => {
  const clock = new ManualClock();
  const refused = assert.rejects(others(clock, [[BEFORE]]), (error) => error instanceof ClusterUnusable && !error.message.includes('\n'));
  await clock.pass(60_000);
  await refused;
});

test.run();
