/** A code for a scanner: always dark on light, whatever the appearance, with the quiet zone that scanners need. Its maker is loaded when one is first shown. */
import { useEffect, useState } from 'preact/hooks';
import { Skeleton } from '../../ui/skeleton.js';

const QUIET_ZONE = 4;

interface Drawing {
  readonly size: number;
  readonly path: string;
}

export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    draw(text).then(
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

async function draw(text: string): Promise<Drawing> {
  const { generate } = await import('lean-qr');
  const code = generate(text);
  let path = '';
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) if (code.get(x, y)) path += `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h1v1h-1z`;
  }
  return { size: code.size + 2 * QUIET_ZONE, path };
}
