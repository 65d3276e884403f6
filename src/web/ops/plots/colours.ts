/** Colours come from the style sheets, so that a brand and the dark theme reach what is drawn on a canvas as well. */
import { signal } from '@preact/signals';

/** Grows whenever colours may have become others: whoever draws on a canvas draws again. */
export const themeVersion = signal(0);

const changed = (): void => {
  themeVersion.value += 1;
};

/** The switch of the theme marks the root element; the system's own choice is a media query. */
export function watchTheme(): void {
  new MutationObserver(changed).observe(document.documentElement, { attributes: true });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  matchMedia('(prefers-contrast: more)').addEventListener('change', changed);
}

/** The value of a CSS variable such as `--sold`. */
export function colour(element: Element, name: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

export function prefersStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
