/** The process around the command: its terminal, Ctrl-C, and the exit code. */
import { rmSync } from 'node:fs';
import { EXIT, bench } from './command.js';
import type { Row } from './row.js';

/** @param root of the work tree. */
export async function startBench(rows: readonly Row[], root: string): Promise<void> {
  const stop = new AbortController();
  let scratch: string | null = null;
  const interrupt = (): void => {
    if (!stop.signal.aborted) {
      process.stderr.write('\nEnding at the next step of the row under way, to stop what it started. Once more ends at once.\n');
      stop.abort();
      return;
    }
    // What rows have started ends with this process, and needs its files no more.
    if (scratch !== null) rmSync(scratch, { recursive: true, force: true });
    process.exit(EXIT.interrupted);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    const onScratch = (directory: string): void => void (scratch = directory);
    const { stdout, stderr } = process;
    process.exitCode = await bench({ argv: process.argv.slice(2), rows, root, stdout, stderr, stop: stop.signal, onScratch });
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}
