import type { EncounterHour } from '../../../schemas/encounter-hour.ts';
import type { Model, WeightName } from '../../../schemas/model.ts';
import type { Explanation } from '../../../schemas/read-api.ts';
import type { Site } from '../../../schemas/site.ts';
import { levelsOf } from './levels.ts';
import { type Language, number, type Said, say } from './words.ts';

/** A component, why it is what it is, and the weights it is made of. */
interface Part {
  readonly component: keyof EncounterHour['components'];
  readonly because: Said;
  readonly weights: readonly WeightName[];
}

/**
 * Explains a score from the row itself, the model and the site: nothing is computed anew, so that what is
 * explained is what was told.
 */
export function explain(
  hour: EncounterHour,
  model: Model,
  site: Site,
  language: Language,
): Explanation {
  const isDay = isDayHour(hour.hour, site.timeZone);
  const parts = (isDay ? dayParts(hour) : nightParts(hour, site)).concat(flowParts(hour));
  const used = parts.filter(({ component }) => hour.components[component] > 0);
  const told = used.map(({ component, because, weights }) => ({
    component,
    minutes: hour.components[component],
    because: because[language],
    weights: weights.map((weight) => ({ weight, ...model.weights[weight] })),
  }));
  const countsValues = site.switches.observationCounting === 'values';
  return {
    encounterHour: hour,
    parts: told,
    levels: levelsOf(hour, countsValues, language),
    assumptions: assumptionsOf(hour, told, language),
  };
}

function dayParts(hour: EncounterHour): Part[] {
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
      weights: [setsOf(hour), 'setsIncluded', 'minutesPerSet', special, 's1'],
    },
  ];
}

function nightParts(hour: EncounterHour, site: Site): Part[] {
  const ward = site.wards.find(({ wardId }) => wardId === hour.wardId);
  const ratio = ward === undefined ? say('?', '?') : number(ward.nightPatientsPerNurse);
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
      weights: [setsOf(hour), 'setsIncluded', 'minutesPerSet'],
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

function setsOf({ news2, news2Low }: EncounterHour): WeightName {
  // surveillance is only more than the norm holds from a single 3 or a total of 5 on
  return (news2 ?? news2Low ?? 0) >= 7 ? 'setsAtHigh' : 'setsAtMedium';
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

/** Whether an hour starts at 06–21 by the clock of the site. Source: contract §1. */
function isDayHour(hour: string, timeZone: string): boolean {
  const format = new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' });
  const local = Number(format.format(new Date(hour)));
  return local >= 6 && local <= 21;
}
