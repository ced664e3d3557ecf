import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { eventCategory } from '../../../../pipelines/sources/mimic-iii/report.ts';
import { site } from '../../../../schemas/site.ts';
import {
  CARE_NEEDS,
  MEDICATION_FORMS,
  OBSERVATION_CODES,
  TASKS,
} from '../../../../schemas/vocabulary.ts';
import { isFromTheFuture, type WireEvent, wardEvent } from '../../../../schemas/ward-event.ts';

const directory = join(import.meta.dirname, '../../../fixtures/mimic-iii-demo');
const events = gunzipSync(readFileSync(join(directory, 'events.ndjson.gz')))
  .toString()
  .trimEnd()
  .split('\n')
  .map((line): WireEvent => JSON.parse(line));
const wards = site.parse(JSON.parse(readFileSync(join(directory, 'site.json'), 'utf8')));

/** What MIMIC-III does not have: see the importer's README. */
const NOT_IN_MIMIC = new Set([
  'spo2-scale',
  'fluid-balance',
  'barthel',
  'barthel-extended',
  'mmse',
  'escort',
  'cytotoxic',
  'observed',
]);

describe('the fixture', () => {
  it('holds valid events only, none from the future', () => {
    for (const event of events) {
      const parsed = wardEvent.safeParse(event);
      expect(parsed.error?.issues).toBeUndefined();
      expect(parsed.data !== undefined && isFromTheFuture(parsed.data)).toBe(false);
    }
  });

  it('has each identity once, in order of recording', () => {
    expect(new Set(events.map(({ source, id }) => `${source} ${id}`)).size).toBe(events.length);
    const times = events.map(({ recordedAt }) => recordedAt);
    expect(times).toEqual(times.toSorted());
  });

  it('holds every kind of event in MIMIC-III', () => {
    const kinds = new Set(events.map(eventCategory));
    const codes = [...Object.keys(OBSERVATION_CODES), ...CARE_NEEDS, ...TASKS, ...MEDICATION_FORMS];
    const present = new Set([...kinds].map((kind) => kind.split(' ')[1]));
    expect(codes.filter((code) => !present.has(code) && !NOT_IN_MIMIC.has(code))).toEqual([]);
    for (const code of CARE_NEEDS) expect(kinds).toContain(`care-need.start ${code}`);
    for (const kind of ['admission', 'transfer', 'discharge', 'leave.start', 'leave.end']) {
      expect(kinds).toContain(kind);
    }
    expect(kinds).toContain('assessment braden');
  });

  it('names every ward, with beds for its patients', () => {
    const known = new Set(wards.wards.map(({ wardId }) => wardId));
    for (const event of events) if ('wardId' in event) expect(known).toContain(event.wardId);
    expect(wards.name).toContain('invented calendar');
  });

  it('starts every stay within the window and ends it once', () => {
    const admissions = events.filter(({ type }) => type === 'admission');
    expect(admissions).toHaveLength(15);
    expect(events.filter(({ type }) => type === 'discharge')).toHaveLength(15);
    for (const { occurredAt } of admissions) {
      expect(occurredAt >= '2026-01-05T05:00:00Z' && occurredAt < '2026-01-19T05:00:00Z').toBe(
        true,
      );
    }
  });
});
