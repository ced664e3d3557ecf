/** What a proposed place or code begins with until somebody has decided what it means. */
export const UNDECIDED = '?';

export function isUndecided(meaning: string): boolean {
  return meaning.trimStart().startsWith(UNDECIDED);
}
