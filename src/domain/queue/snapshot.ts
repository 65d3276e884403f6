/** A queue as plain data. Lists, indexes and counts follow from the tokens and are rebuilt. */
import type { Slices } from '../column.js';
import { SLICE_ROWS } from '../column.js';
import type { EncodedState } from '../decider.js';
import { AdmissionPace, type EncodedPace } from './admission-pace.js';
import type { QueueSettings } from './protocol.js';
import { emptyState, enterLine, enterSale, type QueueState } from './state.js';
import { ACTIVE, type TokenColumns, TokenPages, WAITING } from './token-pages.js';

/** Version of the events and of `EncodedQueue`. */
export const QUEUE_SCHEMA = 2;

interface EncodedQueue {
  readonly settings: QueueSettings | null;
  readonly keyIds: readonly string[];
  readonly tokens: TokenColumns;
  readonly lastActivated: number;
  readonly admitted: number;
  readonly pace: EncodedPace;
}

/** Before its first slice ends, whatever can still change was copied. */
export function* encodeInSlices(state: QueueState): Slices<EncodedState> {
  const { settings, lastActivated, admitted } = state;
  const keyIds = [...state.keyIds];
  const pace = state.pace.encode();
  const tokens = yield* state.tokens.encode(lastActivated);
  const encoded: EncodedQueue = { settings, keyIds, tokens, lastActivated, admitted, pace };
  return { ...encoded };
}

/** Signs of life are not kept: tokens count as seen when they came or were let in, until `revive` says otherwise. */
export function* decodeInSlices(concertId: string, encoded: EncodedState): Slices<QueueState> {
  const { settings, keyIds, tokens: columns, lastActivated, admitted, pace } = encoded as unknown as EncodedQueue;
  const tokens = yield* TokenPages.decode(columns);
  const state = emptyState(concertId, tokens, new AdmissionPace(pace));
  state.settings = settings;
  state.keyIds.push(...keyIds);
  for (let seq = tokens.first; seq <= tokens.last; seq += 1) {
    if (seq % SLICE_ROWS === 0) yield;
    const code = tokens.code(seq);
    if (code === WAITING || code === ACTIVE) state.users.add(seq);
    if (code === WAITING) enterLine(state, seq, tokens.issuedAt(seq));
    else if (code === ACTIVE) enterSale(state, seq, tokens.activatedAt(seq));
    else state.endedCount += 1;
  }
  state.lastActivated = lastActivated;
  state.admitted = admitted;
  return state;
}
