/** Apart from what connects: whoever only tells an operator about it need not load the library for NATS. */

/** The message says in one line what is wrong, and what an operator can do. */
export class NatsUnusable extends Error {
  override readonly name = 'NatsUnusable';
}

/** Nobody is there: servers that start together with this node will be, in a moment. */
export class NatsAway extends NatsUnusable {}
