/** The hold route on PostgreSQL, where one conditional UPDATE decides. */
import { peerRow } from '../peers/peer-row.js';
import type { Row } from '../suite/row.js';

export const peerPostgresUpdate: Row = peerRow({
  name: 'peer-postgres-update',
  title: 'the hold route on PostgreSQL, conditional UPDATE',
  reference: 'Fastify on PostgreSQL: one prepared statement that takes the seats on condition and writes the reservation, durable',
  kind: 'postgres-update',
  poolSize: 32,
  goal: { comparison: '>=', value: 3 },
  requests: { hot: 40_000, spread: 40_000 },
  notes: [
    'Tuned: 32 connections (of 4, 8, 16, 32 and 64), driver "postgres" with pipelining (a fifth less CPU than "pg"), prepared statements with a generic plan, pages half full so that ' +
      'updates touch no index, WAL settings that keep checkpoints out of the trial; other ways to flush, commit_delay and WAL compression changed nothing beyond noise.',
  ],
});
