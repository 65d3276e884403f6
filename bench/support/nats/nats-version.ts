/** Versions of nats-server: which one a program is, and whether it will do. */

export interface NatsVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** Before it there are no keys that lapse and no atomic batches. */
const OLDEST: NatsVersion = { major: 2, minor: 12, patch: 0 };

export const VERSION_NEEDED = `${OLDEST.major}.${OLDEST.minor}`;

/** In what `nats-server --version` says, or in the name of a folder; null when there is none. */
export function versionIn(text: string): NatsVersion | null {
  const [, major, minor, patch] = /(?:^|[^\d.])(\d+)\.(\d+)\.(\d+)/.exec(text) ?? [];
  return major === undefined ? null : { major: Number(major), minor: Number(minor), patch: Number(patch) };
}

export function isNewEnough(version: NatsVersion): boolean {
  return compareVersions(version, OLDEST) >= 0;
}

/** Below 0 when `a` is the older one. */
export function compareVersions(a: NatsVersion, b: NatsVersion): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

export function versionText({ major, minor, patch }: NatsVersion): string {
  return `${major}.${minor}.${patch}`;
}
