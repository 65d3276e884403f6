/** Apart from what opens the cluster: whoever only tells an operator about it need not load the library for NATS. */

/** The cluster cannot be used as it is; the message says in one line why. */
export class ClusterUnusable extends Error {
  override readonly name = 'ClusterUnusable';
}
