/**
 * Where each seat of a hall is drawn on the heat map: sections as blocks that flow like words on a page, in each block one line of cells per row, long rows broken
 * into several lines. Seats are numbered from 1 through all sections and rows in order, so a line is its first seat and how many there are.
 */
import type { Section } from '../state/seats.js';

const CELL_MAX_PX = 28;
/** The whole of a stadium on one screen; nearer by zooming. */
const CELL_MIN_PX = 2;
const TITLE_PX = 22;
const GAP_PX = 18;
const GAP_SMALL_PX = 10;
/** Below that sections stand closer. */
const CELL_SMALL_PX = 5;
/** Longer rows are broken, so that they can be seen without scrolling sideways. */
const LINE_SEATS_MAX = 60;

export interface Line {
  readonly firstSeat: number;
  readonly seats: number;
  /** Of the first cell's corner, within the whole. */
  readonly x: number;
  readonly y: number;
}

export interface Block {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly firstSeat: number;
  readonly lastSeat: number;
  readonly lines: readonly Line[];
}

export interface HeatLayout {
  readonly width: number;
  readonly height: number;
  readonly cell: number;
  readonly blocks: readonly Block[];
}

/** The largest cells with which the hall fits into the height, times `zoom`. */
export function fitHall(sections: readonly Section[], width: number, height: number, zoom: number): HeatLayout {
  const longest = Math.max(1, ...sections.map(({ rows }) => rows.reduce((most, row) => Math.max(most, row.seats), 0)));
  // Rows are broken only when they could not be seen otherwise.
  let cell = Math.max(CELL_MIN_PX, Math.min(CELL_MAX_PX, Math.floor(width / Math.min(LINE_SEATS_MAX, longest))));
  while (cell > CELL_MIN_PX && layOut(sections, width, cell).height > height) cell -= 1;
  return layOut(sections, width, Math.round(cell * zoom));
}

export function layOut(sections: readonly Section[], width: number, cell: number): HeatLayout {
  const gap = cell < CELL_SMALL_PX ? GAP_SMALL_PX : GAP_PX;
  const columnsMax = Math.max(1, Math.min(LINE_SEATS_MAX, Math.floor(width / cell)));
  const blocks: Block[] = [];
  let x = 0;
  let y = 0;
  let tallest = 0;
  let firstSeat = 1;
  for (const section of sections) {
    const lines = linesOf(section, columnsMax, firstSeat);
    const columns = Math.max(1, ...lines.map(({ seats }) => seats));
    const blockWidth = columns * cell;
    if (x > 0 && x + blockWidth > width) {
      x = 0;
      y += tallest + gap;
      tallest = 0;
    }
    const block = placed(section.name, lines, { x, y, cell, columns, firstSeat });
    blocks.push(block);
    firstSeat = block.lastSeat + 1;
    x += blockWidth + gap;
    tallest = Math.max(tallest, block.height);
  }
  return { width, height: y + tallest, cell, blocks: centred(blocks, width) };
}

/** Each row of blocks in the middle: what stands in front of a stage does. */
function centred(blocks: readonly Block[], width: number): readonly Block[] {
  const ends = new Map<number, number>();
  for (const { x, y, width: blockWidth } of blocks) ends.set(y, x + blockWidth);
  return blocks.map((block) => {
    const shift = Math.max(0, Math.floor((width - (ends.get(block.y) ?? width)) / 2));
    return { ...block, x: block.x + shift, lines: block.lines.map((line) => ({ ...line, x: line.x + shift })) };
  });
}

type Cut = Omit<Line, 'x' | 'y'>;

function linesOf({ rows }: Section, columnsMax: number, firstSeat: number): readonly Cut[] {
  const lines: Cut[] = [];
  let next = firstSeat;
  for (const row of rows) {
    for (let left = row.seats; left > 0; left -= columnsMax) {
      const seats = Math.min(left, columnsMax);
      lines.push({ firstSeat: next, seats });
      next += seats;
    }
  }
  return lines;
}

interface Corner {
  readonly x: number;
  readonly y: number;
  readonly cell: number;
  readonly columns: number;
  readonly firstSeat: number;
}

/** Lines stand in the middle of their block, as rows in front of a stage do. */
function placed(name: string, lines: readonly Cut[], { x, y, cell, columns, firstSeat }: Corner): Block {
  return {
    name,
    x,
    y,
    width: columns * cell,
    height: TITLE_PX + lines.length * cell,
    firstSeat,
    lastSeat: firstSeat - 1 + lines.reduce((sum, { seats }) => sum + seats, 0),
    lines: lines.map((line, index) => ({
      ...line,
      x: x + Math.floor(((columns - line.seats) * cell) / 2),
      y: y + TITLE_PX + index * cell,
    })),
  };
}

export function blockOf({ blocks }: HeatLayout, seat: number): Block | null {
  return blocks.find(({ firstSeat, lastSeat }) => seat >= firstSeat && seat <= lastSeat) ?? null;
}

function lineOf(layout: HeatLayout, seat: number): Line | null {
  const lines = blockOf(layout, seat)?.lines ?? [];
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lines[middle]?.firstSeat ?? Infinity) <= seat) low = middle;
    else high = middle - 1;
  }
  return lines[low] ?? null;
}

/** The corner of a seat's cell. */
export function cellOf(layout: HeatLayout, seat: number): { readonly x: number; readonly y: number } | null {
  const line = lineOf(layout, seat);
  return line === null ? null : { x: line.x + (seat - line.firstSeat) * layout.cell, y: line.y };
}

export function seatAt({ blocks, cell }: HeatLayout, x: number, y: number): number | null {
  for (const block of blocks) {
    if (x < block.x || x >= block.x + block.width || y < block.y + TITLE_PX || y >= block.y + block.height) continue;
    const line = block.lines[Math.floor((y - block.y - TITLE_PX) / cell)];
    if (line === undefined) return null;
    const index = Math.floor((x - line.x) / cell);
    return index >= 0 && index < line.seats ? line.firstSeat + index : null;
  }
  return null;
}

/** Where an arrow key leads from a seat: along the row, or to the nearest seat of the line before or behind. */
export function seatBeside(layout: HeatLayout, seat: number, key: string): number {
  const last = layout.blocks.at(-1)?.lastSeat ?? 1;
  if (key === 'ArrowLeft') return Math.max(1, seat - 1);
  if (key === 'ArrowRight') return Math.min(last, seat + 1);
  if (key === 'Home') return lineOf(layout, seat)?.firstSeat ?? seat;
  if (key === 'End') return endOf(lineOf(layout, seat), seat);
  const from = lineOf(layout, seat);
  if (from === null) return seat;
  const to = lineOf(layout, key === 'ArrowUp' ? from.firstSeat - 1 : from.firstSeat + from.seats);
  if (to === null) return seat;
  const column = Math.round((from.x - to.x) / layout.cell) + seat - from.firstSeat;
  return to.firstSeat + Math.max(0, Math.min(to.seats - 1, column));
}

function endOf(line: Line | null, otherwise: number): number {
  return line === null ? otherwise : line.firstSeat + line.seats - 1;
}
