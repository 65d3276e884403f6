/** How the fans of a sale reach the node: over REST as themselves, or over gRPC through a service that acts for them. */
import { ApiClient } from '../support/api-client.js';
import { PatientService } from '../support/patient-service.js';
import type { ServiceDoor } from '../support/patient-service.js';
import type { FansApi } from './fans-api.js';
import { GrpcFans, triedOverGrpc } from './grpc-fans.js';
import type { Tried } from './measurements.js';
import { RestFans, triedOverRest } from './rest-fans.js';

/** What a service needs that acts for fans. */
export const SERVICE_RIGHTS = ['read', 'sell', 'charge'] as const;

export type Door = { readonly protocol: 'rest'; readonly url: string } | ({ readonly protocol: 'grpc' } & ServiceDoor);

export interface EntranceOptions {
  /** Over REST, connections kept open at most. */
  readonly connections: number;
  readonly giveUpMs: number;
  readonly onTried?: (tried: Tried) => void;
  /** Ends all requests and waits. */
  readonly signal?: AbortSignal;
}

export interface Entrance {
  readonly api: FansApi;
  close(): Promise<void>;
}

/** Calls share a connection, so few are enough. */
const GRPC_CONNECTIONS = 4;

export function openEntrance(door: Door, { connections, giveUpMs, onTried = () => undefined, signal }: EntranceOptions): Entrance {
  const common = { giveUpMs, ...(signal === undefined ? {} : { signal }) };
  if (door.protocol === 'rest') {
    const client = new ApiClient({ url: door.url, connections, ...common, onAttempt: (attempt) => onTried(triedOverRest(attempt)) });
    return { api: new RestFans(client, door.url), close: () => client.close() };
  }
  const onAttempt = (attempt: Parameters<typeof triedOverGrpc>[0]): void => onTried(triedOverGrpc(attempt));
  const service = new PatientService({ ...door, connections: GRPC_CONNECTIONS, ...common, onAttempt });
  return { api: new GrpcFans(service), close: async () => service.close() };
}
