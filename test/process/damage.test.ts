/** A journal that was altered while the node was down: what is damaged is not served and is named; what is missing stops the start. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { test } from 'uvu';
import { Refused } from '../../bench/support/frontrow-api.js';
import { NodeFailed } from '../../bench/support/node-process.js';
import { addSchedule, buy, freePorts, runToEnd, seen, Stage } from './stage.js';

let stage = new Stage();
test.before.each(() => {
  stage = new Stage();
});
test.after.each(() => stage.dispose());

interface Row {
  readonly position: number;
  readonly body: string;
}

/** Flips one letter in the last record of an entity, in the file itself. */
function flipByte(dataDir: string, entity: string): void {
  const journal = new Database(join(dataDir, 'journal.db'));
  const last = journal
    .prepare<[string], Row>(
      'SELECT position, body FROM records WHERE entity = (SELECT id FROM entities WHERE name = ?) ORDER BY version DESC LIMIT 1',
    )
    .get(entity);
  assert.ok(last, `${entity} has records`);
  const at = last.body.indexOf('"type":"') + 8;
  const flipped = String.fromCharCode(last.body.charCodeAt(at) ^ 1);
  journal
    .prepare('UPDATE records SET body = ? WHERE position = ?')
    .run(last.body.slice(0, at) + flipped + last.body.slice(at + 1), last.position);
  journal.close();
}

const isDamaged = (error: unknown): boolean => error instanceof Refused && error.code === 'ENTITY_DAMAGED';

test('a schedule with one flipped byte in its records is not served and named in the log; the others sell', async () => {
  const dataDir = await stage.dataDir();
  const node = await stage.start({ dataDir });
  const sale = await stage.sale(node);
  const { api, guest, token, concertId, adminKey } = sale;
  const other = await addSchedule(api, adminKey, concertId, 300);
  const spoilt = await api.hold(guest, token, sale.scheduleId, [1]);
  await node.stop();
  flipByte(dataDir, `schedule/${sale.scheduleId}`);

  const again = await stage.restart(node);
  await assert.rejects(api.seats(guest, token, sale.scheduleId, null), isDamaged);
  await assert.rejects(api.hold(guest, token, sale.scheduleId, [2]), isDamaged);
  await assert.rejects(api.pay(guest, token, spoilt.reservationId), isDamaged);
  const line = await seen(() => again.output.split('\n').find((text) => text.includes('"level":50')) ?? null);
  for (const words of [`schedule/${sale.scheduleId}`, 'is damaged at version', 'Restore the data directory from a backup']) {
    assert.ok(line.includes(words), `"${words}" is not in ${line}`);
  }
  const { payment } = await buy({ ...sale, scheduleId: other }, [1, 2]);
  assert.equal(payment.seats.length, 2);
  assert.deepEqual(await again.stop(), { code: 0, signal: null });
});

test('a journal that lost its last records does not start, and says which were acknowledged', async () => {
  const dataDir = await stage.dataDir();
  const node = await stage.start({ dataDir });
  await buy(await stage.sale(node), [1, 2]);
  await node.stop();
  const journal = new Database(join(dataDir, 'journal.db'));
  const last = journal.prepare<[], number>('SELECT max(position) FROM records').pluck().get() ?? 0;
  journal.prepare('DELETE FROM records WHERE position > ?').run(last - 2);
  journal.close();

  const ended = await runToEnd([], freePorts(dataDir));
  assert.deepEqual({ code: ended.code, lines: ended.stderr.length }, { code: 74, lines: 1 });
  assert.match(
    ended.stderr[0] ?? '',
    new RegExp(`ends at record ${last - 2} but record ${last} was acknowledged: restore the data directory`),
  );
  await assert.rejects(node.restart(), NodeFailed);
});

test.run();
