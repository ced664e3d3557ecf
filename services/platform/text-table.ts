/**
 * Lays out rows under a head, as lines of text. Cells after the last column of the head follow as they are.
 * @param left columns that begin at the left, such as names; the others end at the right, as numbers do
 * @param rule the sign of a line under the head, if there is one
 */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  left: readonly number[],
  rule = '',
): string {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i]!.length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) =>
        left.includes(i) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const ruled = rule === '' ? [] : [line(widths.map((width) => rule.repeat(width)))];
  return [line(head), ...ruled, ...rows.map(line)].join('\n');
}
