/** How refusals look over gRPC: every code has a status, and what comes with it fits into the trailers. */
import assert from 'node:assert/strict';
import { status } from '@grpc/grpc-js';
import { test } from 'uvu';
import { REFUSALS, invalid, refuse } from '../../src/domain/refusals.js';
import type { Refusal, RefusalCode } from '../../src/domain/refusals.js';
import { errorMessages } from '../../src/grpc/protocol.js';
import { RETRY_SOON, STATUS_OF, serviceErrorOf } from '../../src/grpc/status.js';
import { detailsIn } from '../support/grpc-service.js';

/** What clients of gRPC take by default. */
const TRAILERS_BYTES_MAX = 8_192;
const CODES = Object.keys(REFUSALS) as RefusalCode[];

function infoOf(refusal: Refusal) {
  return errorMessages.errorInfo.deserialize(detailsIn(serviceErrorOf(refusal).metadata).get('ErrorInfo') ?? Buffer.alloc(0));
}

function fieldsOf(refusal: Refusal): readonly string[] {
  const bytes = detailsIn(serviceErrorOf(refusal).metadata).get('BadRequest');
  return bytes === undefined ? [] : errorMessages.badRequest.deserialize(bytes).fieldViolations.map(({ field }) => field);
}

function trailerBytes(refusal: Refusal): number {
  const { details, metadata } = serviceErrorOf(refusal);
  const headers = Object.entries(metadata.toHttp2Headers());
  return encodeURI(details).length + headers.reduce((sum, [name, value]) => sum + name.length + String(value).length, 0);
}

test('every code has a status that is an error, and no other code has one', () => {
  assert.deepEqual(Object.keys(STATUS_OF).sort(), [...CODES].sort());
  for (const code of CODES) assert.ok(STATUS_OF[code] in status && STATUS_OF[code] !== status.OK, code);
});

test('what may be tried again soon is what is retryable, but for a turn that has not come', () => {
  const retryable = CODES.filter((code) => REFUSALS[code].retryable && code !== 'QUEUE_TOKEN_NOT_ACTIVE');
  assert.deepEqual([...RETRY_SOON].sort(), retryable.sort());
});

test('UNAVAILABLE is said only of what may be tried again as it is', () => {
  for (const code of CODES) if (STATUS_OF[code] === status.UNAVAILABLE) assert.ok(RETRY_SOON.has(code), code);
});

test('every code is carried with its reason, its domain, its message and, where it may be tried again soon, a delay', () => {
  for (const code of CODES) {
    const error = serviceErrorOf(refuse(code));
    const details = detailsIn(error.metadata);
    assert.equal(error.code, STATUS_OF[code]);
    assert.equal(error.details, `${REFUSALS[code].title}: ${REFUSALS[code].detail}`);
    assert.deepEqual(infoOf(refuse(code)), { reason: code, domain: 'frontrow', metadata: {} });
    assert.equal(details.has('RetryInfo'), RETRY_SOON.has(code), code);
    assert.equal(details.has('BadRequest'), false, code);
    assert.ok(trailerBytes(refuse(code)) < TRAILERS_BYTES_MAX, code);
  }
});

test('google.rpc.Status repeats the code and the message', () => {
  const error = serviceErrorOf(refuse('HOLD_EXPIRED'));
  const bytes = error.metadata.get('grpc-status-details-bin')[0] as Buffer;
  const { code, message } = errorMessages.status.deserialize(bytes);
  assert.deepEqual({ code, message }, { code: error.code, message: error.details });
});

test('the delay is a second', () => {
  const bytes = detailsIn(serviceErrorOf(refuse('OVERLOADED')).metadata).get('RetryInfo') ?? Buffer.alloc(0);
  assert.deepEqual(errorMessages.retryInfo.deserialize(bytes).retryDelay, { seconds: 1, nanos: 0 });
});

test('members that are texts are carried as they are, others as JSON', () => {
  const members = { tokenStatus: 'ACTIVE', balance: 5, conflicts: [{ seat: 2, status: 'HELD' }], onSaleAt: null, left: undefined };
  assert.deepEqual(infoOf(refuse('SEAT_UNAVAILABLE', members)).metadata, {
    tokenStatus: 'ACTIVE',
    balance: '5',
    conflicts: '[{"seat":2,"status":"HELD"}]',
    onSaleAt: 'null',
  });
});

test('a hundred conflicts are carried whole', () => {
  const conflicts = Array.from({ length: 100 }, (_, index) => ({ seat: 99_900 + index, status: 'BOOKED' }));
  const refusal = refuse('SEAT_UNAVAILABLE', { conflicts });
  assert.deepEqual(JSON.parse(infoOf(refusal).metadata['conflicts'] ?? ''), conflicts);
  assert.ok(trailerBytes(refusal) < TRAILERS_BYTES_MAX);
});

test('a list too long for trailers is cut, and says how many are left out', () => {
  const conflicts = Array.from({ length: 100_000 }, (_, index) => ({ seat: index + 1, status: 'BOOKED' }));
  const refusal = refuse('SEAT_NOT_BLOCKABLE', { conflicts, limit: 4 });
  const { metadata } = infoOf(refusal);
  const shown = JSON.parse(metadata['conflicts'] ?? '') as unknown[];
  assert.ok(shown.length >= 100);
  assert.deepEqual(shown, conflicts.slice(0, shown.length));
  assert.equal(metadata['conflictsLeftOut'], String(100_000 - shown.length));
  assert.equal(metadata['limit'], '4');
  assert.ok(trailerBytes(refusal) < TRAILERS_BYTES_MAX);
});

test('a text too long for trailers is left out, and says so', () => {
  const refusal = refuse('INTERNAL', { section: 'x'.repeat(10_000) });
  assert.deepEqual(infoOf(refusal).metadata, { sectionLeftOut: '1' });
  assert.ok(trailerBytes(refusal) < TRAILERS_BYTES_MAX);
});

test('what is wrong with a request is named by the fields of the protocol buffers', () => {
  const pointers = ['/user_id', '/startsAt', '/sections/0/rows/12/name', '/bestAvailable/count', '/seats', ''];
  const refusal = refuse('VALIDATION_FAILED', { errors: pointers.map((pointer) => ({ pointer, message: 'must be right' })) });
  assert.deepEqual(fieldsOf(refusal), ['user_id', 'starts_at', 'sections[0].rows[12].name', 'best_available.count', 'seats', '']);
  assert.deepEqual(infoOf(refusal).metadata, {});
  const bytes = detailsIn(serviceErrorOf(invalid('/limit', 'must be small')).metadata).get('BadRequest') ?? Buffer.alloc(0);
  assert.deepEqual(errorMessages.badRequest.deserialize(bytes).fieldViolations, [{ field: 'limit', description: 'must be small' }]);
});

test('faults too many for trailers are cut, and say how many are left out', () => {
  const errors = Array.from({ length: 1_000 }, (_, index) => ({ pointer: `/sections/${index}/name`, message: 'must not be so long' }));
  const refusal = refuse('VALIDATION_FAILED', { errors });
  const fields = fieldsOf(refusal);
  assert.ok(fields.length > 20 && fields.length < 1_000);
  assert.deepEqual(infoOf(refusal).metadata, { errorsLeftOut: String(1_000 - fields.length) });
  assert.ok(trailerBytes(refusal) < TRAILERS_BYTES_MAX);
});

test.run();
