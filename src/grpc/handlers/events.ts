/** The event log, page by page. */
import { EVENT_TYPES_LENGTH_MAX, EVENTS_DEFAULT, EVENTS_MAX } from '../../ticketing/request-limits.js';
import type { GrpcDeps } from '../deps.js';
import { eventMessage } from '../event-messages.js';
import { pageOr } from '../messages.js';
import type { UnaryMethods } from '../methods.js';
import { Faults, limitOf, textOrNull } from '../validation.js';

const TYPES = /^[A-Za-z]+(,[A-Za-z]+)*$/;

export function eventMethods(deps: GrpcDeps): Pick<UnaryMethods, 'ListEvents'> {
  const { operators } = deps.ticketing;
  return {
    ListEvents: {
      right: 'read',
      mutation: false,
      handle: async ({ request: { after, types, limit } }) =>
        typeFaults(types).limit(limit, EVENTS_MAX).refusal() ??
        pageOr(await operators.events(textOrNull(after), typesOrNull(types), limitOf(limit, EVENTS_DEFAULT)), eventMessage),
    },
  };
}

/** What is wrong with the types of events that are asked for. */
export function typeFaults(types: readonly string[]): Faults {
  const list = types.join(',');
  return new Faults()
    .expect(list.length <= EVENT_TYPES_LENGTH_MAX, 'types', `must not have more than ${EVENT_TYPES_LENGTH_MAX} characters together`)
    .expect(types.length === 0 || TYPES.test(list), 'types', 'must be names of event types');
}

/** null for all. */
export function typesOrNull(types: readonly string[]): ReadonlySet<string> | null {
  return types.length === 0 ? null : new Set(types);
}
