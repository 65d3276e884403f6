/** Numbers to be read from across the room. */
import type { ComponentChildren, VNode } from 'preact';

interface TileProps {
  readonly label: string;
  readonly value: string;
  /** What the number means beside others: a share, a limit, a pace. */
  readonly note?: string | undefined;
  /** The colour that stands for it in the plots. */
  readonly colour?: string | undefined;
  readonly alarming?: boolean | undefined;
}

/** More characters than this are set smaller, so that they stay on one line. */
const LONG = 5;

export function Tile({ label, value, note, colour, alarming = false }: TileProps): VNode {
  return (
    <div class={alarming ? 'tile tile-alarming' : 'tile'}>
      <dt class="tile-label">
        {colour === undefined ? null : <span class="swatch" style={{ '--swatch': `var(${colour})` }} aria-hidden="true" />}
        {label}
      </dt>
      <dd class={value.length > LONG ? 'tile-value tile-value-long numbers' : 'tile-value numbers'}>{value}</dd>
      <dd class="tile-note numbers">{note ?? '\u00a0'}</dd>
    </div>
  );
}

export function Tiles({ label, children }: { readonly label: string; readonly children: ComponentChildren }): VNode {
  return (
    <dl class="tiles" aria-label={label}>
      {children}
    </dl>
  );
}
