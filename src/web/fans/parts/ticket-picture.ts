/**
 * A ticket as a picture, drawn in the page: everything that counts at the door, dark on white, for a phone without a connection. It is as high as its words ask
 * for, so that neither a long name nor many seats are cut off.
 */
import type { QrDrawing } from './qr-drawing.js';

export interface TicketWords {
  /** Whoever sells the tickets. */
  readonly seller: string;
  readonly concert: string;
  readonly when: string;
  /** One line for each row of seats. */
  readonly seats: readonly string[];
  /** What to do with the code. */
  readonly note: string;
  readonly numberLabel: string;
  readonly number: string;
  /** Of the words: where their lines may end depends on it. */
  readonly language: string;
}

interface Style {
  readonly font: string;
  readonly colour: string;
  readonly lineHeight: number;
  readonly align: 'left' | 'center';
}

interface Line {
  readonly text: string;
  readonly style: Style;
  /** Of its baseline. */
  readonly y: number;
}

/** In pixels, which are about those of a good phone. */
const WIDTH = 1_080;
const MARGIN = 72;
const CODE_WIDTH = 760;
const INK = '#17181c';
const MUTED = '#5a5d68';
const PAPER = '#ffffff';
const BAR_HEIGHT = 24;
/** Where the baseline of a line is, as a part of its height. */
const BASELINE = 0.76;
const KEPT_MS = 60_000;

/** Rejects when the browser cannot make pictures. */
export async function ticketPicture(words: TicketWords, code: QrDrawing): Promise<Blob> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('the browser draws no pictures');
  const family = getComputedStyle(document.body).fontFamily;
  const style = (weight: number, size: number, colour: string, align: Style['align'] = 'left'): Style => ({
    font: `${weight} ${size}px ${family}`,
    colour,
    lineHeight: Math.round(size * 1.35),
    align,
  });
  const text = new TextColumn(context, words.language);
  let y = BAR_HEIGHT + MARGIN;
  y = text.add(words.seller, style(600, 36, MUTED), y) + 20;
  y = text.add(words.concert, style(700, 64, INK), y) + 20;
  y = text.add(words.when, style(400, 40, INK), y) + 28;
  for (const seats of words.seats) y = text.add(seats, style(700, 48, INK), y) + 8;
  const codeTop = y + 32;
  // Whole pixels for each cell keep its edges sharp.
  const cell = Math.floor(CODE_WIDTH / code.size);
  y = text.add(words.note, style(400, 32, MUTED, 'center'), codeTop + cell * code.size + 8) + 40;
  y = text.add(`${words.numberLabel} ${words.number}`, style(400, 26, MUTED, 'center'), y);
  canvas.width = WIDTH;
  canvas.height = y + MARGIN;
  context.fillStyle = PAPER;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--accent').trim();
  context.fillRect(0, 0, WIDTH, BAR_HEIGHT);
  text.draw();
  context.fillStyle = '#000';
  context.translate(Math.round((WIDTH - cell * code.size) / 2), codeTop);
  context.scale(cell, cell);
  context.fill(new Path2D(code.path));
  return pngOf(canvas);
}

/** Hands a file to the browser, which puts it where downloads go. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // Some browsers read it only after the click is over.
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}

/** Letters and figures of any script, since some systems refuse the rest. */
export function fileNameOf(title: string): string {
  const name = title
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return `${[...name].slice(0, 60).join('') || 'ticket'}.png`;
}

/** Lines below each other, measured first and drawn when the height of all is known. */
class TextColumn {
  private readonly lines: Line[] = [];

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly language: string,
  ) {}

  /** @returns where the next one may begin. */
  add(text: string, style: Style, top: number): number {
    let y = top;
    this.context.font = style.font;
    for (const line of this.wrapped(text)) {
      this.lines.push({ text: line, style, y: y + style.lineHeight * BASELINE });
      y += style.lineHeight;
    }
    return y;
  }

  draw(): void {
    for (const { text, style, y } of this.lines) {
      this.context.font = style.font;
      this.context.fillStyle = style.colour;
      this.context.textAlign = style.align;
      this.context.fillText(text, style.align === 'center' ? WIDTH / 2 : MARGIN, y);
    }
  }

  private wrapped(text: string): readonly string[] {
    const lines: string[] = [];
    let line = '';
    for (const piece of this.pieces(text)) {
      if (line !== '' && !this.fits(line + piece)) {
        lines.push(line.trim());
        line = '';
      }
      line += line === '' ? piece.trimStart() : piece;
    }
    return line.trim() === '' ? lines : [...lines, line.trim()];
  }

  /** Between which a line may end: words, and the letters of one that is longer than a line. */
  private pieces(text: string): readonly string[] {
    return this.words(text).flatMap((word) => (this.fits(word) ? [word] : [...word]));
  }

  /** Japanese has no blanks between words. */
  private words(text: string): readonly string[] {
    if (this.language !== 'ja' || !('Segmenter' in Intl)) return text.split(/(?<=[\s-])/);
    const words: string[] = [];
    for (const { segment, isWordLike } of new Intl.Segmenter('ja', { granularity: 'word' }).segment(text)) {
      // What is no word, such as a full stop, does not begin a line.
      if (isWordLike === true || words.length === 0) words.push(segment);
      else words.push(`${words.pop() ?? ''}${segment}`);
    }
    return words;
  }

  private fits(text: string): boolean {
    return this.context.measureText(text.trimEnd()).width <= WIDTH - 2 * MARGIN;
  }
}

function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('the browser made no picture'));
      else resolve(blob);
    }, 'image/png');
  });
}
