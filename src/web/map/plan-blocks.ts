/**
 * How the rows of a hall are drawn: which of them are folded into several lines, which lines stand together in a block, and which blocks stand side by side in a
 * band. Bands follow one another from the stage to the back, in the order of the sections; the same hall always gives the same bands.
 *
 * - A section with one long row is no row that people sit in (general admission, a hall nobody has described): it is folded into lines that make a block.
 * - A very long section is split into blocks side by side, so that no hall becomes a ribbon.
 * - Few sections stand behind one another; many are packed side by side, in order, into bands of about the same width.
 */
import type { HallRows } from './hall.js';

/** Seats of a row that are drawn next to each other. */
export interface Line {
  /** Numbered from 0 through all sections. */
  readonly row: number;
  /** The number of its first seat. */
  readonly first: number;
  readonly seats: number;
  /** The row has other lines too. */
  readonly isFolded: boolean;
}

export interface Block {
  readonly section: number;
  readonly lines: readonly Line[];
  /** Seats of its longest line. */
  readonly width: number;
}

export type Band = readonly Block[];

/** The only row of a section is folded when it has more seats than this. */
const LONE_ROW_SEATS_MAX = 30;
/** Any other row is folded when it has more seats than this. */
const ROW_SEATS_MAX = 80;
/** How many times wider than high a folded row is. */
const FOLDED_ASPECT = 2.5;
/** How many times wider than high a section of several folded rows is. */
const SECTION_ASPECT = 1.2;
/** From line to line, in seats of a line. */
export const LINE_PITCH = 1.25;
/** Between blocks side by side: an aisle, with room for the names of rows. */
export const AISLE = 4;
/** Between bands: an aisle, with room for the names of sections. */
export const CROSS_AISLE = 3.2;
/** More blocks than this side by side before a section is split at all. */
const SPLIT_BLOCKS_MIN = 3;
const STACKED_SECTIONS_MAX = 6;
/** Sections stand behind one another as long as the hall is not this many times higher than wide. */
const STACKED_HEIGHT_MAX = 1.3;
/** How many times wider than high a packed hall should be. */
const PACKED_ASPECT = 1.45;
const LABEL_LETTERS_MAX = 5;

export function bandsOf(rows: HallRows): readonly Band[] {
  const widest = widestRow(rows);
  const sections = rows.sections.map((_section, index) => blocksOf(index, linesOf(rows, index, widest)));
  const stackedWidth = Math.max(...sections.map(widthOf), 1);
  const stackedHeight = sections.reduce((sum, blocks) => sum + heightOf(blocks) + CROSS_AISLE, 0);
  if (sections.length <= STACKED_SECTIONS_MAX && stackedHeight <= STACKED_HEIGHT_MAX * stackedWidth) return sections;
  return packed(sections.flat());
}

/** Seats next to each other with the aisles between them. */
export function widthOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + block.width, 0) + AISLE * Math.max(0, blocks.length - 1);
}

export function heightOf(blocks: readonly Block[]): number {
  return Math.max(...blocks.map(({ lines }) => lines.length), 1) * LINE_PITCH;
}

/** The longest row that is drawn as it is. */
function widestRow(rows: HallRows): number {
  let widest = 0;
  for (const section of rows.sections) {
    const rowSeatsMax = section.rows.length === 1 ? LONE_ROW_SEATS_MAX : ROW_SEATS_MAX;
    for (const { seats } of section.rows) if (seats <= rowSeatsMax) widest = Math.max(widest, seats);
  }
  return widest;
}

function linesOf(rows: HallRows, section: number, widest: number): readonly Line[] {
  const from = rows.firstRow(section);
  const to = rows.firstRow(section + 1);
  const rowSeatsMax = to - from === 1 ? LONE_ROW_SEATS_MAX : ROW_SEATS_MAX;
  const { first: begin, last: end } = rows.seatsOfSection(section);
  const columns = to - from === 1 ? widest : Math.max(ROW_SEATS_MAX, Math.ceil(Math.sqrt((end - begin + 1) * SECTION_ASPECT)));
  const lines: Line[] = [];
  for (let row = from; row < to; row++) {
    const { first, last } = rows.seatsOfRow(row);
    const seats = last - first + 1;
    if (seats <= rowSeatsMax) lines.push({ row, first, seats, isFolded: false });
    else lines.push(...foldedLines(row, first, seats, columns));
  }
  return lines;
}

/** As wide as the rows of the hall, if it has any, and no ribbon; all lines of about the same length. */
function foldedLines(row: number, first: number, seats: number, widest: number): Line[] {
  const columns = Math.max(Math.ceil(Math.sqrt(seats * FOLDED_ASPECT)), widest);
  const count = Math.ceil(seats / columns);
  return shares(seats, count).map(({ from, size }) => ({ row, first: first + from, seats: size, isFolded: true }));
}

function blocksOf(section: number, lines: readonly Line[]): readonly Block[] {
  const width = Math.max(...lines.map(({ seats }) => seats), 1);
  const parts = Math.floor(Math.sqrt((1.5 * lines.length) / (width + AISLE)));
  return shares(lines.length, parts < SPLIT_BLOCKS_MIN ? 1 : parts).map(({ from, size }) => {
    const part = lines.slice(from, from + size);
    return { section, lines: part, width: Math.max(...part.map(({ seats }) => seats), 1) };
  });
}

/** Blocks in order, in bands of about the same width, as many as give the hall its shape. */
function packed(blocks: readonly Block[]): readonly Band[] {
  const area = blocks.reduce((sum, block) => sum + (block.width + AISLE) * (heightOf([block]) + CROSS_AISLE), 0);
  const total = blocks.reduce((sum, block) => sum + block.width + AISLE, 0);
  const bandCount = Math.max(1, Math.round(total / Math.sqrt(area * PACKED_ASPECT)));
  const bands: Block[][] = [[]];
  let before = 0;
  for (const block of blocks) {
    const centre = before + (block.width + AISLE) / 2;
    // Its middle is past the place where this band should end.
    if (centre > (total / bandCount) * bands.length && (bands.at(-1)?.length ?? 0) > 0) bands.push([]);
    bands.at(-1)?.push(block);
    before += block.width + AISLE;
  }
  return bands;
}

/**
 * What stands beside a line, where there is room for a few letters: the last word of a longer name (that of "Row 10" is 10), else its beginning. The list of seats
 * says the whole.
 */
export function rowLabel(name: string): string {
  if ([...name].length <= LABEL_LETTERS_MAX) return name;
  const last = [...(name.split(/[\s-]+/).at(-1) ?? '')];
  if (last.length > 0 && last.length <= LABEL_LETTERS_MAX) return last.join('');
  return `${[...name].slice(0, LABEL_LETTERS_MAX - 1).join('')}…`;
}

/** `total` things in `count` shares, none more than one larger than another; the larger ones first. */
function shares(total: number, count: number): { readonly from: number; readonly size: number }[] {
  const small = Math.floor(total / count);
  const larger = total - small * count;
  return Array.from({ length: count }, (_, index) => ({
    from: index * small + Math.min(index, larger),
    size: small + (index < larger ? 1 : 0),
  }));
}
