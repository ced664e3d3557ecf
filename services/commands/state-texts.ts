import type { FileProgress } from '../journal/verify.ts';
import { counted } from '../platform/counted.ts';

/** How far work on files is, in a line. */
export function fileLine(what: string, { file, bytes, of }: FileProgress): string {
  return `${what} ${of === 0 ? 100 : Math.floor((100 * bytes) / of)} % · ${file}`;
}

/** What is to be done after something came from a backup that is older than erasures. */
export function erasuresText(erasures: number, data: string): string {
  if (erasures === 0) return '';
  return `warning: the backup is from before ${counted(erasures, 'erasure')} of this state, and what was erased may be back. Erase again before a server starts: "audit search --data ${data}" shows of what\n`;
}
