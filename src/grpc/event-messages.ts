/** Events of the log as messages: their own members become a google.protobuf.Struct, which proto-loader wants spelled out value by value. */
import { withTimes } from '../ticketing/event-data.js';
import type { LoggedEvent } from '../ticketing/histories.js';
import type { Event } from './generated/frontrow/v1/Event.js';
import type { Struct } from './generated/google/protobuf/Struct.js';
import type { Value } from './generated/google/protobuf/Value.js';
import { timestampOf } from './messages.js';

export function eventMessage({ cursor, type, at, entity, data }: LoggedEvent): Event {
  return { cursor, type, at: timestampOf(at), entity, data: structOf(withTimes(data)) };
}

function structOf(members: object): Struct {
  return { fields: Object.fromEntries(Object.entries(members).map(([name, value]) => [name, valueOf(value)])) };
}

function valueOf(value: unknown): Value {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'number':
      return { numberValue: value };
    case 'boolean':
      return { boolValue: value };
    case 'object':
      if (value === null) return { nullValue: 'NULL_VALUE' };
      return Array.isArray(value) ? { listValue: { values: value.map(valueOf) } } : { structValue: structOf(value) };
    default:
      throw new Error(`an event has a member that is no JSON: ${typeof value}`);
  }
}
