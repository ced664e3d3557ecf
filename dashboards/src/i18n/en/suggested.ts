import type { SuggestedMessages } from '../sv/suggested.ts';

export const suggested: SuggestedMessages = {
  levelsTitle: 'Proposed agreed staffing',
  levelsHelp:
    'What was usual on weekdays of the last eight weeks, by shift, on the selected wards. It shows how it has been, not whether that is enough: the unit manager decides. Nothing changes until the decision is in the site file.',
  levelsShow: 'Show the proposal',
  levelsPeriod: (from, to) => `Weekdays ${from} to ${to}`,
  levelsColumns: [
    ...['Ward and shift', 'RN', 'NA', 'Present (p10–p90)', 'Patients'],
    ...['Min per patient-hour', 'Usual need by the norm (p10–p90)', 'RN share', 'Level'],
    'Based on',
  ],
  levelsBasis: (hours, hoursText, days, daysText) =>
    `${hoursText} ${hours === 1 ? 'hour' : 'hours'}, ${daysText} ${days === 1 ? 'day' : 'days'}`,
  levelsFew: (hours, days) =>
    `too few, at least ${hours} ${hours === 1 ? 'hour' : 'hours'} from ${days} ${days === 1 ? 'day' : 'days'} are needed`,
  levelsNobody: 'as a rule nobody is present',
  levelsFile: 'Text for the site file',
  levelsFileHelp:
    'Change the figures to what is decided. The administrator enters the lines under the ward.',
  levelsSave: 'Download as a file',
  levelsMethod:
    'Medians over weekday hours with complete data, known staffing and patients; RN and NA rounded to half persons. Present staff and need are shown as p10–p90 too. The level is the one that the line would give: persons present for each person of norm need. The command level suggest gives the same proposal.',
};
