/** A code for a scanner: always dark on light, whatever the appearance. */
import { useEffect, useState } from 'preact/hooks';
import { Skeleton } from '../../ui/skeleton.js';
import { drawQr } from './qr-drawing.js';
import type { QrDrawing } from './qr-drawing.js';

export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const [drawing, setDrawing] = useState<QrDrawing | null>(null);
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    drawQr(text).then(
      (drawn) => {
        if (isCurrent) setDrawing(drawn);
      },
      () => {
        if (isCurrent) setMissing(true);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [text]);
  // The number below the code does as well.
  if (isMissing) return <p class="ticket-id">{text}</p>;
  if (drawing === null) return <Skeleton />;
  const { size, path } = drawing;
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
