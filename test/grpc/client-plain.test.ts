/** How the client turns messages into what TypeScript programs like, and back. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { ResponseOf } from '../../src/grpc/client/index.js';
import { METHODS, methodNamed } from '../../src/grpc/client/methods.js';
import { toWire } from '../../src/grpc/client/plain.js';
import type { Seats } from '../../src/grpc/generated/frontrow/v1/Seats.js';
import type { UserFile } from '../../src/grpc/generated/frontrow/v1/UserFile.js';
import { TicketingService } from '../../src/grpc/protocol.js';

const { service } = TicketingService;

const userFile = (message: UserFile) =>
  methodNamed('LookUpUser').decode(service.LookUpUser.responseSerialize(message)) as ResponseOf<'LookUpUser'>;

test('every message of the service can be read, also an empty one', () => {
  for (const { name, decode } of METHODS) {
    const text = JSON.stringify(decode(Buffer.alloc(0)));
    assert.ok(!text.includes('_'), `${name}: ${text}`);
  }
});

test('messages in messages and lists are as plain as the outermost', () => {
  const at = { seconds: 1_800_000_000, nanos: 999_000_000 };
  const user = userFile({
    userId: 'u',
    balance: 9_007_199_254_740_991,
    tokens: [{ status: 'TOKEN_STATUS_EXPIRED', endReason: 'END_REASON_FORGOTTEN', issuedAt: at, place: { position: 2 } }],
    payments: [{ status: 'PAYMENT_STATUS_COMPLETED', balance: 0, paidAt: at }, { status: 'PAYMENT_STATUS_PENDING' }],
    transactions: [{ type: 'TRANSACTION_TYPE_REFUND' }],
  });
  const [token] = user.tokens;
  assert.deepEqual([token?.status, token?.endReason, token?.issuedAt], ['EXPIRED', 'FORGOTTEN', new Date(1_800_000_000_999)]);
  assert.deepEqual([token?.place?.position, token?.expiresAt], [2, null]);
  const [paid, pending] = user.payments;
  assert.deepEqual([paid?.status, paid?.balance, paid?.paidAt], ['COMPLETED', 0, new Date(1_800_000_000_999)]);
  assert.deepEqual(['balance' in (pending ?? {}), '_balance' in (paid ?? {}), pending?.paidAt], [false, false, null]);
  assert.deepEqual([user.balance, user.transactions[0]?.type, user.reservations], [9_007_199_254_740_991, 'REFUND', []]);
});

test('a text that looks like a name of an enum stays as it is, and so do bytes', () => {
  const seats: Seats = {
    sections: [{ name: 'SEAT_STATUS_HELD', price: 1, rows: [{ name: 'A', seats: 2 }] }],
    statuses: Buffer.from([1, 2]),
  };
  const plain = methodNamed('GetSeats').decode(service.GetSeats.responseSerialize(seats)) as ResponseOf<'GetSeats'>;
  assert.equal(plain.sections[0]?.name, 'SEAT_STATUS_HELD');
  assert.deepEqual([...plain.statuses], [1, 2]);
});

test('a value that is newer than the client is not taken for another', () => {
  assert.equal(userFile({ transactions: [{ type: 99 as unknown as 0 }] }).transactions[0]?.type, 'UNSPECIFIED');
});

test('times before 1970 and with fractions go out exactly', () => {
  assert.deepEqual(toWire({ at: new Date(-1) }), { at: { seconds: -1, nanos: 999_000_000 } });
  assert.deepEqual(toWire({ list: [new Date(1_500)], none: undefined, zero: 0 }), {
    list: [{ seconds: 1, nanos: 500_000_000 }],
    none: undefined,
    zero: 0,
  });
  assert.throws(() => toWire({ seats: { numbers: [1, 2.5] } }), new RangeError('numbers[1] is 2.5, which is not a whole number'));
});

test.run();
