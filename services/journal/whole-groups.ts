import { type Group, type JournalFile, type ScanOptions, scan } from './files.ts';
import { JournalFault } from './journal.ts';
import type { JournalLink } from './lines.ts';

/**
 * Yields the groups of a file.
 * @throws JournalFault at the first that is damaged, or has no link
 */
export async function* wholeGroups(
  file: JournalFile,
  options: ScanOptions,
): AsyncGenerator<Group & { readonly link: JournalLink }> {
  for await (const { link, ...group } of scan(file, options)) {
    if (group.damage.length > 0 || link === null) {
      const at = group.damage[0]?.at ?? group.end;
      throw new JournalFault(`The journal is damaged in ${file.name} at byte ${at}`);
    }
    yield { link, ...group };
  }
}

/** @throws JournalFault if a part of a file is damaged */
export async function assertWhole(file: JournalFile, options: ScanOptions): Promise<void> {
  for await (const _ of wholeGroups(file, options));
}
