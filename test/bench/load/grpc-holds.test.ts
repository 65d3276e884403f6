/** The closed loop over gRPC, against a server that the test answers for. */
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import { suite } from 'uvu';
import assert from 'node:assert/strict';
import { runGrpcHolds } from '../../../bench/load/grpc-holds.js';
import type { GrpcHoldsPlan } from '../../../bench/load/grpc-holds-messages.js';
import { grpcReservation } from '../../../bench/servers/reference-answers.js';
import type { HoldRequest__Output } from '../../../src/grpc/generated/frontrow/v1/HoldRequest.js';
import type { Reservation } from '../../../src/grpc/generated/frontrow/v1/Reservation.js';
import { TicketingService } from '../../../src/grpc/protocol.js';

type HoldCall = ServerUnaryCall<HoldRequest__Output, Reservation>;

interface Context {
  server: Server;
  plan: GrpcHoldsPlan;
  calls: HoldCall[];
  peers: Set<string>;
  underWayMax: number;
  respond: (call: HoldCall, answer: sendUnaryData<Reservation>) => void;
}

const test = suite<Context>('gRPC holds');

test.before.each(async (context) => {
  context.calls = [];
  context.peers = new Set();
  context.underWayMax = 0;
  let underWay = 0;
  context.respond = ({ request }, answer) => answer(null, grpcReservation(request));
  context.server = new Server();
  context.server.addService(TicketingService.service, {
    Hold: (call: HoldCall, answer: sendUnaryData<Reservation>) => {
      context.calls.push(call);
      context.peers.add(call.getPeer());
      underWay += 1;
      context.underWayMax = Math.max(context.underWayMax, underWay);
      setImmediate(() => {
        underWay -= 1;
        context.respond(call, answer);
      });
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    context.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  const users = [0, 1, 2].map((index) => ({ userId: `user-${index}`, queueToken: `token-${index}` }));
  const sizes = { channels: 2, inFlight: 6, firstSeat: 11, calls: 300 };
  context.plan = { address: `127.0.0.1:${port}`, serviceKey: 'key', users, scheduleId: 's', ...sizes };
});

test.after.each(({ server }) => server.forceShutdown());

test('every seat is asked for once, for the users in turn, with the key of the service', async (context) => {
  const { calls, plan } = context;
  const told: string[] = [];
  const result = await runGrpcHolds(plan, {
    before: () => told.push(`before, ${calls.length} seen`),
    after: () => told.push(`after, ${calls.length} seen`),
  });
  assert.deepEqual([result.answered, result.statuses, told], [300, { OK: 300 }, ['before, 0 seen', 'after, 300 seen']]);
  assert.ok(result.generatorShare > 0 && result.latencyMs.p50 > 0);
  const asked = calls.map(({ request }) => ({ seat: request.seats?.numbers[0] ?? 0, request })).sort((one, other) => one.seat - other.seat);
  for (const [index, { seat, request }] of asked.entries()) {
    assert.equal(seat, 11 + index);
    assert.deepEqual([request.userId, request.queueToken, request.scheduleId], [`user-${index % 3}`, `token-${index % 3}`, 's']);
  }
  assert.deepEqual(calls[0]?.metadata.get('authorization'), ['Bearer key']);
  assert.equal(context.peers.size, 2);
  assert.ok(context.underWayMax <= 6, `${context.underWayMax} were in flight`);
});

test('any other status than OK fails the load and is named', async (context) => {
  context.respond = ({ request }, answer) => {
    if (request.seats?.numbers[0] === 200) answer({ code: status.ABORTED, details: 'seat 200 is taken' });
    else answer(null, grpcReservation(request));
  };
  await assert.rejects(runGrpcHolds(context.plan), /an answer was ABORTED: seat 200 is taken/);
});

test('an answer that is not the hold asked for fails the load', async (context) => {
  context.respond = ({ request }, answer) => answer(null, { ...grpcReservation(request), seats: [1] });
  await assert.rejects(runGrpcHolds(context.plan), /the hold of seat 11 was answered/);
});

test('a server that is not there fails the load', async ({ plan }) => {
  await assert.rejects(runGrpcHolds({ ...plan, address: '127.0.0.1:1' }), /the load failed/);
});

test.run();
