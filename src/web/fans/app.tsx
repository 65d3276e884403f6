/** The pages and their addresses, inside the shell. */
import { LocationProvider, Route, Router } from 'preact-iso/router';
import { loadTexts } from '../i18n/i18n.js';
import { Toasts } from '../ui/toast.js';
import { lazyPage } from './lazy-page.js';
import { ConcertPage } from './pages/concert.js';
import { ConcertsPage } from './pages/concerts.js';
import { LinePage } from './pages/line.js';
import { NotFoundPage } from './pages/not-found.js';
import { ReservationPage } from './pages/reservation.js';
import { TicketPage } from './pages/ticket.js';
import { TicketsPage } from './pages/tickets.js';
import { WalletPage } from './pages/wallet.js';
import { Shell } from './shell.js';

/** The map is large, and only those inside see it. */
const SeatsPage = lazyPage<{ readonly scheduleId: string }>(async () => {
  const [{ SeatsPage: page }] = await Promise.all([import('./pages/seats.js'), loadTexts('seats')]);
  return page;
});

/** Operators' pages, the API and its description are not this app's. */
const OWN_PAGES = /^\/(?!ops(\/|$)|docs(\/|$)|api\/|openapi\.json)/;

export function App() {
  return (
    <LocationProvider scope={OWN_PAGES}>
      <Shell>
        <Router>
          <Route path="/" component={ConcertsPage} />
          <Route path="/concerts/:concertId" component={ConcertPage} />
          <Route path="/concerts/:concertId/line" component={LinePage} />
          <Route path="/schedules/:scheduleId" component={SeatsPage} />
          <Route path="/reservations/:reservationId" component={ReservationPage} />
          <Route path="/tickets" component={TicketsPage} />
          <Route path="/tickets/:paymentId" component={TicketPage} />
          <Route path="/wallet" component={WalletPage} />
          <Route default component={NotFoundPage} />
        </Router>
      </Shell>
      <Toasts />
    </LocationProvider>
  );
}
