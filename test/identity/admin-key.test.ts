import assert from 'node:assert/strict';
import { test } from 'uvu';
import { createAdminKeyCheck } from '../../src/identity/admin-key.js';

const KEY = 'the-admin-key-has-32-characters!!';
const isAdminKey = createAdminKeyCheck(KEY);

test('the admin key is recognised', () => {
  assert.equal(isAdminKey(KEY), true);
});

test('anything else is not, however close', () => {
  for (const wrong of ['', KEY.slice(0, -1), `${KEY} `, ` ${KEY}`, KEY.toUpperCase(), KEY.replace('!!', '!?'), KEY.repeat(10_000)]) {
    assert.equal(isAdminKey(wrong), false, JSON.stringify(wrong.slice(0, 60)));
  }
});

test('what is no text is refused, not thrown at', () => {
  for (const wrong of [undefined, null, 0, {}, [KEY], Buffer.from(KEY)]) assert.equal(isAdminKey(wrong), false);
});

test.run();
