import type { IntensityPoint } from '../../../schemas/read-api.ts';
import type { BandHour } from '../charts/band-chart.ts';
import type { NeedHour, Usual } from '../charts/need-chart.ts';
import type { WardMessages } from '../i18n/messages.ts';

/** What need is shown as: persons by the ward's level, or by the norm where it has none. */
export type Measure = 'level' | 'norm';

/** By the level, if the ward has one in any of the hours. */
export function measureOf(points: readonly Pick<IntensityPoint, 'level'>[]): Measure {
  return points.some(({ level }) => level !== null) ? 'level' : 'norm';
}

/** Hours of a ward for the chart of need, with what is usual, of hours to come too. */
export function needHours(
  points: readonly IntensityPoint[],
  measure: Measure,
  messages: WardMessages,
): NeedHour[] {
  const perMinute = normPerMinute(points);
  const isLevel = measure === 'level';
  return points.map((point) => ({
    ...frameOf(point),
    required: isLevel ? point.required : point.normNeed,
    low: isLevel ? point.requiredLow : point.normNeedLow,
    high: isLevel ? point.requiredHigh : point.normNeedHigh,
    present: point.present,
    missing: point.reason === null ? null : messages.reason[point.reason],
    usual: isLevel ? usualRequired(point) : usualNorm(point, perMinute),
  }));
}

/** The same for one role: its part of the need is that of the level. */
export function roleHours(
  points: readonly IntensityPoint[],
  role: 'rn' | 'na',
  messages: WardMessages,
): NeedHour[] {
  return points.map((point) => ({
    ...frameOf(point),
    required: requiredOf(point, role),
    low: null,
    high: null,
    present: point.supply?.[role] ?? null,
    missing: point.reason === null ? null : messages.reason[point.reason],
    usual: null,
  }));
}

/** Load by the level, 1 is in balance; by the norm as a share of what is usual in the shift. */
export function loadHours(points: readonly IntensityPoint[], measure: Measure): BandHour[] {
  return points.map((point) => ({
    ...frameOf(point),
    value: measure === 'level' ? point.load : shareOfUsual(point),
    low: null,
    high: null,
  }));
}

/** What of a need a role is required to be: by the level's share of registered nurses; `null` without level. */
export function requiredOf(
  { required, level }: Pick<IntensityPoint, 'required' | 'level'>,
  role: 'rn' | 'na',
): number | null {
  if (required === null || level === null) return null;
  return required * (role === 'rn' ? level.rnShare : 1 - level.rnShare);
}

function shareOfUsual({ normLoad, usualLoad }: IntensityPoint): number | null {
  if (normLoad === null || usualLoad === null || usualLoad.load === 0) return null;
  return normLoad / usualLoad.load;
}

function usualRequired({ usualNeed }: IntensityPoint): Usual | null {
  if (usualNeed === null) return null;
  const { required, requiredP10, requiredP90 } = usualNeed;
  if (required === null || requiredP10 === null || requiredP90 === null) return null;
  return { p50: required, p10: requiredP10, p90: requiredP90 };
}

function usualNorm({ usualNeed }: IntensityPoint, perMinute: number | null): Usual | null {
  if (usualNeed === null || perMinute === null) return null;
  const { minutes, minutesP10, minutesP90 } = usualNeed;
  return { p50: minutes * perMinute, p10: minutesP10 * perMinute, p90: minutesP90 * perMinute };
}

/** Norm persons per minute of need, which the site's productive share decides. */
function normPerMinute(points: readonly IntensityPoint[]): number | null {
  const known = points.find(({ minutes, normNeed }) => (minutes ?? 0) > 0 && normNeed !== null);
  return known === undefined ? null : known.normNeed! / known.minutes!;
}

function frameOf({ from, to, localFrom }: IntensityPoint) {
  return { from: Date.parse(from), to: Date.parse(to), localFrom };
}
