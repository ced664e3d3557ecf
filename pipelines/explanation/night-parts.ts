import type { EncounterHour } from '../../schemas/encounter-hour.ts';
import type { Model, WeightName } from '../../schemas/model.ts';
import { type BilingualText, bilingual, bilingualNumber } from './bilingual.ts';
import { type Part, schedule, share } from './part.ts';

/**
 * By night an hour is as heavy as the ward has patients for each of its staff; where the model knows acuity, a part of it
 * goes by the norms of a day, against those of an A2/S2 patient.
 */
export function nightParts(hour: EncounterHour, sets: WeightName, { weights }: Model): Part[] {
  const { isolation } = hour.circumstances;
  const knowsAcuity = weights.nightAcuityShare.value > 0;
  const night = (norm: WeightName): WeightName[] =>
    knowsAcuity ? ['nightHour', 'nightAcuityShare', norm, 'referencePatient'] : ['nightHour'];
  const [general, special] = [`a${hour.aLevel}`, `s${hour.sLevel}`] as [WeightName, WeightName];
  const staffed = nightStaff(hour);
  const divided = knowsAcuity ? nightDivided(isolation, weights) : bilingual('', '');
  const present = share(hour);
  return [
    {
      component: 'base',
      because: bilingual(
        `${staffed.sv}${divided.sv}${present.sv}`,
        `${staffed.en}${divided.en}${present.en}`,
      ),
      weights: night(isolation ? 'baseIsolation' : 'base'),
    },
    {
      component: 'generalCare',
      because: nightLevel(hour, general, weights),
      weights: night(general),
    },
    {
      component: 'specialCare',
      because: nightLevel(hour, special, weights),
      weights: night(special),
    },
    {
      component: 'surveillance',
      because: bilingual(
        `${schedule(hour).sv}, utöver de ${weights.setsIncluded.value} per dygn som normen redan omfattar`,
        `${schedule(hour).en}, beyond the ${weights.setsIncluded.value} a day that the norm already includes`,
      ),
      weights: [sets, 'setsIncluded', 'minutesPerSet'],
    },
  ];
}

function nightStaff({ nightPatientsPerStaff }: EncounterHour): BilingualText {
  const ratio = bilingualNumber(nightPatientsPerStaff!);
  return bilingual(
    `natt: en medarbetare (ssk eller usk) per ${ratio.sv} patienter (avdelningens inställning)`,
    `night: one of the nursing staff (nurses and assistants) per ${ratio.en} patients (ward setting)`,
  );
}

/** What of a night hour is alike for all, and what goes by the norm of the day. */
function nightDivided(isolation: boolean, weights: Model['weights']): BilingualText {
  const { nightAcuityShare, referencePatient, base, baseIsolation } = weights;
  const alike = bilingualNumber(100 - Math.round(nightAcuityShare.value * 100));
  const ordinary = bilingualNumber(referencePatient.value);
  const usual = bilingualNumber(base.value);
  const isolated = bilingualNumber(baseIsolation.value);
  return bilingual(
    `. ${alike.sv} % av tiden är lika för alla, resten följer dagens norm jämfört med en A2/S2-patients ${ordinary.sv} min. Här: det som är lika för alla, och grundvärdet ${isolation ? `vid isoleringsvård ${isolated.sv} min mot ${usual.sv} min utan` : `${usual.sv} min`}`,
    `. ${alike.en} % of the time is the same for all, the rest follows the day norm, compared with the ${ordinary.en} min of an A2/S2 patient. Here: what is the same for all, and the base value ${isolation ? `in isolation of ${isolated.en} min, against ${usual.en} min without` : `of ${usual.en} min`}`,
  );
}

/** A level by night, by its minutes in the norm of the day; one that is not ordinary against the ordinary one. */
function nightLevel(
  hour: EncounterHour,
  level: WeightName,
  weights: Model['weights'],
): BilingualText {
  const name = level.toUpperCase();
  const ordinary = `${level.slice(0, 1)}2` as WeightName;
  const minutes = bilingualNumber(weights[level].value as number);
  const against = bilingualNumber(weights[ordinary].value as number);
  const present = share(hour);
  const isOrdinary = level === ordinary;
  return bilingual(
    `natt: nivå ${name}, som i dagens norm ger ${minutes.sv} min${isOrdinary ? '' : ` mot ${against.sv} min för ${ordinary.toUpperCase()}`}${present.sv}`,
    `night: level ${name}, ${minutes.en} min in the day norm${isOrdinary ? '' : `, against ${against.en} min for ${ordinary.toUpperCase()}`}${present.en}`,
  );
}
