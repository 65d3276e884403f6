/** The peers, and what a peer's server process is told. */

export const PEER_KINDS = ['postgres-update', 'postgres-lock', 'redis'] as const;
export type PeerKind = (typeof PEER_KINDS)[number];

/** How the parent hands the settings to the process: as JSON in this variable, since arguments can be seen by everybody on the machine. */
export const SETTINGS_VARIABLE = 'FRONTROW_PEER_SETTINGS';
/** What the process writes when it serves. */
export const PEER_READY = /^The peer is ready: (http:\/\/\S+)$/m;

export interface PeerSettings {
  readonly kind: PeerKind;
  /** Where its database listens. */
  readonly socket: string;
  /** Connections to the database; Redis always gets one. */
  readonly connections: number;
  /** What tokens are signed with, the same as the node's. */
  readonly secret: string;
  readonly holdMs: number;
}
