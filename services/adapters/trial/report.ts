import { counted } from '../../platform/counted.ts';
import { textTable } from '../../platform/text-table.ts';
import { NOTES, type Note } from '../adapter.ts';
import { REASONS } from './reasons.ts';
import type { TrialRefusal } from './records.ts';
import type { Trial } from './trial.ts';

/** Lines of a list; the rest is counted. */
const LISTED = 40;

const SECTIONS = {
  mapping: 'To decide in the mapping file',
  record: 'Waiting for other records',
  unusable: 'Cannot be used',
  remark: 'Remarks',
} as const;

/** A trial as a page of text for people. It has codes, places and counts, and no value. */
export function trialText(trial: Trial): string {
  const { files, channels, events, refusals, scored } = trial;
  const rows = channels.map(({ channel, unit, read, refused, used }) => [
    channel,
    unit,
    ...[whole(read), whole(refused), whole(used), percent(used, read)],
  ]);
  const head = ['channel', 'records', 'read', 'refused', 'in events', 'share'];
  return [
    counted(files, 'file'),
    '',
    textTable(head, rows, [0, 1], '─'),
    '',
    ...eventLines(trial),
    ...(refusals.length === 0 ? [] : ['', 'Refused', refusedTable(refusals)]),
    ...Object.entries(SECTIONS).flatMap(([kind, title]) => section(trial.notes, kind, title)),
    ...(scored === null ? [] : ['', 'As the wards would be', wardTable(scored)]),
    '',
    nextStep(trial, events.length),
  ].join('\n');
}

/** True if all that was read can be used: nothing was refused, and nothing waits for the mapping. */
export function isAllUsed({ notes, refusals }: Pick<Trial, 'notes' | 'refusals'>): boolean {
  const kinds = notes.map(({ reason }) => NOTES[reason]);
  return refusals.length === 0 && kinds.every((kind) => kind === 'record' || kind === 'remark');
}

function eventLines({ events, visits, openVisits, outsideStays, notes }: Trial): string[] {
  const byType = new Map<string, number>();
  for (const { type } of events) byType.set(type, (byType.get(type) ?? 0) + 1);
  const types = [...byType].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const waiting = notes.filter(({ reason }) => reason === 'no-counted-visit');
  return [
    `events            ${whole(events.length)}${types.length === 0 ? '' : ` (${types.map(([type, n]) => `${type} ${whole(n)}`).join(', ')})`}`,
    `visits on wards   ${whole(visits)}, ${whole(openVisits)} of them without an end`,
    `without a stay    ${whole(sum(waiting))} records of visits that are on no ward, ${whole(outsideStays)} events at a time when the visit is on no ward`,
  ];
}

function refusedTable(refusals: readonly TrialRefusal[]): string {
  const counts = new Map<string, { first: TrialRefusal; count: number }>();
  for (const refusal of refusals) {
    const key = JSON.stringify([refusal.channel, refusal.reason, refusal.detail]);
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { first: refusal, count: 1 });
    else known.count++;
  }
  const rows = [...counts.values()].map(({ first, count }) => {
    const { channel, reason, detail, path, message } = first;
    const where = message === null ? path : `${path}, message ${message}`;
    return [whole(count), reason, channel, where, detail];
  });
  return listTable(['count', 'reason', 'channel', 'first', 'what is wrong'], rows);
}

/** Notes that differ in a value alone are one line: values are not shown. */
function section(notes: readonly Note[], kind: string, title: string): string[] {
  const lines = new Map<string, { note: Note; count: number }>();
  for (const note of notes) {
    if (NOTES[note.reason] !== kind) continue;
    const key = JSON.stringify([note.reason, note.channel, note.key, note.unit]);
    const known = lines.get(key);
    if (known === undefined) lines.set(key, { note, count: note.count });
    else known.count += note.count;
  }
  if (lines.size === 0) return [];
  const rows = [...lines.values()]
    .toSorted((a, b) => b.count - a.count)
    .map(({ note: { reason, channel, key, display = '', unit = '' }, count }) => [
      ...[whole(count), reason, channel, key, display, unit],
      REASONS[reason],
    ]);
  const head = ['count', 'reason', 'channel', 'code or place', 'name', 'unit', 'what to do'];
  return ['', title, listTable(head, rows)];
}

function listTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const left = head.map((_, at) => at).slice(1);
  const table = textTable(head, rows.slice(0, LISTED).map(printable), left, '─');
  return rows.length <= LISTED ? table : `${table}\n… and ${whole(rows.length - LISTED)} more`;
}

/** What a source sends must not steer the terminal. */
function printable(cells: readonly string[]): string[] {
  return cells.map((cell) => cell.replaceAll(/\p{C}/gu, '·'));
}

function wardTable({ wards, coverage, leftOut }: NonNullable<Trial['scored']>): string {
  const rows = wards.map((ward) => [
    ward.wardId,
    whole(ward.hours),
    whole(Math.round(ward.patientHours)),
    ward.minutesPerPatientHour === null ? '–' : ward.minutesPerPatientHour.toFixed(2),
    share(ward.coverage),
  ]);
  const head = ['ward', 'hours', 'patient-hours', 'min/patient-h', 'coverage'];
  const lines = [textTable(head, rows, [0], '─'), `coverage of all ${share(coverage)}`];
  if (leftOut > 0) {
    lines.push(
      `${counted(leftOut, 'event')} left out: ingest would refuse what is of no ward of the site`,
    );
  }
  return lines.join('\n');
}

function nextStep({ notes, refusals }: Trial, events: number): string {
  if (!isAllUsed({ notes, refusals })) {
    const decides = notes.some(({ reason }) => NOTES[reason] === 'mapping');
    return decides
      ? 'Next: write the places and codes into a mapping file with --propose, decide them, check it with "adapters check", and try again.'
      : 'Next: look at what was refused or cannot be used, and try again.';
  }
  return events === 0 ? 'No record gave an event.' : 'All records can be used.';
}

const sum = (notes: readonly Note[]) => notes.reduce((total, { count }) => total + count, 0);
const whole = (n: number) => n.toLocaleString('en').replaceAll(',', ' ');
const share = (part: number | null) => (part === null ? '–' : `${(part * 100).toFixed(1)} %`);
const percent = (part: number, of: number) => share(of === 0 ? null : part / of);
