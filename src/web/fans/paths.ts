/** Where things are. */
export const CONCERTS = '/';
export const TICKETS = '/tickets';
export const WALLET = '/wallet';

export const concertPath = (concertId: string): string => `/concerts/${encodeURIComponent(concertId)}`;
export const seatsPath = (scheduleId: string): string => `/schedules/${encodeURIComponent(scheduleId)}`;
export const reservationPath = (reservationId: string): string => `/reservations/${encodeURIComponent(reservationId)}`;
export const ticketPath = (paymentId: string): string => `${TICKETS}/${encodeURIComponent(paymentId)}`;

/** The waiting room; `reservationId`: what to go on with when it is the fan's turn. */
export function linePath(concertId: string, reservationId?: string): string {
  const line = `${concertPath(concertId)}/line`;
  return reservationId === undefined ? line : `${line}?reservation=${encodeURIComponent(reservationId)}`;
}
