/** Where the pages of the web app are; the app itself knows what to show there. */

export const FANS_PATHS = [
  '/',
  '/concerts/:concertId',
  '/concerts/:concertId/line',
  '/schedules/:scheduleId',
  '/reservations/:reservationId',
  '/tickets',
  '/tickets/:paymentId',
  '/wallet',
] as const;
export const OPS_PATHS = ['/ops', '/ops/*'] as const;

const PAGES = /^\/(?:[?]|$|(?:concerts|ops|reservations|schedules|tickets|wallet)(?:[/?]|$))/;
/** Nobody reads a page there: what is not there is told as the API tells it. */
const NO_PAGES = /^\/(?:api|assets|brand|docs)(?:[/?]|$)/;

/** Whether a browser that goes there would show a page. `target`: as it is sent, with its query. */
export function isPage(target: string): boolean {
  return PAGES.test(target);
}

export function canBePage(target: string): boolean {
  return !NO_PAGES.test(target);
}
