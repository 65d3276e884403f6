/** The Redis peer: one script per hold over one connection. The driver sends what is asked in one turn of the event loop together, which Redis then answers, and flushes, together. */
import { Redis } from 'ioredis';
import { HOLD_SCRIPT, NO_SCHEDULE, NO_SEAT, RESERVATIONS_PREFIX, SEATS_PREFIX, statusOfLetter } from './redis-script.js';
import { refusedHold } from './seat-store.js';
import type { HoldOrder, HoldOutcome, SeatStore } from './seat-store.js';

const KEYS = 2;

export async function redisStore(socket: string): Promise<SeatStore> {
  // A server that went away fails its trial; nothing is sent to another one in its place.
  const redis = new Redis(socket, { retryStrategy: () => null });
  // Whoever waits for an answer is told, each by its own rejection.
  redis.on('error', () => undefined);
  const script = String(await redis.script('LOAD', HOLD_SCRIPT));
  return {
    async hold(order) {
      const { reservationId, scheduleId, userId, heldAt, expiresAt, seats } = order;
      const answer = await redis.evalsha(
        script,
        KEYS,
        SEATS_PREFIX + scheduleId,
        RESERVATIONS_PREFIX + reservationId,
        reservationId,
        userId,
        heldAt,
        expiresAt,
        ...seats,
      );
      return typeof answer === 'number' ? { kind: 'HELD', amount: answer } : refusedBy(order, String(answer));
    },
    async close() {
      if (redis.status === 'ready') await redis.quit();
      else redis.disconnect();
    },
  };
}

function refusedBy(order: HoldOrder, letters: string): HoldOutcome {
  if (letters === NO_SCHEDULE) return refusedHold(order, [], false);
  // Holds that have run out are free already for the script.
  const found = order.seats.flatMap((seat, at) => {
    const letter = letters.charAt(at);
    return letter === NO_SEAT ? [] : [{ seat, status: statusOfLetter(letter), expiresAt: Number.POSITIVE_INFINITY }];
  });
  return refusedHold(order, found, true);
}
