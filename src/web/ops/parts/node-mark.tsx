/** A node's letter in its colour, as it stands in the grid of shards. */
import type { VNode } from 'preact';
import type { NodeMark } from '../plots/shard-grid.js';

export function Mark({ mark }: { readonly mark: NodeMark | undefined }): VNode | null {
  if (mark === undefined) return null;
  return (
    <span class="node-mark" style={{ background: `var(${mark.colour})`, color: `var(${mark.textColour})` }} aria-hidden="true">
      {mark.letter}
    </span>
  );
}
