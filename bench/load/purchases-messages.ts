/** What a row tells the process that buys. */

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
