/** What a member's key says: one key per node id, written by its process and, when its session is over, by whoever found that out. */
import type { Member, MemberState } from './member.js';

/**
 * Why a session is over. `left`: its process says so. `silent`: nothing was heard of it for longer than its lease can have lasted. `absent`: its key was not there;
 * its lease may have lasted a little beyond that.
 */
export type Over = 'left' | 'silent' | 'absent';

export interface MemberEntry {
  readonly member: Member;
  /** Counts the heartbeats of a session, so that its process can tell which of them the bucket has. */
  readonly beat: number;
  /** The session before this one, when its process knows that nobody holds a lease for it any more. */
  readonly follows: string | null;
  readonly over: Over | null;
}

const NODE_ID = /^[A-Za-z0-9_-]{1,64}$/;
const PREFIX = 'node.';
const STATES: readonly MemberState[] = ['joining', 'up', 'leaving'];
const OVERS: readonly Over[] = ['left', 'silent', 'absent'];

/** Letters, digits, `-` and `_`: it is part of a subject. */
export const isNodeId = (text: string): boolean => NODE_ID.test(text);

export const memberKey = (nodeId: string): string => `${PREFIX}${nodeId}`;

/** null: the key is of something else. */
export const nodeIdOfKey = (key: string): string | null => (key.startsWith(PREFIX) ? key.slice(PREFIX.length) : null);

/** Of `<nodeId>.<16 hex>`. */
export const nodeIdOf = (session: string): string => session.slice(0, Math.max(0, session.lastIndexOf('.')));

/** The key's last word about a session of which only the name is known. */
export function absentEntry(session: string): MemberEntry {
  const member: Member = { nodeId: nodeIdOf(session), session, address: '', state: 'leaving', version: '', startedAt: 0 };
  return { member, beat: 0, follows: null, over: 'absent' };
}

export function encodeEntry({ member: { nodeId: _, ...member }, ...entry }: MemberEntry): string {
  return JSON.stringify({ ...member, ...entry });
}

/** null when it cannot be read. Members that are not known here are passed over: another version may have written it. */
export function decodeEntry(nodeId: string, value: string): MemberEntry | null {
  let said: unknown;
  try {
    said = JSON.parse(value);
  } catch {
    return null;
  }
  if (typeof said !== 'object' || said === null) return null;
  const { session, address, state, version, startedAt, beat, follows = null, over = null } = said as Record<string, unknown>;
  if (typeof session !== 'string' || nodeIdOf(session) !== nodeId) return null;
  if (typeof address !== 'string' || typeof version !== 'string' || typeof startedAt !== 'number' || typeof beat !== 'number') return null;
  if (!isOneOf(STATES, state) || (over !== null && !isOneOf(OVERS, over)) || (follows !== null && typeof follows !== 'string')) return null;
  return { member: { nodeId, session, address, state, version, startedAt }, beat, follows, over };
}

function isOneOf<Name extends string>(names: readonly Name[], said: unknown): said is Name {
  return (names as readonly unknown[]).includes(said);
}
