/**
 * The process of what our unary calls are measured against: a bare @grpc/grpc-js server with the same protocol buffers, whose Hold answers what ours would say
 * at once, and checks nothing. It ends when it is killed.
 */
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { handleUnaryCall } from '@grpc/grpc-js';
import type { HoldRequest__Output } from '../../src/grpc/generated/frontrow/v1/HoldRequest.js';
import type { Reservation } from '../../src/grpc/generated/frontrow/v1/Reservation.js';
import { TicketingService } from '../../src/grpc/protocol.js';
import { grpcReservation } from './reference-answers.js';
import { READY_PREFIX } from './reference-options.js';

const HOST = '127.0.0.1';

const hold: handleUnaryCall<HoldRequest__Output, Reservation> = ({ request }, respond) => respond(null, grpcReservation(request));

const server = new Server();
server.addService(TicketingService.service, { Hold: hold });
server.bindAsync(`${HOST}:0`, ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`${READY_PREFIX}${HOST}:${port}\n`);
});
