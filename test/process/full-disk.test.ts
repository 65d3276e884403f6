/**
 * A disk that fills up under load. A limit on the size of files stands in for it, because it needs no privileges: the system refuses to write beyond it, as it
 * does on a full disk, and to the journal both are the same failed write.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'uvu';
import { Refused } from '../../bench/support/frontrow-api.js';
import { NodeUnreachable } from '../../bench/support/api-client.js';
import { ApiClient } from '../../bench/support/api-client.js';
import type { Guest } from '../../bench/support/frontrow-api.js';
import { FrontrowApi } from '../../bench/support/frontrow-api.js';
import { Auditor } from '../../src/audit/auditor.js';
import { Observations } from '../../bench/onsale/observations.js';
import { LimitedNode } from './limited-node.js';
import { auditNow, Stage } from './stage.js';

const FILE_KIB_MAX = 1_024;
const CHARGERS = 16;
const IO = 74;
const GIVE_UP_MS = 1_000;

const stage = new Stage();
test.after(() => stage.dispose());

test('a full disk: nothing more is acknowledged, the node says why and ends, and with room again everything acknowledged is there', async () => {
  const dataDir = await stage.dataDir();
  const node = stage.keep(await LimitedNode.start(dataDir, FILE_KIB_MAX));
  const client = new ApiClient({ url: node.url, connections: CHARGERS, giveUpMs: GIVE_UP_MS });
  const auditor = new Auditor();
  const api = new FrontrowApi(client);
  const guests = await Promise.all(Array.from({ length: CHARGERS }, () => api.guest()));
  const { answered } = await chargeUntilGone(api, guests, auditor);
  await client.close();

  const { code, stderr } = await node.exited;
  assert.equal(code, IO);
  const fatal = stderr.filter((line) => line.includes('"level":60'));
  assert.equal(fatal.length, 1, stderr.join('\n'));
  assert.match(fatal[0] ?? '', /SQLITE_(IOERR|FULL).*nothing more is acknowledged and the node stops/);
  assert.ok(answered > CHARGERS, 'it filled up under load, not at the start');

  const again = await stage.start({ dataDir });
  const report = await auditNow({ client: stage.client(again), adminKey: await again.adminKey() }, auditor);
  assert.deepEqual(report.violations, []);
  assert.ok(report.totals.money.charged >= answered);
});

/** Everybody charges one point after the other until the node is gone. */
async function chargeUntilGone(api: FrontrowApi, guests: readonly Guest[], auditor: Auditor): Promise<{ answered: number }> {
  let answered = 0;
  const chargeOn = async (guest: Guest): Promise<void> => {
    const told = new Observations(guest.userId, (fact) => auditor.observe(fact));
    for (;;) {
      told.chargeWanted();
      try {
        told.charge(await api.charge(guest, 1, randomUUID()));
        answered += 1;
      } catch (error) {
        if (error instanceof NodeUnreachable) return;
        throw error instanceof Refused ? new Error(`refused with ${error.code}`) : error;
      }
    }
  };
  await Promise.all(guests.map(chargeOn));
  return { answered };
}

test.run();
