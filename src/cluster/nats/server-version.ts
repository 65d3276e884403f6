/** Which NATS servers are new enough. Older ones acknowledge two messages that expected the same last one, which is what ownership rests on. */

export const SERVER_VERSION_MIN = '2.12.0';

const NUMBERS = /^v?(\d+)\.(\d+)\.(\d+)/;

/** False also for what is no version. */
export function isServerNewEnough(version: string): boolean {
  const [has, needs] = [numbers(version), numbers(SERVER_VERSION_MIN)];
  const place = needs.findIndex((need, index) => has[index] !== need);
  return place === -1 || (has[place] ?? -1) > (needs[place] ?? 0);
}

function numbers(version: string): readonly number[] {
  return (NUMBERS.exec(version) ?? []).slice(1).map(Number);
}
