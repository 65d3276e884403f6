/** What a socket is told while its bytes do not leave: nothing more, until they have left. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { TokenView } from '../../src/domain/queue/protocol.js';
import { BUFFERED_BYTES_MAX } from '../../src/rest/live/protocol.js';
import { ALIVE_AFTER_MS, SeatsSocket } from '../../src/rest/live/seats-socket.js';
import type { SeatsLiveSocket } from '../../src/rest/live/seats-socket.js';
import { BEHIND_MS_MAX, NUDGED_INTERVAL_MS } from '../../src/ticketing/watched-schedule.js';
import { Hall, SCHEDULE } from '../support/live-hall.js';

const CLAIMS = { concertId: '3f2a91c07b5e4d18', userId: 'u', seq: 1 };

/** A socket whose bytes leave when the test says so. */
class Paper implements SeatsLiveSocket {
  bufferedAmount = 0;
  readonly said: { type: string; held?: readonly number[]; code?: string }[] = [];
  closedWith: number | null = null;
  pings = 0;
  private readonly waiting: (() => void)[] = [];

  send(data: Buffer | string, _options: object, done: () => void): void {
    this.said.push(JSON.parse(data.toString()) as { type: string });
    this.waiting.push(done);
  }
  ping(): void {
    this.pings += 1;
  }
  close(code: number): void {
    this.closedWith = code;
  }
  terminate(): void {
    this.closedWith = 1006;
  }

  /** So many messages have left. */
  leave(messages: number, bytesLeft: number): void {
    this.bufferedAmount = bytesLeft;
    for (const done of this.waiting.splice(0, messages)) done();
  }
}

async function watched(): Promise<{ hall: Hall; paper: Paper; socket: SeatsSocket }> {
  const hall = new Hall(9);
  const paper = new Paper();
  const socket = new SeatsSocket(CLAIMS, paper, hall.clock);
  socket.watchedBy(hall.seats.watch(SCHEDULE, 0, socket.watcher));
  await hall.pass(0);
  paper.bufferedAmount = BUFFERED_BYTES_MAX + 1;
  for (const seat of [1, 2, 3]) {
    hall.change([seat], 1);
    await hall.pass(NUDGED_INTERVAL_MS);
  }
  return { hall, paper, socket };
}

test('while bytes wait nothing more is said, and then all that was missed at once', async () => {
  const { hall, paper, socket } = await watched();
  assert.deepEqual(
    paper.said.map(({ type, held }) => [type, held]),
    [
      ['snapshot', undefined],
      ['delta', [1]],
    ],
  );
  socket.listener.isAlive(hall.clock.now() + ALIVE_AFTER_MS);
  paper.leave(1, BUFFERED_BYTES_MAX + 1);
  await hall.tick(0);
  assert.equal(paper.said.length, 2, 'not even that it is alive, and nothing before enough has left');
  paper.leave(1, BUFFERED_BYTES_MAX);
  await hall.tick(0);
  assert.deepEqual([paper.said.length, paper.said.at(-1)?.held], [3, [2, 3]]);
});

test('bytes that wait for too long are too slow', async () => {
  const { hall, paper } = await watched();
  await hall.pass(BEHIND_MS_MAX + NUDGED_INTERVAL_MS);
  assert.deepEqual([paper.said.at(-1), paper.closedWith, hall.open], [{ type: 'error', code: 'TOO_SLOW' }, 4503, 0]);
});

test('a token of another user under the same number ends the socket, the own active one does not', async () => {
  const { paper, socket, hall } = await watched();
  const place = { status: 'ACTIVE', userId: CLAIMS.userId } as TokenView;
  socket.listener.show(place, 0);
  assert.equal(paper.closedWith, null);
  socket.listener.show({ ...place, userId: 'somebody else' }, 0);
  await hall.pass(1_000);
  assert.deepEqual([paper.said.at(-1)?.code, paper.closedWith, hall.open], ['QUEUE_TOKEN_EXPIRED', 4401, 0]);
});

test.run();
