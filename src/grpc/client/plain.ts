/**
 * Messages as TypeScript programs like them: times are Dates, enums lose their prefix, structs are JSON objects, and the members that only the loader needs
 * are gone. The types are computed from the generated ones and the values from the descriptors, so a new field or message needs nothing here.
 */
import type { Long, MessageTypeDefinition } from '@grpc/proto-loader';
import type { Struct__Output } from '../generated/google/protobuf/Struct.js';
import type { Timestamp, Timestamp__Output } from '../generated/google/protobuf/Timestamp.js';
import type { Value__Output } from '../generated/google/protobuf/Value.js';
import { packageDefinition } from '../protocol.js';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [member: string]: Json;
}

/** Leaves out the loader's members that name the set one of several: their values are names of other members. */
type Member<Message, Key extends keyof Message> = [Exclude<Message[Key], undefined>] extends [keyof Message] ? never : Key;

type EnumName<Value extends string, Prefix extends string> = Value extends `${Prefix}_${infer Name}` ? Name : never;
type EnumPrefix<Value extends string> = Value extends `${infer Prefix}_UNSPECIFIED` ? Prefix : never;

/** What is sent, made from a generated type. Everything may be left out; the service says what it needs. */
export type Input<Message> = {
  readonly [Key in keyof Message as Member<Message, Key>]?: InputField<NonNullable<Message[Key]>> | undefined;
};
type InputField<Value> = [Value] extends [number | string | Long]
  ? [Value] extends [string]
    ? string
    : number
  : [Value] extends [boolean]
    ? boolean
    : Value extends readonly (infer Item)[]
      ? readonly InputField<Item>[]
      : keyof Timestamp extends keyof Value
        ? Date
        : Input<Value>;

/** What comes back, made from a generated `__Output` type. */
export type Output<Value> = [Value] extends [string]
  ? string extends Value
    ? string
    : EnumName<Value, EnumPrefix<Value>>
  : OutputOf<Value>;
type OutputOf<Value> = Value extends null | undefined | boolean | number | string
  ? Value
  : Value extends Timestamp__Output
    ? Date
    : Value extends Struct__Output
      ? JsonObject
      : Value extends Uint8Array
        ? Uint8Array
        : Value extends readonly (infer Item)[]
          ? readonly Output<Item>[]
          : { readonly [Key in keyof Value as Member<Value, Key>]: Output<Value[Key]> };

/**
 * What the loader serializes. Throws a TypeError for a time that is none and a RangeError for a number that is not whole: the loader would cut it off, and
 * somebody would pay another amount than was asked for.
 */
export function toWire(value: unknown, name = 'the request'): unknown {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError(`${name} is ${value}, which is not a whole number`);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return timestamp(value, name);
  if (Array.isArray(value)) return value.map((item, index) => toWire(item, `${name}[${index}]`));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toWire(member, key)]));
}

function timestamp(date: Date, name: string): Timestamp {
  const ms = date.getTime();
  if (Number.isNaN(ms)) throw new TypeError(`${name} is an invalid Date`);
  const seconds = Math.floor(ms / 1_000);
  return { seconds, nanos: (ms - seconds * 1_000) * 1_000_000 };
}

/** The parts of descriptors that matter here, as the loader gives them. */
interface FieldDescriptor {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly typeName: string;
}
interface EnumDescriptor {
  readonly name: string;
  readonly value: readonly { readonly name: string }[];
}
interface MessageDescriptor {
  readonly name: string;
  readonly field: readonly FieldDescriptor[];
  readonly nestedType: readonly MessageDescriptor[];
  readonly enumType: readonly EnumDescriptor[];
}

interface Field {
  readonly name: string;
  readonly repeated: boolean;
  readonly plain: (value: unknown) => unknown;
}

const TIMESTAMP = 'google.protobuf.Timestamp';
const STRUCT = 'google.protobuf.Struct';
const UNSPECIFIED = 'UNSPECIFIED';

/** By full name. */
const messages = new Map<string, MessageDescriptor>();
/** What the values' names begin with, by full name. */
const enumPrefixes = new Map<string, string>();
const fieldsByMessage = new Map<string, readonly Field[]>();

for (const [name, definition] of Object.entries(packageDefinition)) {
  if (definition['format'] === 'Protocol Buffer 3 DescriptorProto') learnMessage(name, definition['type'] as unknown as MessageDescriptor);
  if (definition['format'] === 'Protocol Buffer 3 EnumDescriptorProto') learnEnum(name, definition['type'] as unknown as EnumDescriptor);
}

function learnMessage(fullName: string, descriptor: MessageDescriptor): void {
  messages.set(fullName, descriptor);
  for (const nested of descriptor.nestedType) learnMessage(`${fullName}.${nested.name}`, nested);
  for (const nested of descriptor.enumType) learnEnum(`${fullName}.${nested.name}`, nested);
}

function learnEnum(fullName: string, { value }: EnumDescriptor): void {
  const zero = value[0]?.name ?? '';
  enumPrefixes.set(fullName, zero.endsWith(UNSPECIFIED) ? zero.slice(0, -UNSPECIFIED.length) : '');
}

/** Descriptors name a type as seen from where it is used. */
function fullNameOf(typeName: string, scope: string): string {
  const name = typeName.replace(/^\./, '');
  for (let outer = scope; outer !== ''; outer = outer.slice(0, Math.max(0, outer.lastIndexOf('.')))) {
    const candidate = `${outer}.${name}`;
    if (messages.has(candidate) || enumPrefixes.has(candidate)) return candidate;
  }
  return name;
}

function fieldsOf(message: string): readonly Field[] {
  const known = fieldsByMessage.get(message);
  if (known !== undefined) return known;
  const descriptor = messages.get(message);
  if (descriptor === undefined) throw new Error(`no message ${message} in the protocol buffers`);
  const fields = descriptor.field.map((field) => ({
    name: field.name,
    repeated: field.label === 'LABEL_REPEATED',
    plain: plainOf(field, message),
  }));
  fieldsByMessage.set(message, fields);
  return fields;
}

function plainOf({ type, typeName }: FieldDescriptor, scope: string): (value: unknown) => unknown {
  if (type !== 'TYPE_MESSAGE' && type !== 'TYPE_ENUM') return (value) => value;
  const fullName = fullNameOf(typeName, scope);
  if (type === 'TYPE_MESSAGE') return (value) => toPlain(fullName, value as object);
  const { length } = enumPrefixes.get(fullName) ?? '';
  // A value that is newer than this client comes as its number.
  return (value) => (typeof value === 'string' ? value.slice(length) : UNSPECIFIED);
}

/** A decoded message as callers get it. */
export function toPlain(message: string, decoded: object): unknown {
  if (message === TIMESTAMP) return dateOf(decoded as Timestamp__Output);
  if (message === STRUCT) return objectOf(decoded as Struct__Output);
  const plain: Record<string, unknown> = {};
  for (const field of fieldsOf(message)) {
    const value = (decoded as Readonly<Record<string, unknown>>)[field.name];
    if (value === undefined) continue;
    if (field.repeated) plain[field.name] = (value as readonly unknown[]).map(field.plain);
    else plain[field.name] = value === null ? null : field.plain(value);
  }
  return plain;
}

function dateOf({ seconds, nanos }: Timestamp__Output): Date {
  return new Date(seconds * 1_000 + Math.floor(nanos / 1_000_000));
}

function objectOf({ fields }: Struct__Output): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, jsonOf(value)]));
}

function jsonOf(value: Value__Output): Json {
  if (value.structValue) return objectOf(value.structValue);
  if (value.listValue) return value.listValue.values.map(jsonOf);
  return value.stringValue ?? value.numberValue ?? value.boolValue ?? null;
}

/** Whether requests of this type have that field. */
export function hasField({ type }: MessageTypeDefinition<never, object>, name: string): boolean {
  return (type as MessageDescriptor).field.some((field) => field.name === name);
}

export const nameOf = ({ type }: MessageTypeDefinition<never, object>): string => (type as MessageDescriptor).name;
