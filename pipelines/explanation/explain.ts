import type { EncounterHour } from '../../schemas/encounter-hour.ts';
import type { Model, WeightName } from '../../schemas/model.ts';
import type { Explanation } from '../../schemas/read-api.ts';
import { bilingual, type Language, SCORED_BEFORE } from './bilingual.ts';
import { inputName } from './input-names.ts';
import { levelsOf } from './levels.ts';
import { nightParts } from './night-parts.ts';
import { type Part, schedule, share } from './part.ts';
import { sourceText } from './source-texts.ts';
import { WEIGHT_NAMES } from './weight-names.ts';

const SETS = ['setsAtHigh', 'setsAtMedium', 'setsAtLow', 'setsAtZero'] as const;

/**
 * Explains a score from its row and the model. It translates what the SQL found and computes nothing, so an
 * explanation cannot differ from its row. A row that an earlier version scored is not explained until it has
 * been scored again.
 */
export function explain(hour: EncounterHour, model: Model, language: Language): Explanation {
  const parts = partsOf(hour, model);
  const used = parts.filter(({ component }) => hour.components[component] > 0);
  const explained = used.map(({ component, because, weights }) => ({
    component,
    minutes: hour.components[component],
    because: because[language],
    weights: weights.map((weight) => termOf(weight, hour, model, language)),
  }));
  return {
    encounterHour: hour,
    parts: explained,
    levels: levelsOf(hour, model, language),
    assumptions: assumptionsOf(hour, explained, language),
  };
}

/** A weight as the hour was scored with it: the hours of the day may be those of the site's shifts. */
function termOf(
  weight: WeightName,
  { dayHours }: EncounterHour,
  { weights }: Model,
  language: Language,
) {
  const { unit, kind, source } = weights[weight];
  return {
    ...{ weight, unit, kind },
    name: WEIGHT_NAMES[weight][language],
    value: weight === 'dayHours' ? dayHours! : weights[weight].value,
    source: sourceText(source)?.[language] ?? source,
  };
}

function partsOf(hour: EncounterHour, model: Model): Part[] {
  if (hour.isDay === null || hour.setsPerDay === null || hour.dayHours === null) {
    const components = Object.keys(hour.components) as (keyof EncounterHour['components'])[];
    return components.map((component) => ({ component, because: SCORED_BEFORE, weights: [] }));
  }
  const sets = setsOf(hour.setsPerDay, model);
  const parts = hour.isDay ? dayParts(hour, sets) : nightParts(hour, sets, model);
  return parts.concat(flowParts(hour));
}

function dayParts(hour: EncounterHour, sets: WeightName): Part[] {
  const { isolation } = hour.circumstances;
  const present = share(hour);
  const special = `s${hour.sLevel}` as WeightName;
  return [
    {
      component: 'base',
      because: isolation
        ? bilingual(`isoleringsvård${present.sv}`, `isolation${present.en}`)
        : bilingual(
            `lika för alla patienter${present.sv}`,
            `the same for every patient${present.en}`,
          ),
      weights: [isolation ? 'baseIsolation' : 'base', 'dayHours'],
    },
    {
      component: 'generalCare',
      because: bilingual(`nivå A${hour.aLevel}${present.sv}`, `level A${hour.aLevel}${present.en}`),
      weights: [`a${hour.aLevel}` as WeightName, 'dayHours'],
    },
    {
      component: 'specialCare',
      because: bilingual(`nivå S${hour.sLevel}${present.sv}`, `level S${hour.sLevel}${present.en}`),
      weights: [special, 'dayHours'],
    },
    {
      component: 'surveillance',
      because: bilingual(
        `${schedule(hour).sv}, utöver de kontroller som normen och S${hour.sLevel} redan omfattar`,
        `${schedule(hour).en}, beyond those that the norm and S${hour.sLevel} already include`,
      ),
      weights: [sets, 'setsIncluded', 'minutesPerSet', special, 's1'],
    },
  ];
}

/** Parts that are the same by day and by night. */
function flowParts({ arrivals, departures }: EncounterHour): Part[] {
  return [
    {
      component: 'churn',
      because: bilingual(
        `${arrivals} in och ${departures} ut under timmen; hälften av tiden för en ankomst räknas på nästa timme`,
        `${arrivals} in and ${departures} out this hour; half the time of an arrival counts in the next hour`,
      ),
      weights: ['admission', 'discharge', 'transferIn', 'transferOut'],
    },
    {
      component: 'oneToOne',
      because: bilingual('extravak (1:1)', 'one-to-one care'),
      weights: ['oneToOne'],
    },
    {
      component: 'escort',
      because: bilingual('ledsagning, registrerade minuter', 'escort, minutes as charted'),
      weights: [],
    },
  ];
}

/** Finds the weight that holds the row's number of observation sets per day. */
function setsOf(setsPerDay: number, { weights }: Model): WeightName {
  return SETS.find((name) => weights[name].value === setsPerDay) ?? 'setsAtZero';
}

function assumptionsOf(
  { imputed }: EncounterHour,
  parts: Explanation['parts'],
  language: Language,
): string[] {
  const extension = bilingual(
    'Tyska normer (PPBV) för ett dagpass, fördelade per timme (egen anpassning)',
    'German norms (PPBV) for a day shift, spread over its hours (our adaptation)',
  );
  const assumed = imputed.map((code) => {
    const { sv, en } = inputName(code);
    return bilingual(`antaget värde: ${sv}`, `assumed value: ${en}`);
  });
  const weights = parts
    .flatMap((part) => part.weights)
    .filter(({ kind }) => kind === 'assumption')
    .map(({ name, source }) => `${name}: ${source}`);
  const texts = [extension, ...assumed].map((text) => text[language]);
  return [...new Set([...texts, ...weights])];
}
