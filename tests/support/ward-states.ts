import { HOUR, type Hour, hourOf } from '../../pipelines/sources/simulator/clock.ts';
import { parseInstant } from '../../schemas/instant.ts';
import type { Site } from '../../schemas/site.ts';
import type { NeedHour, ScoredHospital } from './scored-hospital.ts';

export const STATES = ['short', 'tight', 'balanced', 'room'] as const;
export type State = (typeof STATES)[number];

/** A ward-hour with known need, staffing and level. */
export interface StateHour extends NeedHour {
  readonly type: string;
  readonly shift: string;
  readonly hour: Hour;
  readonly rn: number;
  readonly present: number;
  readonly required: number;
  readonly state: State;
}

/**
 * The state of each ward-hour from `since` to `until` (seconds) with a level, computed from the definitions alone:
 * level = agreed persons / norm persons at the agreed mix, required = level × need, and the site's thresholds, held
 * against persons to a tenth.
 */
export function wardStates(hospital: ScoredHospital, since: number, until: number): StateHour[] {
  const { site } = hospital;
  const wards = new Map(site.wards.map((ward) => [ward.wardId, ward]));
  const present = attendance(hospital);
  return hospital.hours.flatMap((need): StateHour[] => {
    const { wardId, at, minutes } = need;
    const ward = wards.get(wardId)!;
    const hour = hourOf(at);
    const shift = shiftAt(site, hour.local);
    const agreed = ward.agreed?.find((line) => line.shift === shift);
    const heads = present.get(`${wardId} ${at}`);
    if (agreed === undefined || heads === undefined || at < since || at >= until) return [];
    const { rn, na, at: mix } = agreed;
    const level = (rn + na) / ((mix.patients * mix.minutesPerPatientHour!) / 60);
    const required = (level * minutes) / 60;
    const there = heads.rn + heads.na;
    const state = stateOf(there - required, required, heads.rn, ward.minimumRn, site.thresholds);
    return [
      { ...need, type: ward.type, shift, hour, rn: heads.rn, present: there, required, state },
    ];
  });
}

function stateOf(
  gap: number,
  required: number,
  rn: number,
  minimumRn: number,
  limits: Site['thresholds'],
): State {
  const [shown, needed] = [Number(gap.toFixed(1)), Number(required.toFixed(1))];
  const lacks = (persons: number, share: number) => shown <= -persons && shown <= -share * needed;
  if (minimumRn - rn >= 0.05 || lacks(limits.shortPersons, limits.shortShare)) return 'short';
  if (lacks(limits.tightPersons, limits.tightShare)) return 'tight';
  return shown >= limits.roomPersons && shown >= limits.roomShare * needed ? 'room' : 'balanced';
}

function shiftAt({ shifts }: Site, hour: number): string {
  const begun = shifts.filter(({ start }) => Number(start.slice(0, 2)) <= hour);
  return (begun.at(-1) ?? shifts.at(-1)!).id;
}

/** Mean heads of each role by ward and hour: actual where there is any, else planned. */
function attendance({ staffing }: ScoredHospital): Map<string, { rn: number; na: number }> {
  const found = new Map<string, { rn: number; na: number }>();
  const actual = new Set<string>();
  const byBasis = [...staffing].sort((a, b) => a.basis.localeCompare(b.basis));
  for (const { wardId, role, basis, from, to, headcount } of byBasis) {
    const [begins, ends] = [parseInstant(from) / 1e6, parseInstant(to) / 1e6];
    for (let at = begins - (begins % HOUR); at < ends; at += HOUR) {
      const key = `${wardId} ${at}`;
      if (basis === 'actual') actual.add(`${key} ${role}`);
      else if (actual.has(`${key} ${role}`)) continue;
      const heads = found.get(key) ?? { rn: 0, na: 0 };
      heads[role] += (headcount * (Math.min(ends, at + HOUR) - Math.max(begins, at))) / HOUR;
      found.set(key, heads);
    }
  }
  return found;
}

/** Share of the hours in a state. */
export function share(hours: readonly StateHour[], state: State): number {
  return hours.filter((each) => each.state === state).length / hours.length;
}

/** Minutes of a patient present for an hour by type of ward and shift: the mean over the ward-hours. */
export function meanMinutes(
  { site, hours }: ScoredHospital,
  since: number,
  until: number,
): Map<string, Record<string, number>> {
  const types = new Map(site.wards.map(({ wardId, type }) => [wardId, type]));
  const sums = new Map<string, Record<string, { minutes: number; patientHours: number }>>();
  for (const { wardId, at, minutes, patientHours } of hours) {
    if (at < since || at >= until) continue;
    const type = types.get(wardId)!;
    const ofType = sums.get(type) ?? {};
    const shift = shiftAt(site, hourOf(at).local);
    const sum = ofType[shift] ?? { minutes: 0, patientHours: 0 };
    ofType[shift] = {
      minutes: sum.minutes + minutes,
      patientHours: sum.patientHours + patientHours,
    };
    sums.set(type, ofType);
  }
  return new Map(
    [...sums].map(([type, ofType]) => [
      type,
      Object.fromEntries(
        Object.entries(ofType).map(([shift, sum]) => [shift, sum.minutes / sum.patientHours]),
      ),
    ]),
  );
}
