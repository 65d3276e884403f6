/** The list of all concerts, in the order they were added. There is one catalogue. */
import type { QueueSettings } from '../queue/protocol.js';

export const CONCERTS_MAX = 100_000;
/** Most concerts one Known may ask about. */
export const KNOWN_ASKED_MAX = 1_000;

export type CatalogueCommand =
  /** The concert is named after the command's id. Its own entity and its queue are created by effects. */
  | { readonly type: 'AddConcert'; readonly title: string; readonly queue: QueueSettings }
  | { readonly type: 'SettleEffect'; readonly key: string }
  /** Which of these concerts there are; at most KNOWN_ASKED_MAX. */
  | { readonly type: 'Known'; readonly concertIds: readonly string[] }
  /** At most `limit` concerts after the first `offset`. */
  | { readonly type: 'List'; readonly offset: number; readonly limit: number };

export type CatalogueEvent =
  | { readonly type: 'ConcertAdded'; readonly concertId: string; readonly title: string; readonly queue: QueueSettings }
  | { readonly type: 'EffectSettled'; readonly key: string };

export interface CatalogueEntry {
  readonly concertId: string;
  readonly title: string;
}

export interface CatalogueReplies {
  AddConcert: CatalogueEntry;
  SettleEffect: null;
  Known: readonly string[];
  List: { readonly items: readonly CatalogueEntry[]; readonly total: number };
}

export type CatalogueReply = CatalogueReplies[keyof CatalogueReplies];
export type CatalogueSign = never;
