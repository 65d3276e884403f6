/** What keeps this page from being live: one entry for every poll that is in trouble. The shell tells of it in one place, so that pages need not. */
import { computed, signal } from '@preact/signals';
import type { Problem } from '../../api/problems.js';

const troubles = signal<ReadonlyMap<symbol, Problem>>(new Map());

/** The first of them, null when all is well. */
export const trouble = computed<Problem | null>(() => troubles.value.values().next().value ?? null);

export function noteTrouble(name: symbol, problem: Problem): void {
  troubles.value = new Map(troubles.value).set(name, problem);
}

export function forgetTrouble(name: symbol): void {
  if (!troubles.value.has(name)) return;
  const rest = new Map(troubles.value);
  rest.delete(name);
  troubles.value = rest;
}
