/**
 * The waiting room of one concert: what one can ask of it, what it records, what it answers.
 * A token is named by its place in line, `seq`, counted from 1 and never given twice; the edge signs it. Times are ms since 1970.
 */

export interface QueueSettings {
  /** Most tokens ACTIVE at once. */
  readonly maxActive: number;
  /** ACTIVE ends after this long without a guarded call. */
  readonly activeTimeoutSeconds: number;
  /** WAITING ends when no sign of life (poll or open socket) came for this long. */
  readonly waitingTimeoutSeconds: number;
  /** ACTIVE ends this long after admission, whatever its holder does. */
  readonly sessionSeconds: number;
}

export const QUEUE_DEFAULTS: QueueSettings = {
  maxActive: 100,
  activeTimeoutSeconds: 600,
  waitingTimeoutSeconds: 300,
  sessionSeconds: 1800,
};

/** How long a CheckActive answer may be relied on elsewhere. */
export const ADMISSION_MS = 5_000;
/** Ended tokens that are remembered with their reason; older ones are "forgotten", which is EXPIRED too. */
export const ENDED_REMEMBERED_MAX = 100_000;
/** Most places one SeePlaces may ask about. */
export const SEE_PLACES_MAX = 2_000;

export type TokenStatus = 'WAITING' | 'ACTIVE' | 'EXPIRED';
/** PAID: a payment ended it. LEFT: its owner did. INACTIVE, SESSION: the two limits on being inside. LOST: no sign of life in line. FORGOTTEN: too long ago to know. */
export type EndReason = 'PAID' | 'LEFT' | 'INACTIVE' | 'SESSION' | 'LOST' | 'FORGOTTEN';

export type QueueCommand =
  /** Idempotent. */
  | { readonly type: 'Open'; readonly settings: QueueSettings }
  | { readonly type: 'Configure'; readonly settings: Partial<QueueSettings> }
  /** A user with a live token gets that one. `keyId` names the key the token is signed with, kept so that its bytes never change. */
  | { readonly type: 'Join'; readonly userId: string; readonly keyId: string }
  /** The token's state, whatever it is; a sign of life while WAITING. Another user's or an unknown seq is EXPIRED / FORGOTTEN. */
  | { readonly type: 'Poll'; readonly userId: string; readonly seq: number }
  /** A guarded call: activity. Refused with QUEUE_TOKEN_EXPIRED or QUEUE_TOKEN_NOT_ACTIVE. */
  | { readonly type: 'CheckActive'; readonly userId: string; readonly seq: number }
  /** Leaves the line or the sale; leaving twice is fine. */
  | { readonly type: 'Leave'; readonly userId: string; readonly seq: number }
  /** The token paid. */
  | { readonly type: 'Finish'; readonly seq: number }
  /** For open sockets, in one go: a sign of life for each and its state. */
  | { readonly type: 'SeePlaces'; readonly seqs: readonly number[] }
  /** The user's live token, or null. */
  | { readonly type: 'FindUser'; readonly userId: string }
  | { readonly type: 'Describe' };

export type QueueEvent =
  | { readonly type: 'QueueOpened'; readonly settings: QueueSettings }
  | { readonly type: 'QueueConfigured'; readonly settings: QueueSettings }
  | { readonly type: 'TokenIssued'; readonly seq: number; readonly userId: string; readonly keyId: string }
  | { readonly type: 'TokenActivated'; readonly seq: number; readonly userId: string }
  | { readonly type: 'TokenExpired'; readonly seq: number; readonly userId: string; readonly reason: Exclude<EndReason, 'FORGOTTEN'> };

/** The holder of `seq` is alive (waiting) or active (inside). */
export interface QueueSign {
  readonly seq: number;
}

export interface TokenView {
  readonly seq: number;
  readonly concertId: string;
  readonly userId: string;
  readonly keyId: string;
  readonly status: TokenStatus;
  /** 1 = next; 0 unless WAITING. */
  readonly position: number;
  /** position - 1; 0 unless WAITING. */
  readonly ahead: number;
  readonly estimatedWaitSeconds: number;
  /** How soon to ask again; well below the waiting time-out. */
  readonly refreshIntervalSeconds: number;
  readonly issuedAt: number;
  /** When ACTIVE ends if nothing more is done; null otherwise. */
  readonly expiresAt: number | null;
  /** Set when EXPIRED. */
  readonly endReason: EndReason | null;
}

export interface AdmissionView {
  readonly concertId: string;
  readonly admittedUntil: number;
}

export interface QueueView {
  readonly concertId: string;
  readonly settings: QueueSettings;
  readonly waiting: number;
  readonly active: number;
  /** Tokens ever issued. */
  readonly issued: number;
  /** Tokens ever let in. */
  readonly admitted: number;
}

export interface QueueReplies {
  Open: QueueView;
  Configure: QueueView;
  Join: TokenView;
  Poll: TokenView;
  CheckActive: AdmissionView;
  Leave: null;
  Finish: null;
  SeePlaces: readonly TokenView[];
  FindUser: TokenView | null;
  Describe: QueueView;
}

export type QueueReply = QueueReplies[keyof QueueReplies];
