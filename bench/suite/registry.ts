/** The rows of the table, in its order. */
import type { Row } from './row.js';

export const ROWS: readonly Row[] = [];
