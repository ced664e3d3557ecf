import { markdownTable } from '../../schemas/markdown.ts';

/** What a figure is to reach: at most `limit`, or at least it. */
export interface Goal {
  readonly goal: string;
  readonly found: number;
  readonly limit: number;
  /** Default: at most. */
  readonly isLeast?: boolean;
  readonly unit: string;
}

/** Goals beside what was found, as markdown. A goal without a figure in this run says so. */
export function goalTable(goals: readonly Goal[]): string {
  return markdownTable(
    ['goal', 'limit', 'found', 'met'],
    goals.map(({ goal, found, limit, isLeast = false, unit }) => {
      const isKnown = Number.isFinite(found);
      const isMet = isLeast ? found >= limit : found <= limit;
      return [
        goal,
        `${isLeast ? '≥' : '≤'} ${figure(limit)} ${unit}`.trim(),
        isKnown ? `${figure(found)} ${unit}`.trim() : 'not measured',
        isKnown ? (isMet ? 'yes' : 'no') : '',
      ];
    }),
  );
}

/** Whole where it is large, else three digits. */
function figure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en').replaceAll(',', ' ');
  return String(Number(value.toPrecision(3)));
}
