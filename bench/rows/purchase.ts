/** The whole way to a ticket: a queue token, a hold, a charge, the payment. Each buyer buys one seat, and everybody is let in at once. */
import { join } from 'node:path';
import { runPurchases } from '../load/purchases.js';
import type { BenchContext, Figure, Row, RowResult, Scale } from '../suite/row.js';
import { Identities } from '../support/identities.js';
import type { JournalBooks } from '../support/journal-audit.js';
import { asOperator } from '../support/operator.js';
import { figuresOf, notesOf, runPairs } from '../support/pairs.js';
import type { Loads, Trial } from '../support/trial.js';
import { trialOfOurs, trialOfReference } from '../support/trial.js';
import { TRIED_ON_PURCHASES } from './tried.js';

const PURCHASES_RATIO_MIN = 0.5;
const PRICE = 50_000;

interface Sizes {
  readonly connections: number;
  readonly warmUp: number;
  /** Purchases that are measured, by trial. */
  readonly purchases: number;
}

const SIZES: Readonly<Record<Scale, Sizes>> = {
  full: { connections: 100, warmUp: 3_000, purchases: 15_000 },
  smoke: { connections: 20, warmUp: 50, purchases: 150 },
};

export const purchase: Row = {
  name: 'purchase',
  title: 'Full purchase: token, hold, charge, pay',
  ours: 'purchases of four calls, tokens checked, durable',
  reference: 'the same four calls to bare Fastify echoes: same schemas, bodies and headers',
  tried: TRIED_ON_PURCHASES,
  missing: () => Promise.resolve(null),
  run: runRow,
};

async function runRow(context: BenchContext): Promise<RowResult> {
  const sizes = SIZES[context.scale];
  const pairs = await runPairs(context, {
    ours: (index) => playOurs(join(context.scratch, `purchase-${index}`), sizes),
    reference: ({ loads }) => trialOfReference({ routes: ['token', 'hold', 'charge', 'pay'] }, loads),
  });
  return {
    figures: figuresOf(pairs, { requestsPerSecond: { comparison: '>=', value: PURCHASES_RATIO_MIN } }).map(ofPurchases),
    notes: [
      `${sizes.warmUp + sizes.purchases} different users in each trial, each buys one seat; as many may be inside at once, so that nobody waits.`,
      ...notesOf(pairs),
    ],
  };
}

/** The load counts purchases where others count requests. */
function ofPurchases(figure: Figure): Figure {
  return { ...figure, name: figure.name.replace('request', 'purchase'), unit: figure.unit === 'req/s' ? 'purchases/s' : figure.unit };
}

async function playOurs(dataDir: string, { connections, warmUp, purchases }: Sizes): Promise<Trial & { readonly loads: Loads }> {
  const identities = new Identities();
  const count = warmUp + purchases;
  return trialOfOurs({
    dataDir,
    env: { FRONTROW_SECRET: identities.secret },
    setUp: (node) =>
      asOperator(node, async (operator) => {
        const concertId = await operator.concert(count);
        const plan = { connections, concertId, scheduleId: await operator.schedule(concertId, count, PRICE), price: PRICE };
        const buyers = identities.guests(count);
        const [first, others] = [buyers.slice(0, warmUp), buyers.slice(warmUp)];
        return {
          warmUp: (url) => runPurchases({ url, ...plan, buyers: first, firstSeat: 1 }),
          measured: (url, around) => runPurchases({ url, ...plan, buyers: others, firstSeat: 1 + warmUp }, around),
        };
      }),
    mustAddUp: (books) => mustHaveSold(books, count),
  });
}

function mustHaveSold({ totals: { seats, payments, money } }: JournalBooks, count: number): void {
  if (seats.booked !== count || payments.completed !== count || money.revenue !== count * PRICE) {
    throw new Error(`${count} seats were bought, the journal has ${JSON.stringify({ seats, payments, money })}`);
  }
}
