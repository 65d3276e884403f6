/** What keeps this page from being live: one entry for every poll that is in trouble. The shell tells of it in one place, so that pages need not. */
import { computed, signal } from '@preact/signals';
import type { Problem } from '../../api/problems.js';

export interface Trouble {
  readonly problem: Problem;
  /** On the clock of `performance.now()`. */
  readonly againAt: number;
}

const troubles = signal<ReadonlyMap<symbol, Trouble>>(new Map());

/** The first of them, null when all is well. */
export const trouble = computed<Trouble | null>(() => troubles.value.values().next().value ?? null);

export function noteTrouble(name: symbol, entry: Trouble): void {
  troubles.value = new Map(troubles.value).set(name, entry);
}

export function forgetTrouble(name: symbol): void {
  if (!troubles.value.has(name)) return;
  const rest = new Map(troubles.value);
  rest.delete(name);
  troubles.value = rest;
}
