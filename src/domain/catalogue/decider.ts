/** The rules of the catalogue: concerts are added and listed; each concert's own entity and its waiting room are created by effects. */
import { accept, acceptRepeatable, assertNever, type Decider, type Decision, type Effect, type EncodedState } from '../decider.js';
import type { ConcertCommand } from '../concert/protocol.js';
import { checkConcert } from '../concert/check-concert.js';
import { concertEntity, concertIdFrom, queueEntity } from '../ids.js';
import type { QueueCommand, QueueSettings } from '../queue/protocol.js';
import { invalid, refuse } from '../refusals.js';
import {
  type CatalogueCommand,
  type CatalogueEntry,
  type CatalogueEvent,
  type CatalogueReply,
  type CatalogueSign,
  CONCERTS_MAX,
  KNOWN_ASKED_MAX,
} from './protocol.js';

/** A concert whose entity (`concert`) or waiting room (`queue`) has not confirmed its creation yet. */
interface Unsettled {
  readonly what: 'concert' | 'queue';
  readonly entry: CatalogueEntry;
  readonly queue: QueueSettings;
}

export interface CatalogueState {
  /** In the order they were added. */
  readonly entries: CatalogueEntry[];
  readonly byId: Map<string, CatalogueEntry>;
  /** By the key of the effect. */
  readonly unsettled: Map<string, Unsettled>;
}

type CatalogueDecision = Decision<CatalogueState, CatalogueEvent, CatalogueSign, CatalogueReply>;

interface EncodedCatalogue {
  readonly entries: readonly CatalogueEntry[];
  readonly unsettled: readonly (readonly [string, Unsettled])[];
}

export const catalogueDecider: Decider<CatalogueState, CatalogueCommand, CatalogueEvent, CatalogueSign, CatalogueReply> = {
  kind: 'catalogue',
  schema: 1,
  initial: () => ({ entries: [], byId: new Map(), unsettled: new Map() }),
  decide: (state, command, meta) => decide(state, command, meta.id),
  due: () => [],
  evolve,
  notice: (_state, sign) => assertNever(sign),
  revive: () => undefined,
  outcome: () => null,
  pending,
  wakeAt: () => null,
  encode: (state): EncodedState => ({ entries: [...state.entries], unsettled: [...state.unsettled] }),
  decode: (_key, encoded) => {
    const { entries, unsettled } = encoded as unknown as EncodedCatalogue;
    return { entries: [...entries], byId: new Map(entries.map((entry) => [entry.concertId, entry])), unsettled: new Map(unsettled) };
  },
};

function decide(state: CatalogueState, command: CatalogueCommand, id: string): CatalogueDecision {
  switch (command.type) {
    case 'AddConcert':
      return addConcert(state, command.title, command.queue, id);
    case 'SettleEffect':
      return acceptRepeatable(state.unsettled.has(command.key) ? [{ type: 'EffectSettled', key: command.key }] : [], () => null);
    case 'Known':
      return known(state, command.concertIds);
    case 'List':
      return accept([], list(command.offset, command.limit));
    default:
      return assertNever(command);
  }
}

function addConcert(state: CatalogueState, title: string, queue: QueueSettings, id: string): CatalogueDecision {
  const concertId = concertIdFrom(id);
  const known = state.byId.get(concertId);
  if (known !== undefined) return acceptRepeatable([], () => known);
  const errors = checkConcert(title, queue);
  if (state.entries.length >= CONCERTS_MAX) errors.push({ pointer: '', message: `the catalogue holds at most ${CONCERTS_MAX} concerts` });
  if (errors.length > 0) return refuse('VALIDATION_FAILED', { errors });
  return acceptRepeatable([{ type: 'ConcertAdded', concertId, title, queue }], () => ({ concertId, title }));
}

function known({ byId }: CatalogueState, concertIds: readonly string[]): CatalogueDecision {
  if (concertIds.length > KNOWN_ASKED_MAX) return invalid('/concertIds', `must name at most ${KNOWN_ASKED_MAX} concerts`);
  return accept([], () => concertIds.filter((concertId) => byId.has(concertId)));
}

function list(offset: number, limit: number): (state: CatalogueState) => CatalogueReply {
  const from = Math.max(0, offset);
  return ({ entries }) => ({ items: entries.slice(from, from + Math.max(0, limit)), total: entries.length });
}

function evolve(state: CatalogueState, event: CatalogueEvent): void {
  switch (event.type) {
    case 'ConcertAdded': {
      const { concertId, title, queue } = event;
      if (state.byId.has(concertId)) throw new Error(`the catalogue has concert ${concertId} already`);
      const entry = { concertId, title };
      state.entries.push(entry);
      state.byId.set(concertId, entry);
      state.unsettled.set(`concert-${concertId}`, { what: 'concert', entry, queue });
      state.unsettled.set(`queue-${concertId}`, { what: 'queue', entry, queue });
      return;
    }
    case 'EffectSettled':
      if (!state.unsettled.delete(event.key)) throw new Error(`the catalogue has no open effect ${event.key}`);
      return;
    default:
      assertNever(event);
  }
}

function* pending({ unsettled }: CatalogueState): Iterable<Effect<CatalogueCommand>> {
  for (const [key, open] of unsettled) yield { key, ...request(open), then: () => ({ type: 'SettleEffect', key }) };
}

function request({ what, entry, queue }: Unsettled): { to: string; command: ConcertCommand | QueueCommand } {
  switch (what) {
    case 'concert':
      return { to: concertEntity(entry.concertId), command: { type: 'Create', title: entry.title, queue } };
    case 'queue':
      return { to: queueEntity(entry.concertId), command: { type: 'Open', settings: queue } };
    default:
      return assertNever(what);
  }
}
