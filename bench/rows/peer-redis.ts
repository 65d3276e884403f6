/** The hold route on Redis, where a script decides. */
import { peerRow } from '../peers/peer-row.js';
import type { Row } from '../suite/row.js';

export const peerRedis: Row = peerRow({
  name: 'peer-redis',
  title: 'the hold route on Redis, Lua script',
  reference: 'Fastify on Redis: a script that checks and takes the seats and writes the reservation, appendfsync always',
  kind: 'redis',
  poolSize: 1,
  goal: { comparison: '>=', value: 1.5 },
  requests: { hot: 80_000, spread: 80_000 },
  notes: [
    'Tuned: EVALSHA over one connection, driver "ioredis", whose writes of one turn leave together (0.5 of the client CPU of "redis"); no snapshots and no rewriting of the log in a trial.',
  ],
});
