/** Where the fans' app begins: appearance and texts first, so that nothing is shown in the wrong colours or language. */
import { render } from 'preact';
import { loadService } from '../api/service.js';
import { takeReturnedToken } from '../api/sign-in.js';
import { startTexts } from '../i18n/i18n.js';
import { startTheme } from '../ui/theme.js';
import '../ui/theme.css';
import '../ui/components.css';
import './fans.css';
import './pages.css';
import './buying.css';
import { App } from './app.js';
import { startHolds } from './state/holds.js';
import { startTurns } from './state/turns.js';

async function begin(): Promise<void> {
  startTheme();
  void loadService();
  await takeReturnedToken();
  await startTexts('fans');
  const place = document.getElementById('app');
  if (place !== null) render(<App />, place);
  startTurns();
  startHolds();
}

void begin();
