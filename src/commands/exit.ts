/** How a command ends: its exit code, and one line on standard error when it did not do what was asked. */

export const EXIT = {
  ok: 0,
  interrupted: 1,
  /** The configuration or the command line is wrong. */
  usage: 64,
  /** What was read is damaged. */
  data: 65,
  /** A port cannot be had, or the cluster cannot be reached. */
  unavailable: 69,
  bug: 70,
  /** The data directory cannot be used, or a disk failed. */
  io: 74,
} as const;

/** Ends the process. */
export function exitWith(code: number, message: string): never {
  process.stderr.write(`frontrow: ${message}\n`);
  process.exit(code);
}
