import { counted } from '../platform/counted.ts';

/** What is to be done after something came from a backup that is older than erasures. */
export function erasuresText(erasures: number, data: string): string {
  if (erasures === 0) return '';
  return `warning: the backup is from before ${counted(erasures, 'erasure')} of this state, and what was erased may be back. Erase again before a server starts: "audit search --data ${data}" shows which encounters\n`;
}
