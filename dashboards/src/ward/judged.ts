import type { IntensityPoint, JudgementView } from '../../../schemas/read-api.ts';

/** A judgement beside what was computed of the hour it was left in. */
export interface Judged {
  readonly judgement: JudgementView;
  /** `null` if the hour is not among those that are known. */
  readonly hour: IntensityPoint | null;
}

/** Judgements with the hours they were left in, the newest first. */
export function judgedHours(
  judgements: readonly JudgementView[],
  hours: readonly IntensityPoint[],
): Judged[] {
  return judgements
    .toSorted((a, b) => Date.parse(b.occurredAt) - Date.parse(a.occurredAt))
    .map((judgement) => {
      const at = Date.parse(judgement.occurredAt);
      const hour = hours.find(({ from, to }) => Date.parse(from) <= at && at < Date.parse(to));
      return { judgement, hour: hour ?? null };
    });
}
