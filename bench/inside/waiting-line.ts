/** Fills a waiting room through the entity host and the real journal, in a process of its own, so that a node that starts on the directory finds the line. */
import { concertIdFrom, queueEntity } from '../../src/domain/ids.js';
import type { TokenView } from '../../src/domain/queue/protocol.js';
import { deriveKeyRing } from '../../src/identity/keys.js';
import { createQueueTokens } from '../../src/identity/queue-tokens.js';
import { childOptions, report } from './child.js';
import { openHost } from './host.js';

export interface WaitingLineOptions {
  readonly directory: string;
  readonly secret: string;
  /** Nobody of them is lost for lack of a sign of life before this is over. */
  readonly lastingSeconds: number;
  readonly waiting: number;
  /** So many of those who wait are reported, spread evenly over the line. */
  readonly reported: number;
}

export interface Waiting {
  readonly userId: string;
  readonly queueToken: string;
  /** Counted from 1. */
  readonly position: number;
}

const JOINS_AT_ONCE = 10_000;
/** One is inside, for as long as it all lasts. */
const MAX_ACTIVE = 1;

const { directory, secret, lastingSeconds, waiting, reported } = childOptions<WaitingLineOptions>();
const host = await openHost(directory);
const tokens = createQueueTokens({ ring: deriveKeyRing({ current: secret, previous: null }, 'queue-token') });
const queue = queueEntity(concertIdFrom(host.minting.commandId()));
const settings = {
  maxActive: MAX_ACTIVE,
  activeTimeoutSeconds: lastingSeconds,
  waitingTimeoutSeconds: lastingSeconds,
  sessionSeconds: lastingSeconds,
};
await host.must(queue, { type: 'Open', settings });
const join = (): Promise<unknown> => host.must(queue, { type: 'Join', userId: host.minting.userId(), keyId: tokens.currentKeyId });
for (let inside = 0; inside < MAX_ACTIVE; inside += 1) await join();
const line: Waiting[] = [];
const every = Math.floor(waiting / reported);
for (let joined = 0; joined < waiting;) {
  const views = (await Promise.all(Array.from({ length: Math.min(JOINS_AT_ONCE, waiting - joined) }, join))) as readonly TokenView[];
  joined += views.length;
  for (const view of views) {
    const position = view.seq - MAX_ACTIVE;
    if (position % every === 0 && line.length < reported) line.push({ userId: view.userId, queueToken: tokens.sign(view), position });
  }
}
await host.close();
report(line);
