/** Lays a hall out when typing pauses: nobody wants to wait for a drawing between two digits. */
import { useEffect, useState } from 'preact/hooks';
import type { Section } from '../state/seats.js';
import { fitHall } from '../plots/heat-layout.js';
import type { HeatLayout } from '../plots/heat-layout.js';

const PAUSE_MS = 150;
const PADDING_PX = 24;

export function useDeferredLayout(
  frame: { readonly current: HTMLElement | null },
  sections: readonly Section[],
  height: number,
): HeatLayout | null {
  const [layout, setLayout] = useState<HeatLayout | null>(null);
  const text = JSON.stringify(sections);
  useEffect(() => {
    const timer = window.setTimeout(() => {
      const width = (frame.current?.clientWidth ?? 0) - PADDING_PX;
      setLayout(width > 0 ? fitHall(sections, width, height, 1) : null);
    }, PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [text, height]);
  return layout;
}
