/** Typed arrays that grow by doubling, so that adding a row costs the same however many there are, on average. */
const ROWS_AT_START = 16;

type Cells = Int32Array | Float64Array;

/** The column itself when it has room for `rows` rows, else a larger copy of it. */
export function withRoom<C extends Cells>(column: C, rows: number): C {
  if (rows <= column.length) return column;
  let length = Math.max(column.length, ROWS_AT_START);
  while (length < rows) length *= 2;
  const larger = new (column.constructor as new (length: number) => C)(length);
  larger.set(column);
  return larger;
}
