/** What fans can ask, whatever it travels over. Answers are facts to rely on; a "no" is thrown as `Refused`. */
import type { FrontrowApi, Guest } from '../support/frontrow-api.js';

/** ENDED: the token is over. STOPPED: the fan had enough. DROPPED: nothing more is heard, and what became of the token is unknown. */
export type ListenEnd = 'ADMITTED' | 'ENDED' | 'STOPPED' | 'DROPPED';

type FansActs =
  | 'guest'
  | 'token'
  | 'place'
  | 'currentToken'
  | 'leave'
  | 'dates'
  | 'seats'
  | 'hold'
  | 'reservationStatus'
  | 'release'
  | 'pay'
  | 'charge'
  | 'balance';

export interface FansApi extends Pick<FrontrowApi, FansActs> {
  /** Hears of every position until it is the fan's turn, or there is nothing more to hear. Never throws. */
  listen(guest: Guest, queueToken: string, stop: AbortSignal, onPosition: (position: number) => void): Promise<ListenEnd>;
}
