/** Columns for a terminal, as wide as their widest cell. */

export type Alignment = 'left' | 'right';

/** Each row as one line, indented by two. Columns beyond those aligned go to the right. */
export function textTable(rows: readonly (readonly string[])[], alignments: readonly Alignment[]): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
  return rows.map((row) => {
    const cells = row.map((cell, index) => {
      const width = widths[index] ?? 0;
      return alignments[index] === 'left' ? cell.padEnd(width) : cell.padStart(width);
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
}
