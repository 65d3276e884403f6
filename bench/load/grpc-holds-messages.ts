/** What a row tells the process that holds seats over gRPC. */
import type { GrpcUser } from './load.js';

export interface GrpcHoldsPlan {
  /** host:port. */
  readonly address: string;
  readonly serviceKey: string;
  /** Connections. */
  readonly channels: number;
  /** Over all channels; a multiple of their number. */
  readonly inFlight: number;
  readonly users: readonly GrpcUser[];
  readonly scheduleId: string;
  /** One seat a call, from this one on; the users in turn. */
  readonly firstSeat: number;
  readonly calls: number;
}
