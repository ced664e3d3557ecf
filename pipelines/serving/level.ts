import type { Model } from '../../schemas/model.ts';
import { shiftAt } from '../../schemas/shifts.ts';
import type { Site, Ward } from '../../schemas/site.ts';
import { dayTimeOf } from '../scoring/day-time.ts';
import type { Connection } from '../warehouse/warehouse.ts';
import { type Exact, exact, millionthsOf, product, quotient, sum } from './exact.ts';

/** A level as it is stored: in force for shifts that begin on `validFrom` or later; shares of a millionth. */
export interface LevelLine {
  readonly wardId: string;
  readonly shiftId: string;
  /** Local day; `null`: always. */
  readonly validFrom: string | null;
  /** Persons present per person of norm need when the ward is in balance, in millionths. */
  readonly k: number;
  /** Share of registered nurses in what is required, in millionths. */
  readonly rnShare: number;
  readonly basis: 'agreed';
}

/**
 * The levels that a site file states. k is the agreed staffing over the norm need of the patients it was
 * decided for; the share of registered nurses is the site's skill mix for the type of ward and the shift, else that
 * of the agreed staffing. Computed exactly, and rounded once. Contract: BALANCE.md, Norm and level.
 */
export function agreedLevels(site: Site, model: Model): LevelLine[] {
  const minutesOfPerson = product(exact(60), exact(site.switches.productiveShare));
  return site.wards.flatMap((ward) =>
    (ward.agreed ?? []).map(({ shift, rn, na, at, validFrom }) => {
      const persons = sum(exact(rn), exact(na));
      const minutes =
        at.minutesPerPatientHour === undefined
          ? usualPatientMinutes(site, model, ward, shift)
          : exact(at.minutesPerPatientHour);
      const normPersons = quotient(product(exact(at.patients), minutes), minutesOfPerson);
      const mix = site.skillMix[ward.type]?.[shift];
      const share = mix === undefined ? quotient(exact(rn), persons) : exact(mix);
      return {
        ...{ wardId: ward.wardId, shiftId: shift, validFrom: validFrom ?? null, basis: 'agreed' },
        ...{ k: millionthsOf(quotient(persons, normPersons)), rnShare: millionthsOf(share) },
      };
    }),
  );
}

/**
 * Notes the levels of the site file: those it no longer states were known until now, stream time, and those it
 * states for the first time are known from now. Before the first event they are known from the beginning.
 */
export async function noteLevels(writer: Connection, site: Site, model: Model): Promise<void> {
  await writer.run(
    `create or replace temp table stated_level as
      select unnest(from_json($lines, '[{"ward_id":"varchar","shift_id":"varchar",
        "valid_from":"date","k":"bigint","rn_share":"bigint","basis":"varchar"}]'), recursive := true)`,
    {
      lines: JSON.stringify(
        agreedLevels(site, model).map(({ wardId, shiftId, validFrom, rnShare, ...line }) => ({
          ...line,
          ...{ ward_id: wardId, shift_id: shiftId, rn_share: rnShare },
          valid_from: validFrom ?? '-infinity',
        })),
      ),
    },
  );
  const now = `(select coalesce(stream_time, '-infinity'::timestamp) from clock)`;
  const same = 'ward_id, shift_id, valid_from, k, rn_share, basis';
  await writer.transaction(async () => {
    await writer.run(`
      update level set known_until = ${now}
      where known_until is null and (${same}) not in (select (${same}) from stated_level)`);
    // stated and withdrawn at one time: never known
    await writer.run('delete from level where known_until <= known_at');
    await writer.run(`
      insert into level by name
      select *, ${now} as known_at, null::timestamp as known_until
      from stated_level
      anti join (from level where known_until is null) current using (${same})`);
  });
}

const CLOCK_HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Norm minutes of an A2/S2 patient in an hour of a shift: the mean over its hours of day and night. */
function usualPatientMinutes(site: Site, model: Model, ward: Ward, shift: string): Exact {
  const { referencePatient, nightHour } = model.weights;
  const isDayHour = isOfDay(site, model);
  const byDay = quotient(
    exact(referencePatient.value),
    exact(CLOCK_HOURS.filter(isDayHour).length),
  );
  const byNight = quotient(exact(nightHour.value), exact(ward.nightPatientsPerStaff));
  const hours = hoursOf(site, shift);
  const total = hours.map((hour) => (isDayHour(hour) ? byDay : byNight)).reduce(sum);
  return quotient(total, exact(hours.length));
}

/** The hours of the local day that begin in a shift; that of its start if none does. */
function hoursOf({ shifts }: Site, id: string): number[] {
  const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
  const hours = CLOCK_HOURS.filter((hour) => shiftAt(shifts, clock(hour)).id === id);
  const start = shifts.find((shift) => shift.id === id)!.start;
  return hours.length > 0 ? hours : [Number(start.slice(0, 2))];
}

/** Whether a clock hour is of the day as the model has it. */
function isOfDay(site: Site, model: Model): (hour: number) => boolean {
  const { from, length } = dayTimeOf(site, model);
  return (hour) => (60 * (hour + 24) - from) % (24 * 60) < length;
}
