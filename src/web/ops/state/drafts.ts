/**
 * What somebody has begun to write. It is kept for as long as the page is open, so that it outlives its form, which goes away when the session ends in the
 * middle of it, or when something else is looked at meanwhile. It ends when it was sent, called off, or when somebody signs out.
 */
import { useRef, useState } from 'preact/hooks';

const begun = new Map<string, unknown>();

interface Draft<Value> {
  readonly value: Value;
  readonly edit: (change: (before: Value) => Value) => void;
  /** It was sent, or called off. */
  readonly forget: () => void;
}

/** @param name always of the same kind of value; another name is another form, with another key. */
export function useDraft<Value>(name: string, begin: () => Value): Draft<Value> {
  const [value, setValue] = useState<Value>(() => (begun.has(name) ? (begun.get(name) as Value) : begin()));
  const latest = useRef(value);
  const edit = (change: (before: Value) => Value): void => {
    latest.current = change(latest.current);
    begun.set(name, latest.current);
    setValue(latest.current);
  };
  return { value, edit, forget: () => void begun.delete(name) };
}

export function isBegun(name: string): boolean {
  return begun.has(name);
}

export function forgetDrafts(): void {
  begun.clear();
}
