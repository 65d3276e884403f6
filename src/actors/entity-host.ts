/** What an entity in memory needs of whoever hosts it. */
import type { Envelope } from '../cluster/router.js';
import type { EntityId } from '../domain/ids.js';
import type { DamagedEntity, Journal } from '../journal/port.js';
import type { AnyDecider, RecordedEvent } from './turn.js';

/** An entity, as far as its host is told about it. */
export interface HostedEntity {
  readonly id: EntityId;
  readonly key: string;
  readonly decider: AnyDecider;
  /** Set while a wake-up is on its way to the actor. */
  wakeUnderWay: boolean;
}

export interface EntityHost {
  readonly journal: Journal;
  readonly inboxDepthMax: number;
  /** On the whole node: entities that grow alike would all take theirs at once. */
  readonly snapshots: { underWay: number };
  now(): number;
  /** Sends the entity's actor the one wake-up that makes it take a turn. */
  wake(entity: HostedEntity): void;
  /** Asks another entity in this entity's name. */
  ask(entity: EntityId, envelope: Envelope): Promise<unknown>;
  after(ms: number, task: () => void): () => void;
  random(): number;
  setAlarm(entity: EntityId, at: number | null): void;
  committed(entity: HostedEntity, events: readonly RecordedEvent[], at: number): void;
  recovered(entity: HostedEntity, eventsReplayed: number): void;
  warn(entity: HostedEntity, what: string, error: unknown): void;
  /** Another owner wrote the entity: what this one decided since was thrown away. */
  fenced(entity: HostedEntity): void;
  /** An append was not acknowledged; whether its record was written is found out by the recovery. */
  unacknowledged(entity: HostedEntity, reason: string): void;
  damaged(entity: HostedEntity, error: DamagedEntity): void;
  /** It could not be read from the journal and is tried again later. */
  unreadable(entity: HostedEntity, error: unknown): void;
}
