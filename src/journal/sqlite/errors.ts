/** What went wrong, told apart by code. */

/** Codes after which the state of the disk is unknown: nothing may be acknowledged any more. */
const FATAL_CODE = /^SQLITE_(IOERR|FULL|CORRUPT|NOTADB|CANTOPEN|READONLY|NOMEM|PROTOCOL)/;

/** The code of a system or SQLite error, such as EACCES or SQLITE_FULL; empty when it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** One line for the log: `SQLITE_FULL: database or disk is full`. */
export function describeError(error: unknown): string {
  const code = errorCode(error);
  return code === '' ? errorMessage(error) : `${code}: ${errorMessage(error)}`;
}

/** True for an I/O error, a full disk and a damaged database file. */
export function isFatal(error: unknown): boolean {
  return FATAL_CODE.test(errorCode(error));
}

/** Makes a switch over a union exhaustive. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
