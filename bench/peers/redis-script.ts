/**
 * How the Redis peer keeps seats, and the script that takes them. A script runs alone, so what it finds free it gets.
 *
 * A schedule is a hash, one field per seat. A seat's value is made of parts of fixed width, so that the script cuts and compares text and parses nothing:
 * price (8 digits), end of the hold in ms since 1970 (13 digits, zeros when free), status (one letter), then the holder's id and the reservation's.
 */
import type { SeatStatus } from '../../src/domain/schedule/protocol.js';

const PRICE_DIGITS = 8;
const TIME_DIGITS = 13;
const USER_ID_LENGTH = 36;
const STATUS_AT = PRICE_DIGITS + TIME_DIGITS;
const HOLDER_AT = STATUS_AT + 1;
const RESERVATION_AT = HOLDER_AT + USER_ID_LENGTH;

const STATUS_OF: Readonly<Record<string, SeatStatus>> = { A: 'AVAILABLE', H: 'HELD', B: 'BOOKED' };

export const SEATS_PREFIX = 'seats:';
export const RESERVATIONS_PREFIX = 'reservation:';
/** What the script answers when there is no such schedule; otherwise it is the amount, or one letter per seat. */
export const NO_SCHEDULE = '-';
/** The letter of a seat that the schedule does not have. */
export const NO_SEAT = '?';

/** KEYS: the schedule's seats, the reservation. ARGV: reservation id, user id, now, end of the hold, then the seats. */
export const HOLD_SCRIPT = `
  local now = ARGV[3]
  local wanted = #ARGV - 4
  local found = redis.call('HMGET', KEYS[1], unpack(ARGV, 5))
  local amount = 0
  local states = nil
  for i = 1, wanted do
    local value = found[i]
    local free = false
    if value then
      local status = string.sub(value, ${STATUS_AT + 1}, ${STATUS_AT + 1})
      free = status == 'A' or (status == 'H' and string.sub(value, ${PRICE_DIGITS + 1}, ${STATUS_AT}) < now)
    end
    if not free then states = true end
    if value and free then amount = amount + tonumber(string.sub(value, 1, ${PRICE_DIGITS})) end
  end
  if states then
    if redis.call('EXISTS', KEYS[1]) == 0 then return '${NO_SCHEDULE}' end
    local letters = {}
    for i = 1, wanted do
      local value = found[i]
      local letter = '${NO_SEAT}'
      if value then
        letter = string.sub(value, ${STATUS_AT + 1}, ${STATUS_AT + 1})
        if letter == 'H' and string.sub(value, ${PRICE_DIGITS + 1}, ${STATUS_AT}) < now then letter = 'A' end
      end
      letters[i] = letter
    end
    return table.concat(letters)
  end
  local held = ARGV[4] .. 'H' .. ARGV[2] .. ARGV[1]
  local writes = {}
  for i = 1, wanted do
    writes[2 * i - 1] = ARGV[4 + i]
    writes[2 * i] = string.sub(found[i], 1, ${PRICE_DIGITS}) .. held
  end
  redis.call('HSET', KEYS[1], unpack(writes))
  redis.call('HSET', KEYS[2], 'userId', ARGV[2], 'seats', table.concat(ARGV, ',', 5), 'amount', amount, 'status', 'HELD', 'heldAt', now, 'expiresAt', ARGV[4])
  return amount`;

export const statusOfLetter = (letter: string): SeatStatus => {
  const status = STATUS_OF[letter];
  if (status === undefined) throw new Error(`${JSON.stringify(letter)} is no seat's status`);
  return status;
};

export const freeSeat = (price: number): string => `${String(price).padStart(PRICE_DIGITS, '0')}${'0'.repeat(TIME_DIGITS)}A`;

/** Who holds the seat; null when nobody does. */
export function holderOf(value: string): { readonly userId: string; readonly reservationId: string } | null {
  if (statusOfLetter(value.charAt(STATUS_AT)) === 'AVAILABLE') return null;
  return { userId: value.slice(HOLDER_AT, RESERVATION_AT), reservationId: value.slice(RESERVATION_AT) };
}
