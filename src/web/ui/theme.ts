/** Light, dark, or as the device has it. The choice is kept for all tabs. */
import { signal } from '@preact/signals';
import { onStoredElsewhere, readStored, removeStored, writeStored } from '../api/stored.js';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const NAME = 'theme';

export const theme = signal<Theme>(readTheme());

/** To be called before anything is rendered. */
export function startTheme(): void {
  show(theme.value);
  onStoredElsewhere((name) => {
    if (name === NAME || name === null) show((theme.value = readTheme()));
  });
}

export function setTheme(next: Theme): void {
  theme.value = next;
  if (next === 'auto') removeStored(NAME);
  else writeStored(NAME, next);
  show(next);
}

function show(which: Theme): void {
  if (which === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = which;
}

function readTheme(): Theme {
  const stored = readStored(NAME);
  return stored === 'light' || stored === 'dark' ? stored : 'auto';
}
