/** Words of the history of wards, in Swedish. */
const sv = {
  historyTitle: 'Behov mot bemanning över tid',
  historyHelp: (grain: string) =>
    `Personer (ssk+usk), medel per timme. Upplösning: ${grain}. Samma skala för alla avdelningar.`,
  historyFirst: (shown: number, chosen: number) =>
    `${shown} av ${chosen} valda avdelningar visas. Filen har samma ${shown}.`,
  keyNeed: 'behov, med osäkerhet',
  keyPresent: 'på plats; efter nu planerat',
  keyLack: 'behov över bemanning',
  keyChanged: 'ändrat sedan dess',
  period: 'Period',
  week: (week: number) => `v. ${week}`,
  hoursColumn: 'Timmar med värde',
  changedColumn: 'Sedan dess',
  changed: 'ändrat',
  unchanged: 'oförändrat',
  needSpan: (ward: string, span: string) => `${ward}: behov ${span} per timme.`,
  needUnknown: (ward: string) => `${ward}: behovet är inte känt.`,
  presentSpan: (span: string) => `På plats ${span}.`,
  presentUnknown: 'Bemanning saknas.',
  lackIn: (lacking: string, all: string, grains: string, most: string) =>
    `Behovet är större än bemanningen i ${lacking} av ${all} ${grains}, som mest med ${most}.`,
  noLack: 'Behovet är aldrig större än bemanningen.',
  historyMethod:
    'Medel per timme, så att dygn med 23 och 25 timmar kan jämföras med andra. Gapet räknas bara över timmar där både behov och bemanning är kända. Osäkerheten visar hur lågt och högt behovet kan vara när underlag saknas.',
  changesTitle: 'Vad som har ändrats sedan dess',
  changesNone: 'Inga timmar har ändrats sedan dess.',
  changesSome: (hours: string, span: string) =>
    `Timmar med ett annat värde: ${hours}. Behovet är ändrat med ${span} minuter per timme.`,
  changesNew: (hours: string) => `Timmar som har fått ett värde, eller mistat det: ${hours}.`,
  changesOne: 'Ändringar timme för timme visas när en enda avdelning är vald.',
  thenColumn: 'Då, min/h',
  sinceColumn: 'Slutligt, min/h',
  changeColumn: 'Ändring, min/h',
  firstHours: (shown: string, all: string) => `De ${shown} första av ${all} timmar.`,
};

const en: typeof sv = {
  historyTitle: 'Required against present over time',
  historyHelp: (grain) =>
    `Persons (RN+NA), mean per hour. Grain: ${grain}. The same scale for all wards.`,
  historyFirst: (shown, chosen) =>
    `${shown} of ${chosen} chosen wards are shown. The file has the same ${shown}.`,
  keyNeed: 'required, with bounds',
  keyPresent: 'present; planned after now',
  keyLack: 'more required than present',
  keyChanged: 'changed since',
  period: 'Period',
  week: (week) => `w. ${week}`,
  hoursColumn: 'Hours with a value',
  changedColumn: 'Since then',
  changed: 'changed',
  unchanged: 'unchanged',
  needSpan: (ward, span) => `${ward}: ${span} required per hour.`,
  needUnknown: (ward) => `${ward}: what is required is not known.`,
  presentSpan: (span) => `Present ${span}.`,
  presentUnknown: 'No staffing is known.',
  lackIn: (lacking, all, grains, most) =>
    `More required than present in ${lacking} of ${all} ${grains}, by ${most} at most.`,
  noLack: 'Never more required than present.',
  historyMethod:
    'Means per hour, so that days of 23 and 25 hours compare with others. The gap is of hours where both what is required and who is present are known. The bounds tell how low and high the requirement may be where inputs are missing.',
  changesTitle: 'What has changed since',
  changesNone: 'No hours have changed since.',
  changesSome: (hours, span) =>
    `Hours with another value: ${hours}. What is required has changed by ${span} minutes per hour.`,
  changesNew: (hours) => `Hours that have got a value, or lost it: ${hours}.`,
  changesOne: 'Changes hour by hour are shown where a single ward is chosen.',
  thenColumn: 'Then, min/h',
  sinceColumn: 'Final, min/h',
  changeColumn: 'Change, min/h',
  firstHours: (shown, all) => `The first ${shown} of ${all} hours.`,
};

export const historyWords = { sv, en };
