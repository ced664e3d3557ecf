import type { FileProgress } from '../journal/verify.ts';

/** How far work on files is, in a line. */
export function fileLine(what: string, { file, bytes, of }: FileProgress): string {
  return `${what} ${of === 0 ? 100 : Math.floor((100 * bytes) / of)} % · ${file}`;
}
