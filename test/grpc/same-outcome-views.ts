/** Messages of gRPC in the form in which REST shows the same, to compare them. */
import type { Section__Output } from '../../src/grpc/generated/frontrow/v1/Section.js';
import type { Struct__Output } from '../../src/grpc/generated/google/protobuf/Struct.js';
import type { Value__Output } from '../../src/grpc/generated/google/protobuf/Value.js';
import { SEAT_STATUSES } from '../../src/domain/schedule/protocol.js';
import type { UnaryName } from '../support/grpc-service.js';

type Members = Readonly<Record<string, unknown>>;

const ENUM_PREFIX = /^(TOKEN_STATUS|END_REASON|RESERVATION_STATUS|PAYMENT_STATUS|TRANSACTION_TYPE)_/;
/** Messages whose members stand among those of the message around them. */
const FLATTENED: ReadonlySet<string> = new Set(['place', 'settings']);
const RENAMED: Readonly<Record<string, string>> = { endReason: 'reason' };

export function plainOf(method: UnaryName, message: object): unknown {
  return method === 'GetSeats' ? seatsOf(message as unknown as SeatsMessage) : plain(message);
}

/** Times as RFC 3339, enums without their prefix, structs as objects. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(ENUM_PREFIX, '');
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  const members = value as Members;
  if ('seconds' in members && 'nanos' in members) return timeOf(members as { readonly seconds: number; readonly nanos: number });
  if ('fields' in members) return structOf(value as Struct__Output);
  const shown: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(members)) {
    if (name.startsWith('_')) continue;
    if (FLATTENED.has(name)) Object.assign(shown, plain(member));
    else shown[RENAMED[name] ?? name] = plain(member);
  }
  return shown;
}

function timeOf({ seconds, nanos }: { readonly seconds: number; readonly nanos: number }): string {
  return new Date(seconds * 1000 + nanos / 1_000_000).toISOString();
}

function structOf({ fields }: Struct__Output): Members {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, valueOf(value)]));
}

function valueOf(value: Value__Output): unknown {
  if (value.kind === 'nullValue') return null;
  if (value.structValue !== undefined && value.structValue !== null) return structOf(value.structValue);
  if (value.listValue !== undefined && value.listValue !== null) return value.listValue.values.map(valueOf);
  return value.stringValue ?? value.numberValue ?? value.boolValue;
}

interface SeatsMessage {
  readonly scheduleId: string;
  readonly version: number;
  readonly sections: readonly Section__Output[];
  readonly statuses: Buffer;
  readonly mine: readonly number[];
}

function seatsOf({ scheduleId, version, sections, statuses, mine }: SeatsMessage): unknown {
  const seats: unknown[] = [];
  for (const section of sections) {
    for (const row of section.rows) {
      for (let inRow = 0; inRow < row.seats; inRow += 1) {
        const seat = seats.length + 1;
        const status = SEAT_STATUSES[(statuses[seat - 1] ?? 0) - 1];
        const own = mine.includes(seat) ? { mine: true } : {};
        seats.push({ seat, section: section.name, row: row.name, status, price: section.price, ...own });
      }
    }
  }
  return { scheduleId, version, seats };
}

/** What REST shows, without what the messages leave out. */
export function shownOf(method: UnaryName, text: string): unknown {
  const body: unknown = JSON.parse(text === '' ? '{}' : text, withoutRefreshing);
  // The caller knows whose timeline it asked for.
  return method === 'GetSeatTimeline' ? { items: (body as Members)['items'] } : body;
}

/** REST says how soon to ask again also of tokens that do not wait; messages leave their place out. */
function withoutRefreshing(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('refreshIntervalSeconds' in value)) return value;
  const { refreshIntervalSeconds, ...others } = value;
  return 'status' in value && value.status !== 'WAITING' ? others : { ...others, refreshIntervalSeconds };
}

/** Whether all that is shown over REST is in the view over gRPC, which may say more. What REST says with null, gRPC leaves empty. */
export function isWithin(shown: unknown, view: unknown): boolean {
  if (shown === null) return view === null || view === '' || view === undefined;
  if (typeof shown !== 'object') return shown === view;
  if (typeof view !== 'object' || view === null) return false;
  if (Array.isArray(shown)) {
    return Array.isArray(view) && shown.length === view.length && shown.every((item, index) => isWithin(item, view[index]));
  }
  return Object.entries(shown).every(([name, member]) => isWithin(member, (view as Members)[name]));
}
