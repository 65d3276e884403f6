/** What a row and the process that buys say to each other. */

export interface Buyer {
  readonly userId: string;
  readonly accessToken: string;
}

export interface PurchasesPlan {
  readonly url: string;
  readonly connections: number;
  readonly concertId: string;
  readonly scheduleId: string;
  /** Of a seat; what each buyer charges, too. */
  readonly price: number;
  readonly buyers: readonly Buyer[];
  /** Of the first buyer; the next one buys the next seat. */
  readonly firstSeat: number;
}

export type ToPurchases = { readonly kind: 'prepare'; readonly plan: PurchasesPlan } | { readonly kind: 'go' };

/** From the first request sent to the last answer. */
export interface PurchasesReport {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Of each purchase as a whole. */
  readonly latenciesMs: Float64Array;
}

export type FromPurchases =
  | { readonly kind: 'prepared' }
  | { readonly kind: 'done'; readonly report: PurchasesReport }
  | { readonly kind: 'failed'; readonly reason: string };
