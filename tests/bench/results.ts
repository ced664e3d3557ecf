import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { withSection } from '../../schemas/markdown.ts';
import { VERSION } from '../../services/platform/version.ts';

const RESULTS = new URL('RESULTS.md', import.meta.url);
const FIGURES = new URL('../../.data/', import.meta.url);

/** Processor and Node version, as the head of a report. */
export function machineText(): string {
  return `${cpus()[0]?.model.trim() || 'unknown processor'}, ${cpus().length} cores, Node ${process.version}`;
}

/**
 * Prints a report, writes its figures to `.data/bench-<name>.json`, and replaces the section of that name in
 * `RESULTS.md`. A short run or one of a part only prints and writes figures.
 */
export async function publish(
  name: string,
  { figures, text, isWhole }: { figures: unknown; text: string; isWhole: boolean },
): Promise<void> {
  process.stdout.write(`${text.trimEnd()}\n`);
  await mkdir(FIGURES, { recursive: true });
  await writeFile(new URL(`bench-${name}.json`, FIGURES), `${JSON.stringify(figures, null, 2)}\n`);
  if (!isWhole) return;
  const head = `_Version ${VERSION}, ${new Date().toISOString().slice(0, 10)}._`;
  const document = await readFile(RESULTS, 'utf8');
  await writeFile(RESULTS, withSection(document, name, `${head} ${text}`));
}
