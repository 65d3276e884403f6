/** The words for a fan's visit, and what the part inside needs to know of the fan. */
import type { Guest } from '../support/frontrow-api.js';
import type { FanPlan } from './behaviour.js';
import type { Observations } from './observations.js';
import type { Random } from './random.js';
import type { Sale } from './sale.js';

export type Outcome =
  | 'PAID'
  | 'SOLD_OUT'
  | 'OUTRUN'
  | 'LET_IT_LAPSE'
  | 'GAVE_IT_BACK'
  | 'LEFT_LINE'
  | 'LEFT_SALE'
  | 'VANISHED'
  | 'TURN_ENDED'
  | 'INTERRUPTED'
  | 'FAILED';

export type Stage = 'AWAITED' | 'IN_LINE' | 'INSIDE' | 'GONE';

/** A fan who has a place in line. */
export interface Visitor {
  readonly guest: Guest;
  readonly token: string;
}

/** A fan whose turn it is. */
export interface Shopper {
  readonly sale: Sale;
  readonly plan: FanPlan;
  readonly random: Random;
  readonly seen: Observations;
  readonly self: Visitor;
  charge(guest: Guest, amount: number): Promise<void>;
}
