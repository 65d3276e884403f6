/** All shards as a grid, each in the colour and with the letter of the node that owns it. What has just changed hands is framed. The table of nodes beside it says the same in words. */
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ClusterShard } from '../../api/operators-types.js';
import { t } from '../../i18n/i18n.js';
import { colour, themeVersion } from './colours.js';

const GRID_COLUMNS = 32;
/** Nodes beyond that share colours; their letters differ. */
const NODE_COLOURS = 8;
const CELL_MAX_PX = 20;

/** What a node is drawn with: its place among all nodes that were seen. */
export interface NodeMark {
  readonly letter: string;
  readonly colour: string;
  readonly textColour: string;
}

export function nodeMark(index: number): NodeMark {
  const number = (index % NODE_COLOURS) + 1;
  const letter = String.fromCharCode(65 + (index % 26));
  return { letter, colour: `--node-${number}`, textColour: `--node-${number}-text` };
}

interface ShardGridProps {
  readonly shards: readonly ClusterShard[];
  readonly marks: ReadonlyMap<string, NodeMark>;
  readonly changed: ReadonlySet<number>;
}

export function ShardGrid({ shards, marks, changed }: ShardGridProps): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [cell, setCell] = useState(0);
  const [pointed, setPointed] = useState<number | null>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setCell(Math.min(CELL_MAX_PX, Math.floor(element.clientWidth / GRID_COLUMNS))));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (canvas.current !== null && cell > 0) paint(canvas.current, shards, marks, changed, cell);
  }, [shards, marks, changed, cell, themeVersion.value]);
  const point = ({ offsetX, offsetY }: MouseEvent): void => {
    const shard = Math.floor(offsetY / cell) * GRID_COLUMNS + Math.floor(offsetX / cell);
    setPointed(shard >= 0 && shard < shards.length ? shard : null);
  };
  return (
    <div ref={box} class="shard-grid">
      <canvas ref={canvas} role="img" aria-label={t('cluster.gridInWords')} onMouseMove={point} onMouseLeave={() => setPointed(null)} />
      <p class="muted numbers">{pointed === null ? t('cluster.gridHelp') : shardText(shards[pointed])}</p>
    </div>
  );
}

function shardText(entry: ClusterShard | undefined): string {
  if (entry === undefined) return t('cluster.gridHelp');
  const { owner } = entry;
  const values = { shard: String(entry.shard), epoch: entry.epoch };
  return owner === null ? t('cluster.shardOfNobody', values) : t('cluster.shardOf', { ...values, node: owner });
}

function paint(
  canvas: HTMLCanvasElement,
  shards: readonly ClusterShard[],
  marks: ReadonlyMap<string, NodeMark>,
  changed: ReadonlySet<number>,
  cell: number,
): void {
  const ratio = window.devicePixelRatio;
  const [width, height] = [GRID_COLUMNS * cell, Math.ceil(shards.length / GRID_COLUMNS) * cell];
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.setProperty('width', `${width}px`);
  canvas.style.setProperty('height', `${height}px`);
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = `600 ${Math.max(8, Math.floor(cell * 0.55))}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const paints = new Map(
    [...marks].map(([node, mark]) => [node, [colour(canvas, mark.colour), colour(canvas, mark.textColour), mark.letter]]),
  );
  const nobody = [colour(canvas, '--seat-blocked'), colour(canvas, '--text'), '–'];
  const accent = colour(canvas, '--text');
  for (const [index, { owner }] of shards.entries()) {
    const [fill = '', ink = '', letter = ''] = (owner === null ? undefined : paints.get(owner)) ?? nobody;
    const [x, y] = [(index % GRID_COLUMNS) * cell, Math.floor(index / GRID_COLUMNS) * cell];
    context.fillStyle = fill;
    context.fillRect(x, y, cell - 1, cell - 1);
    context.fillStyle = ink;
    if (cell >= 12) context.fillText(letter, x + (cell - 1) / 2, y + (cell - 1) / 2 + 1);
    if (!changed.has(index)) continue;
    context.strokeStyle = accent;
    context.lineWidth = 2;
    context.strokeRect(x + 1, y + 1, cell - 3, cell - 3);
  }
}
