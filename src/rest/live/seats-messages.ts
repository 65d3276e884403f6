/**
 * Live seats: what is said over the WebSocket once it is authenticated.
 *
 *   server  {type:"snapshot", scheduleId, version, totalSeats, sections, first, statuses, last}   all seats; in several messages when the hall is large
 *   server  {type:"delta", fromVersion, version, available, held, booked, blocked}               what has changed: each seat once, with what it is now
 *   server  {type:"alive"}                                                                       when there is nothing else to say
 *
 * A snapshot holds when its message with `last: true` is there; what was known before is void then. Its sections follow those of the messages before; a section
 * with the name of the one before goes on with its rows. `statuses` is base64: four seats a byte, the first in the lowest two bits, 0 AVAILABLE, 1 HELD, 2 BOOKED,
 * 3 BLOCKED; `first` is the seat of the first. The same update goes to thousands of sockets, so it is spelled once.
 */
import { SEAT_STATUSES } from '../../domain/schedule/protocol.js';
import type { SectionSpec } from '../../domain/schedule/protocol.js';
import type { SeatsDelta, SeatsSnapshot } from '../../ticketing/live-seats.js';
import { chunksOf } from '../../ticketing/seat-chunks.js';
import { AUTHENTICATE_WITHIN_MS, ENDS, describeSocket } from './protocol.js';

export const ALIVE_MESSAGE = Buffer.from('{"type":"alive"}');

const spelled = new WeakMap<SeatsSnapshot | SeatsDelta, readonly Buffer[]>();
const spelledSections = new WeakMap<readonly SectionSpec[], string>();

/** The messages that tell of an update, in order; the same ones for everybody who gets it. */
export function messagesOf(update: SeatsSnapshot | SeatsDelta): readonly Buffer[] {
  const known = spelled.get(update);
  if (known !== undefined) return known;
  const messages = update.kind === 'snapshot' ? snapshotMessages(update) : [deltaMessage(update)];
  spelled.set(update, messages);
  return messages;
}

function snapshotMessages(snapshot: SeatsSnapshot): readonly Buffer[] {
  const { scheduleId, version, statuses } = snapshot;
  const head = `{"type":"snapshot","scheduleId":${JSON.stringify(scheduleId)},"version":${version},"totalSeats":${statuses.length},"sections":`;
  return chunksOf(snapshot).map((chunk) =>
    Buffer.from(
      `${head}${sectionsText(chunk.sections)},"first":${chunk.firstSeat},"statuses":"${chunk.statuses.toString('base64')}","last":${chunk.isLast}}`,
    ),
  );
}

/** Members in the order of SEAT_STATUSES. */
const MEMBERS = SEAT_STATUSES.map((status) => status.toLowerCase());

function deltaMessage({ fromVersion, version, seats, statuses }: SeatsDelta): Buffer {
  const lists = MEMBERS.map((member, code) => `"${member}":[${seats.filter((_seat, index) => statuses[index] === code).join(',')}]`);
  return Buffer.from(`{"type":"delta","fromVersion":${fromVersion},"version":${version},${lists.join(',')}}`);
}

function sectionsText(sections: readonly SectionSpec[]): string {
  let text = spelledSections.get(sections);
  if (text === undefined) {
    const shown = sections.map(({ name, price, rows }) => ({
      name,
      price,
      rows: rows.map((row) => ({ name: row.name, seats: row.seats })),
    }));
    spelledSections.set(sections, (text = JSON.stringify(shown)));
  }
  return text;
}

const EXAMPLES = [
  '{"type":"authenticate","accessToken":"…","queueToken":"…","fromVersion":1041}',
  '{"type":"snapshot","scheduleId":"3f2a91c07b5e4d18-9a0c21bb47f3","version":1042,"totalSeats":8,"sections":[{"name":"Floor","price":90000,"rows":[{"name":"A","seats":8}]}],"first":1,"statuses":"AQI=","last":true}',
  '{"type":"delta","fromVersion":1042,"version":1045,"available":[1],"held":[7,8],"booked":[],"blocked":[]}',
  '{"type":"alive"}',
  '{"type":"error","code":"TOO_SLOW"}',
];

export const SEATS_DESCRIPTION = describeSocket({
  operationId: 'watchSeats',
  tag: 'Reservations',
  summary: 'Watch the seats live (WebSocket)',
  parameters: [
    {
      name: 'scheduleId',
      in: 'path',
      required: true,
      schema: { type: 'string' },
      description: 'As `GET /api/v1/concerts` lists it.',
      example: '3f2a91c07b5e4d18-9a0c21bb47f3',
    },
  ],
  lines: [
    `Open a WebSocket here and send the first of these within ${AUTHENTICATE_WITHIN_MS / 1000} seconds, with the queue token of somebody whose turn it is; the others come from the server:`,
    ...EXAMPLES.map((example) => `    ${example}`),
    'First comes a snapshot, then what changes, at most a second late. Whoever connects again sends the last version it has seen as `fromVersion` and gets, if that is not too long ' +
      'ago, only what has changed since. `statuses` has four seats a byte, the first in the lowest two bits: 0 available, 1 held, 2 booked, 3 blocked; `first` is the seat of the first. A ' +
      'large hall comes in several snapshot messages: it holds when the one with `last: true` is there. A section with the name of the one before goes on with its rows.',
    `\`alive\` comes when nothing else did for a while. An open socket does not prolong your turn; when that ends, so does the socket, with \`QUEUE_TOKEN_EXPIRED\`. A client that does not read fast enough is told \`TOO_SLOW\`. ${ENDS}`,
  ],
});
