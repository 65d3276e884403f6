/** How smoothly a page moves: the frames that it really drew, counted in the page with requestAnimationFrame. */
import type { Page } from 'playwright-core';

const WINDOW_MS = 500;

declare const requestAnimationFrame: (call: (at: number) => void) => void;

export interface FrameRate {
  /** Frames per second, the median of windows of half a second. */
  readonly median: number;
  /** The slowest of those windows. */
  readonly slowest: number;
}

/** Frames that the page draws while `work` goes on; `work` is told when the time is over. */
export async function framesDuring(page: Page, ms: number, work: (isOver: () => boolean) => Promise<unknown>): Promise<FrameRate> {
  let over = false;
  const counting = page.evaluate(countFrames, ms).finally(() => (over = true));
  const [times] = await Promise.all([counting, work(() => over)]);
  return rateOf(times, ms);
}

/** Runs in the page: times of its frames in milliseconds, the first at 0. */
function countFrames(ms: number): Promise<number[]> {
  return new Promise((resolve) => {
    const times: number[] = [];
    const next = (at: number): void => {
      const first = times[0] ?? at;
      times.push(at);
      if (at - first < ms) requestAnimationFrame(next);
      else resolve(times.map((time) => time - first));
    };
    requestAnimationFrame(next);
  });
}

function rateOf(times: readonly number[], ms: number): FrameRate {
  const windows = Array.from({ length: Math.floor(ms / WINDOW_MS) }, (_, index) => {
    const inside = times.filter((time) => time >= index * WINDOW_MS && time < (index + 1) * WINDOW_MS);
    return (inside.length * 1_000) / WINDOW_MS;
  }).sort((a, b) => a - b);
  return { median: windows[Math.floor(windows.length / 2)] ?? 0, slowest: windows[0] ?? 0 };
}
