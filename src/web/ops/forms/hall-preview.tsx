/** What is being written, drawn, and what it would bring if every seat were sold. */
import type { VNode } from 'preact';
import { useDeferredLayout } from './use-deferred-layout.js';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Section } from '../state/seats.js';
import { formatMoney, t } from '../../i18n/i18n.js';
import { formatCount } from '../format.js';
import { themeVersion } from '../plots/colours.js';
import { heatColours, paintHall } from '../plots/heat-paint.js';
import { seatsIn } from '../state/seats.js';

/** Beyond that nobody could see a seat any more, and no hall may have so many. */
const SEATS_DRAWN_MAX = 100_000;
const HEIGHT_PX = 280;

export function HallPreview({ sections }: { readonly sections: readonly Section[] }): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const seats = sections.reduce((sum, section) => sum + seatsIn(section), 0);
  const worth = sections.reduce((sum, section) => sum + seatsIn(section) * section.price, 0);
  const isDrawn = seats > 0 && seats <= SEATS_DRAWN_MAX;
  const layout = useDeferredLayout(frame, isDrawn ? sections : [], HEIGHT_PX);
  useLayoutEffect(() => {
    if (canvas.current === null || layout === null) return;
    paintHall(canvas.current, layout, new Uint8Array(isDrawn ? seats : 0), heatColours(canvas.current));
  }, [layout, themeVersion.value]);
  const words = t('hall.total', { sections: formatCount(sections.length), seats: formatCount(seats), worth: formatMoney(worth) });
  return (
    <figure class="hall-preview">
      <div ref={frame} class="heat-frame">
        <canvas ref={canvas} role="img" aria-label={words} />
      </div>
      <figcaption class="numbers" aria-live="polite">
        {words}
      </figcaption>
    </figure>
  );
}
