/**
 * How many repeats there may be: a share of what is asked in the first place, and a few more. When everything fails, repeats must not multiply the load on what
 * is left.
 */

/** One repeat for so many commands. */
const COMMANDS_PER_REPEAT = 5;
/** Repeats that may be saved up. */
const SAVED_MAX = 1_000;

export class RetryBudget {
  private saved = SAVED_MAX;

  /** A command is asked for the first time. */
  asked(): void {
    this.saved = Math.min(SAVED_MAX, this.saved + 1 / COMMANDS_PER_REPEAT);
  }

  mayRepeat(): boolean {
    if (this.saved < 1) return false;
    this.saved -= 1;
    return true;
  }
}
