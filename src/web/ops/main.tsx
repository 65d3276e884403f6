/** The operators' app. Fans never load it. */
import 'uplot/dist/uPlot.min.css';
import '../ui/theme.css';
import '../ui/components.css';
import './style/colours.css';
import './style/frame.css';
import './style/forms.css';
import './style/sale.css';
import './style/hall.css';
import { render } from 'preact';
import { startTexts } from '../i18n/i18n.js';
import { startTheme } from '../ui/theme.js';
import { watchTheme } from './plots/colours.js';
import { App } from './app.js';

async function start(): Promise<void> {
  startTheme();
  watchTheme();
  await startTexts('ops');
  const root = document.getElementById('app');
  if (root !== null) render(<App />, root);
}

void start();
