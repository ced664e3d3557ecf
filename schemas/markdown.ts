/** A markdown table, its columns aligned: numbers to the right, text to the left. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]) {
  const isNumber = head.map((_, i) => rows.every((row) => /^[\d ., ]*$/.test(row[i]!)));
  const widths = head.map((_, i) => Math.max(3, ...[head, ...rows].map((row) => row[i]!.length)));
  const line = (row: readonly string[]) => {
    const cells = row.map((cell, i) =>
      isNumber[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!),
    );
    return `| ${cells.join(' | ')} |`;
  };
  const rule = widths.map((width, i) =>
    isNumber[i] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

const begin = (name: string) => `<!-- ${name}: generated -->`;
const end = (name: string) => `<!-- /${name} -->`;

/**
 * Replaces what stands between the marks `<!-- name: generated -->` and `<!-- /name -->`.
 * @throws Error if the document does not have both marks
 */
export function withSection(document: string, name: string, body: string): string {
  const [from, to] = [document.indexOf(begin(name)), document.indexOf(end(name))];
  if (from < 0 || to < from) throw new Error(`No section ${begin(name)} … ${end(name)}`);
  return `${document.slice(0, from)}${begin(name)}\n\n${body.trim()}\n\n${document.slice(to)}`;
}
