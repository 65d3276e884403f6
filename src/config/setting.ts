/** One setting, described once. */
import type { Reader } from './readers.js';

export interface Setting<Value> {
  readonly env: `FRONTROW_${string}`;
  readonly reader: Reader<Value>;
  readonly fallback: Value;
  /** The default in words, where the value itself would not say it. */
  readonly fallbackText?: string;
  /** What it does: a phrase that begins with a small letter, without a full stop. */
  readonly effect: string;
  /** When to change it: a phrase that goes on after "change it". */
  readonly change: string;
}

/** Lets the compiler hold reader and default together. */
export function setting<Value>(described: Setting<Value>): Setting<Value> {
  return described;
}
