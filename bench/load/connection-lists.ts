/** What each connection sends, as autocannon takes it. */
import type { Request } from 'autocannon';
import { assertNever } from '../../src/domain/decider.js';
import type { LoadPlan, PackedRequests } from './closed-loop-messages.js';
import type { LoadUser } from './load.js';
import { unpack } from './packed-requests.js';
import { purchaseRequests, REQUESTS_PER_PURCHASE } from './purchase-flow.js';

export interface ConnectionLists {
  /** By connection. A shorter list than the connection has requests to send is gone through again. */
  readonly lists: readonly Request[][];
  /** Requests over all connections. */
  readonly total: number;
}

export function connectionLists({ users, connections, what }: LoadPlan): ConnectionLists {
  switch (what.kind) {
    case 'requests':
      return { lists: dealt(readyMade(what.requests, users), connections), total: what.requests.bodies.length };
    case 'flow': {
      const { flow } = what;
      const { length } = flow.purchases;
      // Requests are dealt to connections one by one: only so does each get whole purchases.
      if (length % connections !== 0) throw new RangeError(`${length} purchases cannot be dealt to ${connections} connections`);
      const lists = dealt(flow.purchases, connections).map((purchases) => purchaseRequests(flow, users, purchases));
      return { lists, total: length * REQUESTS_PER_PURCHASE };
    }
    default:
      return assertNever(what);
  }
}

/** To as many connections as there is something for. */
function dealt<Item>(items: readonly Item[], connections: number): Item[][] {
  const lists: Item[][] = Array.from({ length: Math.min(connections, items.length) }, () => []);
  items.forEach((item, index) => lists[index % lists.length]?.push(item));
  return lists;
}

function readyMade(packed: PackedRequests, users: readonly LoadUser[]): readonly Request[] {
  const json = { 'content-type': 'application/json' };
  const nobody = {};
  const bare = users.map(headersOf);
  const withBody = bare.map((headers) => ({ ...json, ...headers }));
  return unpack(packed).map(({ method, path, user, body }, index) => {
    const hasBody = body !== undefined;
    const headers = user === -1 ? (hasBody ? json : nobody) : (hasBody ? withBody : bare)[user];
    if (headers === undefined) throw new RangeError(`request ${index} is of user ${user}, whom nobody knows`);
    return { method, path, headers, ...(hasBody ? { body } : {}) };
  });
}

function headersOf({ accessToken, queueToken }: LoadUser): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${accessToken}`, ...(queueToken === null ? {} : { 'queue-token': queueToken }) };
}
