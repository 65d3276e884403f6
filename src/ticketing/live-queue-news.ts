/** What of a place in line is worth telling to somebody who was told an earlier one, over whatever transport. */
import type { TokenView } from '../domain/queue/protocol.js';

/** Far back in a long line every place changes all the time: there, changes are told this often at most. */
export const FAR_UPDATE_INTERVAL_MS = 5_000;
/** Up to this place, every change is told at once. */
export const NEAR_POSITION_MAX = 1_000;
/** Who takes nothing for so long is dropped. */
export const BEHIND_MS_MAX = 10_000;

type Place = Pick<TokenView, 'position' | 'estimatedWaitSeconds'>;

export function isNews(told: Place, toldAt: number, place: Place, now: number): boolean {
  if (told.position === place.position && told.estimatedWaitSeconds === place.estimatedWaitSeconds) return false;
  return place.position <= NEAR_POSITION_MAX || now - toldAt >= FAR_UPDATE_INTERVAL_MS;
}
