/** Seats by state as one bar. The numbers stand beside it, or are said to screen readers. */
import type { VNode } from 'preact';
import { t } from '../../i18n/i18n.js';
import { formatCount } from '../format.js';

export interface Shares {
  readonly booked: number;
  readonly held: number;
  readonly available: number;
  readonly blocked: number;
}

const PARTS = [
  { name: 'booked', colour: '--seat-sold', text: 'seat.BOOKED' },
  { name: 'held', colour: '--seat-held', text: 'seat.HELD' },
  { name: 'available', colour: '--seat-free', text: 'seat.AVAILABLE' },
  { name: 'blocked', colour: '--seat-blocked', text: 'seat.BLOCKED' },
] as const;

export function ShareBar({ shares, large = false }: { readonly shares: Shares; readonly large?: boolean }): VNode {
  const total = PARTS.reduce((sum, { name }) => sum + shares[name], 0);
  const words = PARTS.filter(({ name }) => shares[name] > 0).map(({ name, text }) => `${t(text)} ${formatCount(shares[name])}`);
  return (
    <span class={large ? 'share-bar share-bar-large' : 'share-bar'} role="img" aria-label={words.join(', ')}>
      {PARTS.filter(({ name }) => shares[name] > 0).map(({ name, colour }) => (
        <span key={name} style={{ flexGrow: total === 0 ? '0' : String(shares[name] / total), background: `var(${colour})` }} />
      ))}
    </span>
  );
}
