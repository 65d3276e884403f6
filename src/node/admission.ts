/** A node that the others would not link with is refused at its start: see grpc/link/admission.ts. */
import type { Member } from '../cluster/member.js';
import { whyNotAdmitted } from '../grpc/link/admission.js';
import type { AdmissionOptions, NotAdmitted } from '../grpc/link/admission.js';
import { ClusterUnusable } from './cluster-storage.js';

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

function sentence({ peer: { nodeId, address }, reason, knowsOtherSecret }: NotAdmitted, hasTls: boolean): string {
  if (knowsOtherSecret) {
    return `${nodeId} at ${address} does not know the secret of this node: FRONTROW_SECRET must be the same on all nodes (while it is changed: that or FRONTROW_SECRET_PREVIOUS).`;
  }
  const files = 'FRONTROW_CLUSTER_CERT, FRONTROW_CLUSTER_KEY and FRONTROW_CLUSTER_CA';
  const check = hasTls ? `Check ${files}, here and there.` : `Does it want TLS? Then ${files} must be set here, too.`;
  return `${nodeId} at ${address} does not link with this node: ${reason}. ${check}`;
}
