/**
 * The use cases of the product. REST and gRPC call these and nothing deeper; entities, the journal and the ring stay behind them.
 * Every use case answers with a view or a refusal (domain/refusals.ts) and never throws for a business "no".
 */
import type { Router } from './cluster/router.js';
import type { TokenView } from './domain/queue/protocol.js';
import { Asking } from './ticketing/asking.js';
import { Catalogue } from './ticketing/catalogue.js';
import { Fans } from './ticketing/fans.js';
import type { Histories } from './ticketing/histories.js';
import { Operators } from './ticketing/operators.js';
import { SaleHistories } from './ticketing/sale-histories.js';
import { Showcase } from './ticketing/showcase.js';
import { nodeTimers } from './timers.js';
import type { Timers } from './timers.js';

export interface TicketingDeps {
  readonly router: Router;
  readonly journal: Histories;
  /** A fresh command id: 32 hex digits. */
  readonly mint: () => string;
  /** The key that new queue tokens are signed with. */
  readonly currentKeyId: string;
  readonly signQueueToken: (token: TokenView) => string;
  /** The largest balance a charge may lead to. */
  readonly maxPoints: number;
  /** Whether fans may charge their own wallets. */
  readonly selfCharge: boolean;
  /** The node clock, ms since 1970. */
  readonly now: () => number;
  /** Steady, ms. @default the process's */
  readonly steady?: () => number;
  /** @default timers of Node.js */
  readonly timers?: Timers;
  /** Something that should not happen; all goes on. Must not throw. @default nobody is told */
  readonly onError?: (error: unknown, message: string) => void;
}

export interface Ticketing {
  readonly catalogue: Catalogue;
  readonly fans: Fans;
  readonly operators: Operators;
  /** What anybody may look at. */
  readonly showcase: Showcase;
  /** How sales went, for operators. */
  readonly saleHistories: SaleHistories;
  /** Nothing is measured any more. */
  close(): void;
}

export function createTicketing(deps: TicketingDeps): Ticketing {
  const asking = new Asking(deps.router, deps.mint);
  const catalogue = new Catalogue(asking);
  const { journal, currentKeyId, signQueueToken, maxPoints, selfCharge, now, steady } = deps;
  const fans = new Fans({
    ...{ asking, catalogue, journal, currentKeyId, signQueueToken, maxPoints, selfCharge, now },
    ...(steady === undefined ? {} : { steady }),
  });
  const operators = new Operators(asking, catalogue, fans, journal);
  const showcase = new Showcase(asking, now);
  const saleHistories = new SaleHistories({
    freshSale: (concertId) => showcase.freshSale(concertId),
    now,
    timers: deps.timers ?? nodeTimers,
    onError: (error) => deps.onError?.(error, 'a sale could not be measured'),
  });
  return { catalogue, fans, operators, showcase, saleHistories, close: () => saleHistories.close() };
}
