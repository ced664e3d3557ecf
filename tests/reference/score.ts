/**
 * The scoring contract, computed naively from its text: for every encounter and hour all events are
 * scanned again. Nothing here is shared with the pipelines; their rows are compared with these.
 */
import type { Micros } from '../../schemas/instant.ts';
import type { Site } from '../../schemas/site.ts';
import { aLevels, type Level } from './a-level.ts';
import { churnMinutes } from './churn.ts';
import { countsAt, latestCare } from './counts.ts';
import { dayHoursAt } from './day-hours.ts';
import { escortsOf } from './escort.ts';
import { hourOf, hours } from './grid.ts';
import { FUNCTION_AREAS, inputsAt } from './inputs.ts';
import { overlap, shared, total } from './interval.ts';
import { ascii, type Encounter, encountersOf, type Logged } from './log.ts';
import { type Basis, componentsOf, minutesOf, ORDINARY, sumOf } from './minutes.ts';
import { activeTimes, isActive } from './needs.ts';
import { news2 } from './news2.ts';
import { parametersOf } from './parameters.ts';
import { news2Reason } from './patient.ts';
import { decimal, nearestDouble, ratio, ZERO } from './rational.ts';
import { NEWS2_PARAMETERS, type Readings, scaleAt } from './readings.ts';
import { recordedAt } from './recorded.ts';
import type { ReferenceHour } from './reference-hour.ts';
import { rawSLevel } from './s-level.ts';
import { spellsOf } from './spells.ts';
import { type Course, courseOf, LONGEST_SILENCE, type Stay } from './stays.ts';
import { setsPerDay, surveillanceMinutes, vitalsOverdue } from './surveillance.ts';

export type { Logged } from './log.ts';
export type { ReferenceHour } from './reference-hour.ts';
export { type ReferenceWardHour, referenceWardHours } from './ward-hours.ts';

/** Every row of a log of accepted events, by encounter, hour and ward. The log's order is no matter. */
export function referenceEncounterHours(
  log: readonly Logged[],
  site: Site,
  longestSilence = LONGEST_SILENCE,
): ReferenceHour[] {
  return encountersOf(log)
    .flatMap((encounter) => rowsOf(encounter, site, longestSilence))
    .sort(
      (a, b) => ascii(a.encounterId, b.encounterId) || a.hour - b.hour || ascii(a.wardId, b.wardId),
    );
}

function rowsOf(encounter: Encounter, site: Site, longestSilence: Micros): ReferenceHour[] {
  const silence = site.switches.silentStayDays * hours(24);
  const course = courseOf(encounter.events, silence, longestSilence);
  const wards = new Set(course.stays.map(({ wardId }) => wardId));
  return [...wards]
    .flatMap((wardId) => {
      const stays = course.stays.filter((stay) => stay.wardId === wardId);
      return hoursOf(stays, encounter.streamTime).map((hour) =>
        rowOf(encounter, course, wardId, hour, site),
      );
    })
    .filter(({ presenceMicros, components }) => presenceMicros > 0 || components.churn > 0);
}

/** Hours in which a row is possible: those of each stay and one more, up to that of stream time. */
function hoursOf(stays: readonly Stay[], streamTime: Micros): Micros[] {
  const found = new Set<Micros>();
  for (const { start, end } of stays) {
    const last = Math.min(hourOf(streamTime), end === Infinity ? Infinity : hourOf(end) + hours(1));
    for (let hour = hourOf(start); hour <= last; hour += hours(1)) found.add(hour);
  }
  return [...found];
}

function rowOf(
  encounter: Encounter,
  course: Course,
  wardId: string,
  hour: Micros,
  site: Site,
): ReferenceHour {
  const { streamTime } = encounter;
  const nextHour = hour + hours(1);
  const evaluated = Math.min(nextHour, streamTime);
  const onWard = course.stays.filter((stay) => stay.wardId === wardId);
  const ward = site.wards.find((one) => one.wardId === wardId);
  if (ward === undefined) throw new Error(`No ward ${wardId} in the site`);

  const presence = onWard
    .flatMap((stay) => stay.presence)
    .map((interval) => overlap(interval, { from: hour, to: nextHour }))
    .filter(({ from, to }) => from < to);
  const whenActive = (code: string) =>
    shared(presence, activeTimes(encounter, course, code, evaluated));
  const parameters = parametersOf(site);
  const spells = spellsOf(course.stays, parameters.shortStay);
  const ofWard = spells.filter((spell) => spell.wardId === wardId);
  const escorts = escortsOf(encounter, course, wardId, hour, parameters.escortGrace);
  const { isDay, dayHours } = dayHoursAt(hour, site);

  const inputs = inputsAt(encounter, evaluated, site.switches);
  const freshInputs = Object.values(inputs).filter(({ freshness }) => freshness === 'fresh').length;
  const reason = news2Reason(encounter, evaluated);
  const palliative = isActive(encounter, course, 'palliative', evaluated);
  const unscheduled = reason !== null || palliative;
  const early = news2({
    values: Object.fromEntries(
      NEWS2_PARAMETERS.map((code) => [code, inputs[code].value]),
    ) as Readings['values'],
    scale: scaleAt(encounter, evaluated),
  });
  const levels = aLevels(encounter, inputs, evaluated, site.switches.defaultFunctionLevel);
  const counts = countsAt(encounter, course, evaluated);

  const point: Basis = {
    presence: total(presence),
    day: isDay,
    dayHours,
    nightAcuityShare: parameters.nightAcuityShare,
    nightPatientsPerStaff: ward.nightPatientsPerStaff,
    isolated: whenActive('isolation').length > 0,
    aLevel: levels.aLevel,
    sLevel: sLevelOf(encounter, course, hour, site),
    surveillance: unscheduled
      ? ZERO
      : surveillanceMinutes(setsPerDay(early.low, early.singleThree)),
    churn: churnMinutes(spells, wardId, hour),
    oneToOne: total(whenActive('one-to-one')),
    escort: sumOf(escorts.map(({ minutes }) => decimal(minutes ?? 0))),
  };
  const low: Basis = { ...point, aLevel: levels.aLevelLow };
  const high: Basis = {
    ...point,
    aLevel: levels.aLevelHigh,
    surveillance: unscheduled
      ? ZERO
      : surveillanceMinutes(setsPerDay(early.high, early.singleThreeHigh)),
  };
  const components = componentsOf(point);
  const minutes = minutesOf(components);

  return {
    encounterId: encounter.encounterId,
    wardId,
    bed: bedOf(onWard, nextHour),
    hour,
    provisional: hour === hourOf(streamTime),
    presenceMicros: point.presence,
    dayHours,
    components,
    minutes,
    minutesLow: minutesOf(componentsOf(low)),
    minutesHigh: minutesOf(componentsOf(high)),
    index: indexOf(minutes, point.presence, dayHours),
    freshInputs,
    coverage: freshInputs / 11,
    news2: reason === null ? early.score : null,
    news2Low: reason === null ? early.low : null,
    news2High: reason === null ? early.high : null,
    news2Reason: reason,
    ...levels,
    sLevel: point.sLevel,
    sLevelRaw: rawSLevel(counts, site.switches.observationCounting),
    inputs,
    counts,
    careAt: latestCare(encounter, hour, evaluated),
    recorded: recordedAt(encounter, hour, evaluated),
    imputed: [
      ...FUNCTION_AREAS.filter((code) => inputs[code].freshness === 'missing'),
      ...NEWS2_PARAMETERS.filter((code) => inputs[code].freshness === 'assumed'),
      ...(escorts.some((escort) => escort.minutes === undefined) ? ['escort'] : []),
      ...(counts.infusionsWithoutVolume16h > 0 ? ['infusion-volume'] : []),
    ].sort(),
    arrivals: ofWard.filter(({ start }) => hourOf(start) === hour).length,
    departures: ofWard.filter(({ end }) => end !== Infinity && hourOf(end) === hour).length,
    presentAtEnd: presence.some(({ to }) => to === nextHour),
    vitalsOverdue: unscheduled ? null : vitalsOverdue(encounter, evaluated, site.switches),
    computedAt: streamTime,
  };
}

/** The last word on the bed before the hour is over, from the last stay on the ward begun by then. */
function bedOf(onWard: readonly Stay[], nextHour: Micros): string | null {
  const stay = onWard.findLast(({ start }) => start < nextHour);
  return stay?.beds.findLast(({ since }) => since < nextHour)?.bed ?? null;
}

/** The highest raw level of this hour and the three before it, since the encounter last opened or was heard of again. */
function sLevelOf(encounter: Encounter, course: Course, hour: Micros, site: Site): Level {
  const since = [
    ...course.stays.filter(({ opening }) => opening).map(({ start }) => start),
    ...course.heardAgain,
  ].filter((start) => start < hour + hours(1));
  const levels = [0, 1, 2, 3]
    .map((back) => hour - hours(back))
    .filter((earlier) => earlier >= hourOf(Math.max(...since)))
    .map((earlier) => Math.min(earlier + hours(1), encounter.streamTime))
    .map((evaluated) => countsAt(encounter, course, evaluated))
    .map((counts) => rawSLevel(counts, site.switches.observationCounting));
  return Math.max(1, ...levels) as Level;
}

/** 100 · (W / f) / (164 / D), divided last. */
function indexOf(minutes: number, presence: Micros, dayHours: number): number | null {
  if (presence === 0) return null;
  return nearestDouble(
    ratio(
      100n * BigInt(minutes) * 3_600_000_000n * BigInt(dayHours),
      BigInt(presence) * BigInt(ORDINARY) * 1_000_000n,
    ),
  );
}
