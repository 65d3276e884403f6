/** How long a test in a browser waits for something, and how it waits for what no event tells of. */

/** For things that need no time: only a machine in trouble, or a broken page, gets there. */
export const ACTION_MS_MAX = 20_000;
const POLL_MS = 30;

/** Resolves with what was read once it is as wanted; looks again and again, because nothing tells when to look. */
export async function becomes<Value>(what: string, read: () => Promise<Value>, isWanted: (value: Value) => boolean): Promise<Value> {
  const deadline = performance.now() + ACTION_MS_MAX;
  for (;;) {
    const value = await read();
    if (isWanted(value)) return value;
    if (performance.now() > deadline)
      throw new Error(`${what} did not come about within ${ACTION_MS_MAX / 1000} s; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
