/** Before thousands of fans set out: is the node there, are the keys its own, and do they open enough? */
import { FrontrowError } from '../../src/grpc/client/index.js';
import type { FrontrowClient } from '../../src/grpc/client/index.js';
import { connectOnce } from '../support/patient-service.js';
import type { ServiceDoor } from '../support/patient-service.js';
import { SERVICE_RIGHTS } from './entrance.js';
import type { Door } from './entrance.js';

const ANSWER_MS_MAX = 10_000;
const HINT = 'Start one with "npm start", or leave out --url to have one started.';

/** The node is not there, or does not let us in; the message says what to do. */
export class NodeUnusable extends Error {
  override readonly name = 'NodeUnusable';
}

/** Throws `NodeUnusable`. */
export async function checkNode(url: string, adminKey: string, door: Door): Promise<void> {
  await checkRest(url, adminKey);
  if (door.protocol === 'grpc') await checkGrpc(door);
}

async function checkRest(url: string, adminKey: string): Promise<void> {
  const ask = async (): Promise<Response> => {
    try {
      return await fetch(`${url}/api/v1/admin/events?limit=1`, {
        headers: { authorization: `Bearer ${adminKey}` },
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      });
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new NodeUnusable(`no node answers at ${url} (${cause}). ${HINT}`);
    }
  };
  const { status } = await ask();
  if (status === 401)
    throw new NodeUnusable(`the node at ${url} does not take this admin key; its own is named in the node's start lines.`);
  if (status !== 200) throw new NodeUnusable(`what answers at ${url} with ${status} does not seem to be a Frontrow node.`);
}

/** Asks for nothing and changes nothing: who lacks a right is told that before anything else. */
const PROBES: Readonly<Record<(typeof SERVICE_RIGHTS)[number], (client: FrontrowClient) => Promise<unknown>>> = {
  read: (client) => client.listConcerts({ limit: 1 }),
  sell: (client) => client.leaveQueue({}),
  charge: (client) => client.charge({}),
};

async function checkGrpc(door: ServiceDoor): Promise<void> {
  const client = connectOnce(door, ANSWER_MS_MAX);
  try {
    for (const right of SERVICE_RIGHTS) {
      await PROBES[right](client).catch((error: unknown) => {
        if (error instanceof FrontrowError) refuse(door, right, error);
        else throw error;
      });
    }
  } finally {
    client.close();
  }
}

function refuse({ address, serviceKey }: ServiceDoor, right: string, error: FrontrowError): void {
  if (error.status === 'UNAUTHENTICATED') {
    throw new NodeUnusable(
      serviceKey === null
        ? `the node at ${address} asks services for a key; give it as --service-key-file.`
        : `the node at ${address} does not take this service key; its FRONTROW_GRPC_SERVICES says whose it takes.`,
    );
  }
  if (error.code === 'RIGHT_MISSING') {
    throw new NodeUnusable(`the service lacks the right "${right}"; fans need one with the rights ${SERVICE_RIGHTS.join(', ')}.`);
  }
  if (!error.refused) throw new NodeUnusable(`no node answers gRPC at ${address} (${error.message}). ${HINT}`);
}
