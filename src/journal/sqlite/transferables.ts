/** Finds what a state can give away when it goes to another thread. */

/**
 * The buffers of all typed arrays in a plain value (objects, arrays, maps, sets). A typed array that is only a window into a larger buffer is left out: giving
 * that buffer away would take it from its other users too.
 */
export function ownedBuffers(value: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const seen = new Set<object>();
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if (ArrayBuffer.isView(next)) {
      if (next.buffer instanceof ArrayBuffer && next.byteLength === next.buffer.byteLength) buffers.add(next.buffer);
    } else if (next instanceof Map) {
      for (const [key, item] of next) open.push(key, item);
    } else if (next instanceof Set || Array.isArray(next)) {
      for (const item of next) open.push(item);
    } else {
      for (const item of Object.values(next)) open.push(item);
    }
  }
  return [...buffers];
}
