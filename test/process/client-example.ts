/** The example of `frontrow/client` as the README shows it; tests compile and run it, and hold the README to it. */
export const CLIENT_EXAMPLE = `import { readFileSync } from 'node:fs';
import { connect, FrontrowError } from 'frontrow/client';

const { FRONTROW_ADDRESS = '127.0.0.1:50051', FRONTROW_SERVICE_KEY, FRONTROW_CA } = process.env;
const frontrow = connect({
  address: FRONTROW_ADDRESS,
  serviceKey: FRONTROW_SERVICE_KEY,
  tls: FRONTROW_CA ? { ca: readFileSync(FRONTROW_CA) } : undefined,
});

try {
  // An operator puts a show on sale: 50 seats at 50,000 points each unless said otherwise.
  const startsAt = new Date(Date.now() + 30 * 86_400_000);
  const { concertId } = await frontrow.createConcert({ title: 'Encore' });
  const { scheduleId } = await frontrow.createSchedule({ concertId, startsAt });

  // A caller gets in line, and waits for the turn.
  const { userId } = await frontrow.createUser({});
  const { token: queueToken } = await frontrow.issueToken({ userId, concertId });
  for await (const progress of frontrow.watchQueue({ userId, queueToken })) {
    if (progress.kind === 'waiting') console.log(progress.place.ahead, 'ahead');
    if (progress.kind === 'ended') throw new Error('The turn was lost: ' + progress.reason);
  }

  // The two best seats, held for five minutes.
  const held = await frontrow.hold({ userId, queueToken, scheduleId, bestAvailable: { count: 2 } });
  console.log('Held until', held.expiresAt, held.seats);

  // Payment, while the seats are watched: each turns from HELD to BOOKED.
  await frontrow.charge({ userId, amount: held.amount });
  let paid = false;
  for await (const { seats, changed } of frontrow.watchSeats({ userId, queueToken, scheduleId })) {
    for (const { seat, status } of changed) console.log('Seat', seat, 'is', status);
    if (held.seats.every((seat) => seats.status(seat) === 'BOOKED')) break;
    if (paid) continue;
    const payment = await frontrow.pay({ userId, queueToken, reservationId: held.reservationId });
    console.log('Paid', payment.amount, 'points,', payment.balance, 'left');
    paid = true;
  }
} catch (error) {
  if (!(error instanceof FrontrowError)) throw error;
  console.error(error.code, error.members, error.message);
  process.exitCode = 1;
} finally {
  frontrow.close();
}
`;
