/** The hold route on PostgreSQL, where the row of the show is locked first. */
import { peerRow } from '../peers/peer-row.js';
import type { Row } from '../suite/row.js';

export const peerPostgresLock: Row = peerRow({
  name: 'peer-postgres-lock',
  title: 'the hold route on PostgreSQL, SELECT … FOR UPDATE of the show',
  reference: 'Fastify on PostgreSQL: a transaction that locks the row of the show, takes the seats and writes the reservation, durable',
  kind: 'postgres-lock',
  poolSize: 8,
  goal: { comparison: '>=', value: 10 },
  requests: { hot: 20_000, spread: 40_000 },
  notes: [
    'Tuned: 8 connections (of 1, 2, 4, 8, 16 and 32), all statements of a transaction sent at once, so that the lock is held for no round trip; otherwise as the conditional UPDATE.',
    'Spread over 1,000 shows hardly two transactions want the same lock; what is left of the difference is the cost of the transactions.',
  ],
});
