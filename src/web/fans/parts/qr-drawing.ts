/** A QR code as a drawing: dark cells as one path in a square of `size` cells, with the quiet zone that scanners need. Its maker is loaded when it is needed. */

const QUIET_ZONE = 4;

export interface QrDrawing {
  /** Cells from edge to edge. */
  readonly size: number;
  /** Of an SVG path, or of a Path2D. */
  readonly path: string;
}

/** Rejects when its maker cannot be loaded. */
export async function drawQr(text: string): Promise<QrDrawing> {
  const { generate } = await import('lean-qr');
  const code = generate(text);
  let path = '';
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) if (code.get(x, y)) path += `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h1v1h-1z`;
  }
  return { size: code.size + 2 * QUIET_ZONE, path };
}
