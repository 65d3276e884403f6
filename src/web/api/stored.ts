/** Small records in localStorage, shared by all tabs. A browser that keeps nothing (private mode, full disk) gets them for as long as the page lives. */
const PREFIX = 'frontrow:';
const meanwhile = new Map<string, string>();
let keepsNothing = false;

export function readStored(name: string): unknown {
  const text = textOf(name);
  if (text === null) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

export function writeStored(name: string, value: unknown): void {
  const text = JSON.stringify(value);
  meanwhile.set(name, text);
  try {
    localStorage.setItem(PREFIX + name, text);
  } catch {
    keepsNothing = true;
  }
}

export function removeStored(name: string): void {
  meanwhile.delete(name);
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    keepsNothing = true;
  }
}

/** Names of what is stored that begin like this. */
export function storedNames(beginning: string): readonly string[] {
  try {
    if (!keepsNothing) {
      const keys = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '');
      return keys.filter((key) => key.startsWith(PREFIX + beginning)).map((key) => key.slice(PREFIX.length));
    }
  } catch {
    keepsNothing = true;
  }
  return [...meanwhile.keys()].filter((name) => name.startsWith(beginning));
}

/** Hears of changes that other tabs make; `null`: of everything at once. Answers how to stop. */
export function onStoredElsewhere(hear: (name: string | null) => void): () => void {
  const listen = ({ key }: StorageEvent): void => {
    if (key === null) hear(null);
    else if (key.startsWith(PREFIX)) hear(key.slice(PREFIX.length));
  };
  addEventListener('storage', listen);
  return () => removeEventListener('storage', listen);
}

function textOf(name: string): string | null {
  try {
    if (!keepsNothing) return localStorage.getItem(PREFIX + name);
  } catch {
    keepsNothing = true;
  }
  return meanwhile.get(name) ?? null;
}
