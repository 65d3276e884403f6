/** Calls that are repeated, and streams that get connections of their own, against a server that answers what the test says. */
import { Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import { suite } from 'uvu';
import assert from 'node:assert/strict';
import { NodeUnreachable } from '../../bench/support/api-client.js';
import { PatientService } from '../../bench/support/patient-service.js';
import type { CallAttempt } from '../../bench/support/patient-service.js';
import { FrontrowError } from '../../src/grpc/client/index.js';
import type { ChargeRequest__Output } from '../../src/grpc/generated/frontrow/v1/ChargeRequest.js';
import type { Transaction } from '../../src/grpc/generated/frontrow/v1/Transaction.js';
import { errorMessages, TicketingService } from '../../src/grpc/protocol.js';

interface Context {
  server: Server;
  service: PatientService;
  attempts: CallAttempt[];
  requests: ChargeRequest__Output[];
  /** What the next calls fail with; then they succeed. */
  failures: { code: status; reason?: string }[];
  withSignal: (signal: AbortSignal) => PatientService;
}

const GIVE_UP_MS = 300;

const test = suite<Context>('patient service');

test.before.each(async (context) => {
  context.attempts = [];
  context.requests = [];
  context.failures = [];
  context.server = new Server();
  context.server.addService(TicketingService.service, {
    Charge: (call: ServerUnaryCall<ChargeRequest__Output, Transaction>, respond: sendUnaryData<Transaction>) => {
      context.requests.push(call.request);
      const failure = context.failures.shift();
      if (failure === undefined) respond(null, { transactionId: 't', amount: call.request.amount });
      else respond({ code: failure.code, details: 'no', metadata: detailsOf(failure) });
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    context.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  const options = { address: `127.0.0.1:${port}`, serviceKey: null, connections: 2, giveUpMs: GIVE_UP_MS, jitter: () => 0 };
  context.service = new PatientService({ ...options, onAttempt: (attempt) => context.attempts.push(attempt) });
  context.withSignal = (signal) => new PatientService({ ...options, signal });
});

test.after.each(({ server, service }) => {
  service.close();
  server.forceShutdown();
});

function detailsOf({ code, reason }: { readonly code: status; readonly reason?: string }): Metadata {
  const metadata = new Metadata();
  if (reason === undefined) return metadata;
  const value = errorMessages.errorInfo.serialize({ reason, domain: 'frontrow' });
  const details = [{ type_url: 'type.googleapis.com/google.rpc.ErrorInfo', value }];
  metadata.set('grpc-status-details-bin', errorMessages.status.serialize({ code, message: 'no', details }));
  return metadata;
}

const charge = (service: PatientService) =>
  service.call('charge', (client, options) => client.charge({ requestId: 'r', userId: 'u', amount: 5 }, options));

test('what may succeed later is repeated under the same request id until it does, and each attempt is seen', async (context) => {
  context.failures = [{ code: status.UNAVAILABLE, reason: 'OVERLOADED' }, { code: status.UNAVAILABLE }, { code: status.UNKNOWN }];
  assert.equal((await charge(context.service)).amount, 5);
  assert.deepEqual(
    context.requests.map(({ requestId }) => requestId),
    ['r', 'r', 'r', 'r'],
  );
  assert.deepEqual(
    context.attempts.map((attempt) => `${attempt.step} ${attempt.status} ${attempt.code}`),
    ['charge UNAVAILABLE OVERLOADED', 'charge UNAVAILABLE ', 'charge UNKNOWN ', 'charge OK '],
  );
});

test('a final refusal is thrown at once', async (context) => {
  context.failures = [{ code: status.FAILED_PRECONDITION, reason: 'MAX_POINTS_EXCEEDED' }];
  await assert.rejects(charge(context.service), (error) => error instanceof FrontrowError && error.code === 'MAX_POINTS_EXCEEDED');
  assert.equal(context.requests.length, 1);
});

test('a node that stays away counts as gone after the time given', async (context) => {
  context.server.forceShutdown();
  await assert.rejects(charge(context.service), (error) => error instanceof NodeUnreachable && error.message.includes('charge over gRPC'));
});

test('the signal ends a call that is being repeated', async (context) => {
  context.server.forceShutdown();
  const stop = new AbortController();
  const service = context.withSignal(stop.signal);
  const called = charge(service);
  stop.abort(new Error('home'));
  await assert.rejects(called, /home/);
  service.close();
});

test('streams share a connection up to a number, and give their place back', async ({ service }) => {
  const clients = new Set<unknown>();
  const leave: (() => void)[] = [];
  const held = Array.from({ length: 501 }, () =>
    service.stream((client) => {
      clients.add(client);
      return new Promise<void>((resolve) => leave.push(resolve));
    }),
  );
  assert.equal(clients.size, 2);
  for (const go of leave.splice(0)) go();
  await Promise.all(held);
  await service.stream(async (client) => void clients.add(client));
  assert.equal(clients.size, 2);
});

test.run();
