import type { z } from 'zod';
import { envelope } from './envelope.ts';
import { markdownTable } from './markdown.ts';
import {
  CARE_NEEDS,
  MEDICATION_FORMS,
  OBSERVATION_CODES,
  type ObservationCode,
  TASKS,
  UNSCORED_CODES,
} from './vocabulary.ts';
import { type EventType, wardEvent } from './ward-event.ts';

const USED_FOR: Readonly<Record<EventType, string>> = {
  admission: 'presence, churn; age and pregnancy for NEWS2',
  transfer: 'presence, churn',
  discharge: 'presence, churn',
  'leave.start': 'presence',
  'leave.end': 'presence',
  observation: 'NEWS2, counts, function levels',
  'care-need.start': 'isolation, one-to-one, central line, palliative',
  'care-need.stop': 'the same',
  task: 'counts; minutes of escorts',
  medication: 'counts',
  assessment: 'stored, not used yet',
  staffing: 'staff present and planned, compared with the need',
  judgement: 'shown beside the score, which it never changes',
  tick: 'moves stream time when no other event does',
};

const code = (text: string) => `\`${text}\``;

/** The event types with the fields that each has beside those of every event; `?` marks an optional field. */
function eventTable(): string {
  const rows = wardEvent.options.map((option) => {
    const type = option.shape.type.value;
    const fields = Object.entries(option.shape as Record<string, z.ZodType>)
      .filter(([name]) => name !== 'type' && name !== 'encounterId' && !(name in envelope))
      .map(([name, schema]) => code(`${name}${schema.safeParse(undefined).success ? '?' : ''}`));
    return [code(type), fields.join(', '), USED_FOR[type]];
  });
  return markdownTable(['type', 'fields', 'used for'], rows);
}

function valueText({ value, range }: ObservationCode): string {
  if (value === 'acvpu') return '`"A"`, `"C"`, `"V"`, `"P"`, `"U"`';
  if (value === 'oxygen') return '`true`, `false`, or a flow';
  if (value === 'scale') return '1 or 2';
  return value === 'integer' ? `whole number ${range!.join('–')}` : 'number';
}

function observationTable(): string {
  const rows = Object.entries<ObservationCode>(OBSERVATION_CODES).map(([name, definition]) => {
    const { unit, spellings = [], plausible } = definition;
    const units = unit === null ? '' : [unit, ...spellings].map(code).join(', ');
    return [code(name), valueText(definition), units, plausible?.join('–') ?? ''];
  });
  return markdownTable(['code', 'value', 'unit', 'plausible'], rows);
}

function codeTable(): string {
  const kinds: [string, readonly string[]][] = [
    ['care need (`code`)', CARE_NEEDS],
    ['task (`code`)', TASKS],
    ['medication (`form`)', MEDICATION_FORMS],
  ];
  const list = (codes: readonly string[]) => codes.map(code).join(', ');
  const rows = kinds.map(([kind, codes]) => [
    kind,
    list(codes.filter((each) => !UNSCORED_CODES.has(each))),
    list(codes.filter((each) => UNSCORED_CODES.has(each))),
  ]);
  return markdownTable(['event', 'scored', 'stored, not scored yet'], rows);
}

/** The sections of `schemas/README.md` that follow from the schemas, by the name of their marks. */
export function referenceTables(): Readonly<Record<string, string>> {
  return { events: eventTable(), observations: observationTable(), codes: codeTable() };
}
