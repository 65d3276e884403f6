/**
 * Pieces that the schemas are made of. What is sent to us is closed: a field nobody knows is a mistake that should be heard of. What we send is open, because
 * new fields may appear in it.
 */
import { Type } from 'typebox';
import type { TProperties, TSchema, TSchemaOptions } from 'typebox';
import { USER_ID_PATTERN } from '../../domain/ids.js';
import { ID_LENGTH_MAX, PAGE_ITEMS_DEFAULT, PAGE_ITEMS_MAX } from '../../ticketing/request-limits.js';

export const EXAMPLE = {
  concertId: '3f2a91c07b5e4d18',
  scheduleId: '3f2a91c07b5e4d18-9a0c21bb47f3',
  reservationId: '3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896',
  paymentId: '3f2a91c07b5e4d18-9a0c21bb47f3-p-7e11c0ab53d94f6c8d20e4fa96b1c375',
  userId: '8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10',
  transactionId: '5a0de8c1b2f3440f9b7c6a1d8e2f3b40',
  startsAt: '2027-03-20T10:00:00.000Z',
  now: '2027-02-01T11:00:03.120Z',
  later: '2027-02-01T11:05:03.120Z',
} as const;

export function closed<Properties extends TProperties>(properties: Properties, options: TSchemaOptions = {}) {
  return Type.Object(properties, { additionalProperties: false, ...options });
}

export function shown<Properties extends TProperties>(properties: Properties, options: TSchemaOptions = {}) {
  return Type.Object(properties, options);
}

export function oneOf<const Values extends readonly string[]>(values: Values, options: TSchemaOptions = {}) {
  return Type.Unsafe<Values[number]>({ type: 'string', enum: values, ...options });
}

/** `type: [x, 'null']` is far quicker to serialise than a union of two schemas. */
export function nullable<Value>(type: 'string' | 'integer', options: TSchemaOptions = {}) {
  return Type.Unsafe<Value | null>({ type: [type, 'null'], ...options });
}

/** Its example is a page with the item's example on it. */
export function page<Item extends TSchema>(item: Item) {
  const { examples = [] }: { readonly examples?: readonly unknown[] } = item;
  return shown(
    {
      items: Type.Array(item),
      next: nullable<string>('string', { description: 'Send it back as `cursor` for the next page; null at the end.' }),
    },
    { examples: [{ items: examples.slice(0, 1), next: null }] },
  );
}

const Id = (description: string, example: string) =>
  Type.String({ minLength: 1, maxLength: ID_LENGTH_MAX, description, examples: [example] });
export const Time = (description: string, example: string = EXAMPLE.now) =>
  Type.String({ format: 'date-time', description, examples: [example] });
export const TimeOrNull = (description: string, example: string | null = EXAMPLE.later) =>
  nullable<string>('string', { format: 'date-time', description, examples: [example] });
export const Points = (description: string, example: number) => Type.Integer({ description, examples: [example] });
export const Count = (description: string, example: number) => Type.Integer({ minimum: 0, description, examples: [example] });

export const ConcertId = Id('The concert.', EXAMPLE.concertId);
export const ScheduleId = Id('One dated performance of a concert.', EXAMPLE.scheduleId);
export const ReservationId = Id('The record that a hold creates.', EXAMPLE.reservationId);
export const PaymentId = Id('The payment.', EXAMPLE.paymentId);
export const UserId = Type.String({ pattern: USER_ID_PATTERN, description: 'A UUID in lower case.', examples: [EXAMPLE.userId] });

/** Numbers in a query are text and stay text: nothing is converted on the way in. */
export const Limit = Type.String({
  pattern: `^([1-9]|[1-9][0-9]|${PAGE_ITEMS_MAX})$`,
  description: `Most items on the page, 1 to ${PAGE_ITEMS_MAX}. Default: ${PAGE_ITEMS_DEFAULT}.`,
  examples: ['20'],
});
export const Cursor = Type.String({
  minLength: 1,
  maxLength: ID_LENGTH_MAX,
  description: '`next` of the page before.',
  examples: ['40-0'],
});
export const PageQuery = closed({ cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) });

export function limitOf(query: { readonly limit?: string }): number {
  return query.limit === undefined ? PAGE_ITEMS_DEFAULT : Number(query.limit);
}

export const NoBody = closed({}, { description: 'Nothing, or `{}`.', examples: [{}] });
export const NoContent = Type.Null({ description: 'Done; there is nothing to say.' });
