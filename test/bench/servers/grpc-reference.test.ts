/** The bare gRPC server is worth something only if it says what ours does: so its answer is held against that of a real node. */
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { suite } from 'uvu';
import assert from 'node:assert/strict';
import { ReferenceServer } from '../../../bench/servers/reference-server.js';
import { NodeProcess, temporaryDataDir } from '../../../bench/support/node-process.js';
import { grpcUsersOf, openSale } from '../../../bench/support/open-sale.js';
import { writeService } from '../../../bench/support/service-keys.js';
import { TicketingService } from '../../../src/grpc/protocol.js';

const { path, requestSerialize, responseDeserialize } = TicketingService.service.Hold;
/** Numbers of ours may have some digits more or less. */
const BYTES_APART_MAX = 10;

const test = suite('gRPC reference');

function ask(address: string, serviceKey: string, request: object): Promise<Buffer> {
  const client = new Client(address, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${serviceKey}`);
  return new Promise<Buffer>((resolve, reject) => {
    const asIs = (bytes: Buffer): Buffer => bytes;
    client.makeUnaryRequest(path, asIs, asIs, requestSerialize(request), metadata, (error, answer) => {
      client.close();
      if (error !== null || answer === undefined) reject(error ?? new Error('no answer'));
      else resolve(answer);
    });
  });
}

test('a hold looks like ours', async () => {
  const data = await temporaryDataDir();
  const keys = await temporaryDataDir();
  const { key, file } = await writeService(keys.path, 'box-office', ['sell']);
  const node = await NodeProcess.start({ dataDir: data.path, env: { FRONTROW_GRPC_SERVICES: file } });
  const reference = await ReferenceServer.startGrpc();
  try {
    const sale = await openSale(node, { users: 1, schedules: [5] });
    const request = { ...grpcUsersOf(sale)[0], scheduleId: sale.scheduleIds[0], seats: { numbers: [3] } };
    const [ours, theirs] = [await ask(node.grpcAddress, key, request), await ask(reference.address, key, request)];
    assert.ok(Math.abs(ours.length - theirs.length) <= BYTES_APART_MAX, `${ours.length} bytes, the reference ${theirs.length}`);
    const [mine, echo] = [responseDeserialize(ours), responseDeserialize(theirs)];
    const { reservationId, heldAt, expiresAt, expiresInSeconds } = mine;
    assert.deepEqual(Object.keys(echo), Object.keys(mine));
    for (const name of ['scheduleId', 'concertId', 'userId', 'seats', 'adjacent', 'amount', 'status', 'paymentId'] as const) {
      assert.deepEqual(echo[name], mine[name], name);
    }
    assert.equal(echo.reservationId.length, reservationId.length);
    assert.ok(heldAt !== null && expiresAt !== null && expiresInSeconds > 0);
    assert.ok(echo.heldAt !== null && echo.expiresAt !== null && echo.expiresInSeconds > 0);
    await assert.rejects(ask(node.grpcAddress, 'x'.repeat(64), request), /UNAUTHENTICATED/);
  } finally {
    await reference.kill();
    await node.kill();
    await data.remove();
    await keys.remove();
  }
});

test.run();
