/** The map's colours for the canvas, read from the style sheet (variables of map.css), so that a theme and a brand change them like all others. */
import { TIERS_MAX } from './price-tiers.js';

export interface MapColours {
  readonly background: string;
  readonly ground: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly stage: string;
  readonly stageInk: string;
  readonly focus: string;
  readonly label: string;
  readonly font: string;
  readonly tiers: readonly string[];
  /** What is read on a tier's colour. */
  readonly tierInk: string;
  /** Of seats that somebody holds, that are sold, or blocked. */
  readonly taken: readonly string[];
  readonly selected: string;
  readonly selectedInk: string;
  readonly mine: string;
}

/** What the variables are now for this element, which is on the page. */
export function readColours(host: HTMLElement): MapColours {
  const probe = host.ownerDocument.createElement('span');
  probe.hidden = true;
  host.append(probe);
  const style = getComputedStyle(probe);
  const read = (name: string): string => {
    probe.style.setProperty('color', `var(--map-${name})`);
    return style.color;
  };
  const colours: MapColours = {
    background: read('background'),
    ground: read('ground'),
    line: read('line'),
    text: read('text'),
    muted: read('muted'),
    stage: read('stage'),
    stageInk: read('stage-ink'),
    focus: read('focus'),
    label: read('label'),
    font: style.fontFamily,
    tiers: Array.from({ length: TIERS_MAX }, (_, index) => read(`tier-${index}`)),
    tierInk: read('tier-ink'),
    taken: [read('held'), read('booked'), read('blocked')],
    selected: read('selected'),
    selectedInk: read('selected-ink'),
    mine: read('mine'),
  };
  probe.remove();
  return colours;
}

/** Calls when the theme may have changed: by the device, or by a switch that marks <html>. Returns what ends it. */
export function onThemeChange(call: () => void): () => void {
  const device = matchMedia('(prefers-color-scheme: dark)');
  const marks = new MutationObserver(call);
  device.addEventListener('change', call);
  marks.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'data-theme', 'style'] });
  return () => {
    device.removeEventListener('change', call);
    marks.disconnect();
  };
}
