/** What the API answers operators with, by the names that their app uses. The calls in operators.ts hold them against the OpenAPI document. */
import type { Payment, Reservation, Section, TokenState, Transaction } from './types.js';

export interface Session {
  /** Goes with every mutation. */
  readonly csrfToken: string;
  readonly expiresAt: string;
}

export interface QueueSettings {
  readonly maxActive: number;
  readonly activeTimeoutSeconds: number;
  readonly waitingTimeoutSeconds: number;
  readonly sessionSeconds: number;
}

export interface SeatCounts {
  readonly available: number;
  readonly held: number;
  readonly booked: number;
  readonly blocked: number;
}

export interface WatchedSchedule {
  readonly scheduleId: string;
  readonly date: string;
  readonly startsAt: string;
  readonly timeZone: string;
  readonly onSale: boolean;
  readonly onSaleAt: string | null;
  readonly salesCloseAt: string;
  readonly totalSeats: number;
  readonly seats: SeatCounts;
}

export interface WatchedConcert {
  readonly concertId: string;
  readonly title: string;
  readonly onSale: boolean;
  /** `admitted`: how many were ever admitted. */
  readonly queue: QueueSettings & { readonly waiting: number; readonly active: number; readonly admitted: number };
  readonly schedules: readonly WatchedSchedule[];
}

export interface WatchedSeats {
  readonly scheduleId: string;
  readonly version: number;
  readonly totalSeats: number;
  readonly sections: readonly Section[];
  /** Base64: four seats a byte, the first in the lowest two bits. */
  readonly statuses: string;
}

export interface SaleSample extends SeatCounts {
  readonly at: string;
  readonly waiting: number;
  readonly active: number;
  readonly admitted: number;
}

export interface SaleHistory {
  readonly items: readonly SaleSample[];
  readonly intervalMs: number;
}

export interface NodeSample {
  readonly at: string;
  readonly requestsPerSecond: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** By code, per second. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly commitsPerSecond: number;
  readonly recordsPerSecond: number;
  readonly commitP99Ms: number | null;
  readonly loopDelayP99Ms: number | null;
  readonly sockets: number;
  readonly ownedShards: number;
  /** Since the node started. */
  readonly handOffs: number;
  readonly fences: number;
}

export interface NodeStats {
  readonly nodeId: string;
  readonly intervalMs: number;
  readonly items: readonly NodeSample[];
}

export interface ClusterNode {
  readonly nodeId: string;
  readonly session: string;
  readonly address: string;
  readonly state: 'joining' | 'up' | 'leaving';
  readonly version: string;
  readonly startedAt: string;
  readonly shards: number;
}

export interface ClusterShard {
  readonly shard: number;
  readonly owner: string | null;
  readonly epoch: number;
  readonly revision: number;
}

export interface Cluster {
  readonly mode: 'one-node' | 'cluster';
  readonly nodeId: string;
  readonly settled: boolean;
  readonly revision: number;
  readonly nodes: readonly ClusterNode[];
  readonly shards: readonly ClusterShard[];
}

export interface DemoSale {
  readonly state: 'running' | 'over' | 'none';
  readonly concertId: string | null;
  readonly fans: number;
  readonly bought: number;
  readonly gaveUp: number;
  readonly startedAt: string | null;
}

export interface NewConcert {
  readonly title: string;
  readonly queue?: Partial<QueueSettings>;
}

export interface NewRow {
  readonly name: string;
  readonly seats: number;
}

/** What was left empty is left out: the node says that it is missing, or has a default. */
export interface NewSection {
  readonly name: string;
  readonly price?: number;
  readonly rows: readonly NewRow[];
}

export interface NewSchedule {
  readonly startsAt?: string;
  readonly timeZone: string;
  readonly sections: readonly NewSection[];
  readonly holdSeconds?: number;
  readonly maxSeatsPerUser?: number;
  readonly onSaleAt?: string;
  readonly salesCloseAt?: string;
}

export interface LoggedEvent {
  readonly cursor: string;
  readonly type: string;
  readonly at: string;
  readonly entity: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Timeline {
  readonly scheduleId: string;
  readonly seat: number;
  readonly items: readonly LoggedEvent[];
}

export interface UserFile {
  readonly userId: string;
  readonly balance: number;
  readonly tokens: readonly TokenState[];
  readonly reservations: readonly Reservation[];
  readonly payments: readonly Payment[];
  readonly transactions: readonly Transaction[];
}

export interface OwnedReservation extends Reservation {
  readonly userId: string;
}

export interface ReservationFile {
  readonly reservation: OwnedReservation;
  readonly payment: Payment | null;
}
