import type { EncounterHour } from '../../../schemas/encounter-hour.ts';
import type { Model, WeightName } from '../../../schemas/model.ts';
import type { Explanation } from '../../../schemas/read-api.ts';
import { levelsOf } from './levels.ts';
import { type Language, number, type Said, SCORED_BEFORE, say } from './words.ts';

const SETS = ['setsAtHigh', 'setsAtMedium', 'setsAtLow', 'setsAtZero'] as const;

/** A component, why it is what it is, and the weights it is made of. */
interface Part {
  readonly component: keyof EncounterHour['components'];
  readonly because: Said;
  readonly weights: readonly WeightName[];
}

/**
 * Explains a score from the row itself and the model: it puts into words what the SQL found and computes
 * nothing, so that an explanation cannot differ from its row. A row that does not say what it comes from,
 * as an earlier program scored it, is not explained until it is scored again.
 */
export function explain(hour: EncounterHour, model: Model, language: Language): Explanation {
  const parts = partsOf(hour, model);
  const used = parts.filter(({ component }) => hour.components[component] > 0);
  const told = used.map(({ component, because, weights }) => ({
    component,
    minutes: hour.components[component],
    because: because[language],
    weights: weights.map((weight) => ({ weight, ...model.weights[weight] })),
  }));
  return {
    encounterHour: hour,
    parts: told,
    levels: levelsOf(hour, model, language),
    assumptions: assumptionsOf(hour, told, language),
  };
}

function partsOf(hour: EncounterHour, model: Model): Part[] {
  if (hour.isDay === null || hour.setsPerDay === null) {
    const components = Object.keys(hour.components) as (keyof EncounterHour['components'])[];
    return components.map((component) => ({ component, because: SCORED_BEFORE, weights: [] }));
  }
  const sets = setsOf(hour.setsPerDay, model);
  return (hour.isDay ? dayParts(hour, sets) : nightParts(hour, sets)).concat(flowParts(hour));
}

function dayParts(hour: EncounterHour, sets: WeightName): Part[] {
  const { isolation } = hour.circumstances;
  const present = share(hour);
  const special = `s${hour.sLevel}` as WeightName;
  return [
    {
      component: 'base',
      because: isolation
        ? say(`grundvärde vid isolering${present.sv}`, `base value in isolation${present.en}`)
        : say(`grundvärde${present.sv}`, `base value${present.en}`),
      weights: [isolation ? 'baseIsolation' : 'base', 'dayHours'],
    },
    {
      component: 'generalCare',
      because: say(
        `allmän omvårdnad A${hour.aLevel}${present.sv}`,
        `general care A${hour.aLevel}${present.en}`,
      ),
      weights: [`a${hour.aLevel}` as WeightName, 'dayHours'],
    },
    {
      component: 'specialCare',
      because: say(
        `särskild omvårdnad S${hour.sLevel}${present.sv}`,
        `special care S${hour.sLevel}${present.en}`,
      ),
      weights: [special, 'dayHours'],
    },
    {
      component: 'surveillance',
      because: say(
        `${schedule(hour).sv}, utöver de kontroller som normen och S${hour.sLevel} redan rymmer`,
        `${schedule(hour).en}, beyond the sets that the norm and S${hour.sLevel} hold already`,
      ),
      weights: [sets, 'setsIncluded', 'minutesPerSet', special, 's1'],
    },
  ];
}

function nightParts(hour: EncounterHour, sets: WeightName): Part[] {
  const ratio = number(hour.nightPatientsPerNurse!);
  return [
    {
      component: 'base',
      because: say(
        `natt: en sjuksköterska på ${ratio.sv} patienter, avdelningens inställning${share(hour).sv}`,
        `night: one nurse for ${ratio.en} patients, a setting of the ward${share(hour).en}`,
      ),
      weights: ['nightHour'],
    },
    {
      component: 'surveillance',
      because: schedule(hour),
      weights: [sets, 'setsIncluded', 'minutesPerSet'],
    },
  ];
}

/** What is the same by day and by night. */
function flowParts({ arrivals, departures }: EncounterHour): Part[] {
  return [
    {
      component: 'churn',
      because: say(
        `${arrivals} in och ${departures} ut i timmen; hälften av en ankomst faller i timmen efter`,
        `${arrivals} in and ${departures} out in the hour; half of an arrival falls in the hour after`,
      ),
      weights: ['admission', 'discharge', 'transferIn', 'transferOut'],
    },
    {
      component: 'oneToOne',
      because: say('ständig närvaro', 'one nurse for the patient alone'),
      weights: ['oneToOne'],
    },
    {
      component: 'escort',
      because: say(
        'ledsagning, de minuter som registrerats',
        'escort, the minutes that were charted',
      ),
      weights: [],
    },
  ];
}

/** The observation schedule that NEWS2 asks for. With parameters missing its low bound is used. */
function schedule({ news2, news2Low }: EncounterHour): Said {
  const score = news2 ?? news2Low ?? 0;
  return news2 === null
    ? say(`övervakning för minst NEWS2 ${score}`, `surveillance for at least NEWS2 ${score}`)
    : say(`övervakning för NEWS2 ${score}`, `surveillance for NEWS2 ${score}`);
}

/** The weight that the row's sets of vital signs a day are. */
function setsOf(setsPerDay: number, { weights }: Model): WeightName {
  return SETS.find((name) => weights[name].value === setsPerDay) ?? 'setsAtZero';
}

function share({ presence }: EncounterHour): Said {
  if (presence === 1) return say('', '');
  const percent = Math.round(presence * 100);
  return say(`, närvarande ${percent} % av timmen`, `, present ${percent} % of the hour`);
}

function assumptionsOf(
  { imputed }: EncounterHour,
  parts: Explanation['parts'],
  language: Language,
): string[] {
  const extension = say(
    'Tyska normer (PPBV) för ett dagpass, fördelade per timme: vår utvidgning',
    'German norms (PPBV) for a day shift, spread over its hours: our extension',
  );
  const assumed = imputed.map((code) => say(`antaget värde: ${code}`, `assumed value: ${code}`));
  const weights = parts
    .flatMap((part) => part.weights)
    .filter(({ kind }) => kind === 'assumption')
    .map(({ weight, source }) => say(`${weight}: ${source}`, `${weight}: ${source}`));
  const texts = [extension, ...assumed, ...weights].map((text) => text[language]);
  return [...new Set(texts)];
}
