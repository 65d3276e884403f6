/** Requests on their way to the generator's process: each method and path once, users as numbers. */
import type { PackedRequests } from './closed-loop-messages.js';
import type { LoadRequest } from './load.js';

export function pack(requests: readonly LoadRequest[]): PackedRequests {
  const routes: { method: LoadRequest['method']; path: string }[] = [];
  const indexes = new Map<string, number>();
  const routeOf = Uint32Array.from(requests, ({ method, path }) => {
    const key = `${method} ${path}`;
    const known = indexes.get(key);
    if (known !== undefined) return known;
    indexes.set(key, routes.length);
    return routes.push({ method, path }) - 1;
  });
  return { routes, routeOf, userOf: Int32Array.from(requests, ({ user }) => user), bodies: requests.map(({ body }) => body) };
}

export function unpack({ routes, routeOf, userOf, bodies }: PackedRequests): readonly LoadRequest[] {
  return bodies.map((body, index) => {
    const route = routes[routeOf[index] ?? -1];
    if (route === undefined) throw new RangeError(`request ${index} has no route`);
    return { ...route, user: userOf[index] ?? -1, ...(body === undefined ? {} : { body }) };
  });
}
