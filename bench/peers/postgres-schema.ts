/** The tables of the PostgreSQL peers and the statements that both of them share. Times are ms since 1970, as the rest of the suite has them. */

/**
 * Half of each page of seats is left free, so that taking a seat is a heap-only update that touches no index. Nothing but the primary keys is indexed:
 * every further index would cost the peers time.
 */
export const SCHEMA = `
  CREATE TABLE shows (schedule_id text PRIMARY KEY);
  CREATE TABLE seats (
    schedule_id text NOT NULL,
    seat integer NOT NULL,
    price integer NOT NULL,
    status text NOT NULL DEFAULT 'AVAILABLE',
    holder uuid,
    reservation_id text,
    expires_at bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (schedule_id, seat)
  ) WITH (fillfactor = 50);
  CREATE TABLE reservations (
    reservation_id text PRIMARY KEY,
    schedule_id text NOT NULL,
    user_id uuid NOT NULL,
    seats integer[] NOT NULL,
    amount integer NOT NULL,
    status text NOT NULL,
    held_at bigint NOT NULL,
    expires_at bigint NOT NULL
  );`;

/**
 * Takes the seats that are free and writes the reservation, or does nothing at all: without a free seat there is no reservation to write; with some but not
 * all of them free its amount is null, which the table refuses, and the whole statement is undone.
 */
export const TAKE_SEATS = `
  WITH held AS (
    UPDATE seats SET status = 'HELD', holder = $3, reservation_id = $4, expires_at = $6
    WHERE schedule_id = $1 AND seat = ANY ($2::integer[]) AND (status = 'AVAILABLE' OR (status = 'HELD' AND expires_at < $5))
    RETURNING price
  )
  INSERT INTO reservations (reservation_id, schedule_id, user_id, seats, amount, status, held_at, expires_at)
  SELECT $4, $1, $3::uuid, $2::integer[], CASE WHEN count(*) = cardinality($2::integer[]) THEN sum(price) END, 'HELD', $5::bigint, $6::bigint
  FROM held HAVING count(*) > 0
  RETURNING amount`;

export const NOT_NULL_VIOLATION = '23502';

export const LOCK_SHOW = 'SELECT schedule_id FROM shows WHERE schedule_id = $1 FOR UPDATE';

/** What became of the seats of a hold that failed. Its first row is there for every schedule that exists. */
export const FIND_SEATS = `
  SELECT seats.seat, seats.status, seats.expires_at
  FROM shows LEFT JOIN seats ON seats.schedule_id = shows.schedule_id AND seats.seat = ANY ($2::integer[])
  WHERE shows.schedule_id = $1 ORDER BY seats.seat`;
