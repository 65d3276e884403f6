/**
 * A node that the others would not link with is refused at its start: see grpc/link/admission.ts.
 *
 * Nodes that start at the same moment do not see each other when they ask before they join. So each looks again once it is registered, and takes no share as long as
 * there is somebody who knows another secret: of two such nodes at least the one that was registered later sees the other. It ends when that one has its share already,
 * or when nobody links with it; where several start and one of them is wrong, that one ends, and the others wait for it.
 */
import type { Member } from '../cluster/member.js';
import { askAdmission, whyNotAdmitted } from '../grpc/link/admission.js';
import type { AdmissionOptions, NotAdmitted } from '../grpc/link/admission.js';
import type { Timers } from '../timers.js';
import { ClusterUnusable } from './cluster-unusable.js';

/** How long it may take until a replica of the bucket shows this node's own key, and until somebody else who starts and is wrong has ended. */
const PATIENCE_MS = 30_000;
const SHOWN_AGAIN_MS = 50;
const ASKED_AGAIN_MS = 250;

/** Rejects with `ClusterUnusable`. `present`: who is there; when that cannot be told, joining will tell. */
export async function mustBeAdmitted(present: () => Promise<readonly Member[]>, options: AdmissionOptions): Promise<void> {
  const { nodeId } = options.identity.self();
  const members = await present().catch(() => []);
  // An earlier process of this node may still be among them.
  const [refusal] = await whyNotAdmitted(
    members.filter((member) => member.nodeId !== nodeId),
    options,
  );
  if (refusal !== undefined) throw new ClusterUnusable(sentence(refusal, options.tls !== null));
}

export interface Registered {
  /** Who is there, by the word of any replica of the bucket; that may be behind. */
  readonly present: () => Promise<readonly Member[]>;
  /** Of this node, which has registered it. */
  readonly session: () => string;
  /** Monotonic, ms. */
  readonly steady: () => number;
  readonly timers: Timers;
}

/** Once it is registered, and not linked with all others. Resolves when it may take its share; rejects with `ClusterUnusable`. */
export async function mustStayAdmitted(registered: Registered, options: AdmissionOptions): Promise<void> {
  const { steady, timers } = registered;
  const until = steady() + PATIENCE_MS;
  for (;;) {
    const { isAdmitted, refusals } = await askAdmission(await othersThere(registered), options);
    const final = isAdmitted ? refusals.find(({ knowsOtherSecret, peer }) => knowsOtherSecret && peer.state !== 'joining') : refusals[0];
    const refusal = final ?? refusals.find(({ knowsOtherSecret }) => knowsOtherSecret);
    if (refusal === undefined) return;
    if (final !== undefined || steady() > until) throw new ClusterUnusable(sentence(refusal, options.tls !== null));
    await new Promise<void>((resolve) => timers.after(ASKED_AGAIN_MS, resolve));
  }
}

/** The others, with everybody among them who was registered before this node: a replica that shows its key has all that was stored before. Rejects with `ClusterUnusable`. */
export async function othersThere({ present, session, steady, timers }: Registered): Promise<readonly Member[]> {
  const until = steady() + PATIENCE_MS;
  while (steady() < until) {
    const members = await present().catch(() => []);
    const own = members.find((member) => member.session === session());
    if (own !== undefined) return members.filter(({ nodeId }) => nodeId !== own.nodeId);
    await new Promise<void>((resolve) => timers.after(SHOWN_AGAIN_MS, resolve));
  }
  throw new ClusterUnusable(
    'The NATS servers do not show this node who else is in the cluster: most of them must run and see each other. Start it again when they do.',
  );
}

function sentence({ peer: { nodeId, address }, reason, knowsOtherSecret }: NotAdmitted, hasTls: boolean): string {
  if (knowsOtherSecret) {
    return `${nodeId} at ${address} does not know the secret of this node: FRONTROW_SECRET must be the same on all nodes (while it is changed: that or FRONTROW_SECRET_PREVIOUS).`;
  }
  const files = 'FRONTROW_CLUSTER_CERT, FRONTROW_CLUSTER_KEY and FRONTROW_CLUSTER_CA';
  const check = hasTls ? `Check ${files}, here and there.` : `Does it want TLS? Then ${files} must be set here, too.`;
  return `${nodeId} at ${address} does not link with this node: ${reason}. ${check}`;
}
