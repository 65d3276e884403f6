import { test } from 'uvu';
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { GroupCommit } from '../../../bench/servers/group-commit.js';

const WRITES = 200;

test('what was said to be durable is in the database, in order, and what arrived together shares a transaction', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'frontrow-group-commit-'));
  const file = join(directory, 'reference.db');
  const commits = await GroupCommit.open(file);
  try {
    const told: number[] = [];
    const write = (index: number): Promise<void> =>
      new Promise((resolve) => {
        commits.write(String(index), () => {
          told.push(index);
          resolve();
        });
      });
    await Promise.all(Array.from({ length: WRITES }, (_, index) => write(index)));
    await write(WRITES);
    const expected = Array.from({ length: WRITES + 1 }, (_, index) => index);
    assert.deepEqual(told, expected);
    const database = new Database(file, { readonly: true });
    const rows = database.prepare<[], string>('SELECT body FROM writes ORDER BY position').pluck().all();
    database.close();
    assert.deepEqual(rows, [expected.slice(0, WRITES).join(','), String(WRITES)]);
  } finally {
    await commits.close();
    await rm(directory, { recursive: true, force: true });
  }
});

test.run();
