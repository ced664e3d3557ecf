import { textTable } from '../platform/text-table.ts';
import type { Summary } from './summary.ts';

const WARDS = ['ward', 'hours', 'patient-hours', 'minutes', 'min/patient-h', 'coverage'];

/** The summary as a page of text for people. */
export function summaryText(summary: Summary): string {
  const { events, rejected, unplaced } = summary;
  const byType = Object.entries(events.byType).map(([type, n]) => [type, whole(n)]);
  const wards = summary.wards.map((ward) => [
    ward.wardId,
    whole(ward.hours),
    fixed(ward.patientHours, 1),
    fixed(ward.minutes, 0),
    ward.minutesPerPatientHour === null ? '–' : fixed(ward.minutesPerPatientHour, 2),
    percent(ward.coverage),
  ]);
  const hours = summary.hours === null ? 'none' : `${summary.hours.from} … ${summary.hours.to}`;
  return [
    `${summary.site} · model ${summary.model}`,
    `hours             ${hours}`,
    `stream time       ${summary.streamTime ?? 'none'}`,
    `encounters        ${whole(summary.encounters)}`,
    `encounter-hours   ${whole(summary.encounterHours)}`,
    `ward-hours        ${whole(summary.wardHours)}`,
    `coverage          ${percent(summary.coverage)}`,
    `rejected          ${whole(rejected.total)}${reasons(rejected.byReason)}`,
    `versions replaced ${whole(events.superseded)}, entered in error ${whole(events.enteredInError)}, conflicts ${whole(events.conflicts)}`,
    `implausible       ${whole(events.implausible)} values stored and not scored`,
    `no place          ${whole(unplaced['presumed-left'])} stays presumed left, ${whole(unplaced['moves-without-effect'])} moves without effect, ${whole(unplaced['orphan-events'])} events without a stay`,
    ...unknown(events.unknownCodes),
    '',
    textTable(['events', 'count'], byType, [0], '─'),
    '',
    textTable(WARDS, wards, [0], '─'),
  ].join('\n');
}

function reasons(byReason: Record<string, number>): string {
  const parts = Object.entries(byReason).map(([reason, n]) => `${reason} ${whole(n)}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** Codes may be misspelt ones: shown if there are any. */
function unknown(codes: Record<string, number>): string[] {
  const parts = Object.entries(codes).map(([code, n]) => `${code} (${whole(n)})`);
  return parts.length === 0 ? [] : [`unknown codes     ${parts.slice(0, 8).join(', ')}`];
}

const whole = (n: number) => n.toLocaleString('en').replaceAll(',', ' ');
const fixed = (n: number, digits: number) =>
  n
    .toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .replaceAll(',', ' ');
const percent = (share: number | null) => (share === null ? '–' : `${fixed(share * 100, 1)} %`);
