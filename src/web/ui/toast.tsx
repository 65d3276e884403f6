/** A short word about what has just happened, which goes away by itself. Nothing that somebody must read belongs here. */
import { signal } from '@preact/signals';

interface Shown {
  readonly id: number;
  readonly text: string;
}

const SHOWN_MS = 5_000;
const SHOWN_MAX = 3;

const shown = signal<readonly Shown[]>([]);
let last = 0;

export function toast(text: string): void {
  const id = (last += 1);
  shown.value = [...shown.value.filter((one) => one.text !== text), { id, text }].slice(-SHOWN_MAX);
  setTimeout(() => {
    shown.value = shown.value.filter((one) => one.id !== id);
  }, SHOWN_MS);
}

/** Where they appear: once in each app. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {shown.value.map(({ id, text }) => (
        <div key={id} class="toast">
          {text}
        </div>
      ))}
    </div>
  );
}
