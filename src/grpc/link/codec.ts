/**
 * Commands and answers as bytes. They are plain data: JSON, which is the cheapest where it loses nothing; the structured clone format of V8 for what JSON
 * would lose or change (binary data, undefined, NaN, -0, maps, sets, dates). The first byte says which.
 *
 * What comes out never shares memory with the bytes it was read from, so that keeping an answer keeps no frame alive.
 */
import { deserialize, serialize } from 'node:v8';

/** JSON as text, or bytes of V8; what is written after the first byte. */
export type EncodedValue = string | Uint8Array;

export const JSON_FORMAT = 1;
export const V8_FORMAT = 2;

/** Deeper values go the other way, so that looking at one neither runs in circles nor overflows the stack. */
const DEPTH_MAX = 32;

/** Throws for what cannot travel, such as a function. */
export function encodeValue(value: unknown): EncodedValue {
  return jsonKeeps(value, DEPTH_MAX) ? JSON.stringify(value) : serialize(value);
}

/** Reads bytes[from] to bytes[to - 1], the first byte included. Throws for what nobody has encoded. */
export function decodeValue(bytes: Buffer, from: number, to: number): unknown {
  switch (bytes[from]) {
    case JSON_FORMAT:
      return JSON.parse(bytes.toString('utf8', from + 1, to)) as unknown;
    case V8_FORMAT:
      return deserialize(new Uint8Array(bytes.subarray(from + 1, to)));
    default:
      throw new RangeError('a value in an unknown format');
  }
}

/** The same value comes out of JSON. */
function jsonKeeps(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0);
    case 'object':
      if (value === null) return true;
      if (depth === 0) return false;
      return Array.isArray(value) ? itemsKeep(value, depth - 1) : membersKeep(value, depth - 1);
    default:
      return false;
  }
}

function itemsKeep(items: readonly unknown[], depth: number): boolean {
  // The loop meets holes too, as undefined.
  for (const item of items) if (!jsonKeeps(item, depth)) return false;
  return true;
}

function membersKeep(value: object, depth: number): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const name in value) if (!jsonKeeps((value as Readonly<Record<string, unknown>>)[name], depth)) return false;
  return true;
}
